package org.sparkbertopic.compute;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of threads that share loops. The ranges of a loop depend only on its length and
 * grain, not on the number of threads. If each range writes to its own part of the output, the
 * result has the same bits on one thread or thirty-two.
 *
 * <p>Closing ends the threads. With one thread, everything runs in the caller.
 */
public final class Workers implements AutoCloseable {

  /** How often a thread polls before it sleeps: about ten microseconds. */
  private static final int SPINS = 2_000;

  private final Helper[] helpers;

  /** The loop from which the helpers take ranges; the last loop until there is a new one. */
  private volatile Loop current;

  private volatile boolean closed;

  private Workers(int threads) {
    this.helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper("spark-bertopic-worker-" + (i + 1));
      helpers[i].start();
    }
  }

  /**
   * @throws IllegalArgumentException if {@code threads} is not positive
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads must be positive, got " + threads + "; give the number of cores to use");
    }
    return new Workers(threads);
  }

  /** One thread for each core that the JVM sees. */
  public static Workers ofAllCores() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  /** One piece of a loop: the indices {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  public interface RangeTask {
    void run(int from, int to);
  }

  /**
   * Runs {@code task} over [0, {@code length}) in ranges of {@code grain} indices, in any order and
   * on any thread, and returns when all are done. The caller sees everything that the ranges wrote.
   *
   * @throws RuntimeException the first failure of a range; the other ranges that had begun have
   *     ended by then
   */
  public void forEachRange(int length, int grain, RangeTask task) {
    if (grain < 1) {
      throw new IllegalArgumentException("grain must be positive, got " + grain);
    }
    Loop loop = new Loop(length, grain, task);
    if (helpers.length > 0 && loop.ranges > 1) {
      current = loop;
      for (int i = 0; i < Math.min(helpers.length, loop.ranges - 1); i++) {
        helpers[i].wake();
      }
    }
    loop.takeRanges();
    loop.awaitEnd();
  }

  @Override
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  /**
   * A thread that takes ranges of one loop after the other. Between loops it spins first: the loops
   * of a layout or an eigensolver follow each other within microseconds, and waking a parked thread
   * takes longer than many ranges.
   */
  private final class Helper extends Thread {
    private volatile boolean parked;

    Helper(String name) {
      super(name);
      setDaemon(true);
    }

    @Override
    public void run() {
      Loop last = null;
      while (!closed) {
        Loop loop = current;
        for (int i = 0; loop == last && i < SPINS; i++) {
          Thread.onSpinWait();
          loop = current;
        }
        if (loop == last) {
          parked = true;
          if (current == last && !closed) {
            LockSupport.park(Workers.this);
          }
          parked = false;
        } else {
          loop.takeRanges();
          last = loop;
        }
      }
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(this);
      }
    }
  }

  /** One loop, shared by the caller and the helpers. */
  private static final class Loop {
    private final int length;
    private final int grain;
    private final int ranges;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();

    /** Ranges that have not ended, without those that will never begin. */
    private final AtomicInteger left;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * Set to null after the loop: helpers keep the last loop, but must not keep its data reachable.
     */
    private volatile RangeTask task;

    Loop(int length, int grain, RangeTask task) {
      this.length = length;
      this.grain = grain;
      this.ranges = (int) (((long) length + grain - 1) / grain);
      this.left = new AtomicInteger(ranges);
      this.task = task;
    }

    void takeRanges() {
      for (int range = next.getAndIncrement(); range < ranges; range = next.getAndIncrement()) {
        try {
          int from = range * grain;
          task.run(from, (int) Math.min((long) from + grain, length));
        } catch (Throwable e) {
          failure.compareAndSet(null, e);
          end(Math.max(0, ranges - next.getAndSet(ranges)));
        }
        end(1);
      }
    }

    private void end(int ended) {
      if (left.addAndGet(-ended) == 0 && Thread.currentThread() != caller) {
        LockSupport.unpark(caller);
      }
    }

    /** Waits for the ranges that other threads have begun. */
    void awaitEnd() {
      boolean interrupted = false;
      for (int i = 0; left.get() > 0; i++) {
        if (i < SPINS) {
          Thread.onSpinWait();
          continue;
        }
        LockSupport.park(this);
        if (Thread.interrupted()) {
          interrupted = true;
          end(Math.max(0, ranges - next.getAndSet(ranges)));
        }
      }
      task = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
        failure.compareAndSet(null, new IllegalStateException("interrupted"));
      }
      Throwable cause = failure.get();
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
    }
  }
}
