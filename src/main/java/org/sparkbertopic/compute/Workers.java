package org.sparkbertopic.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed set of threads that share loops. The ranges of a loop depend on its length and grain
 * alone, never on the number of threads, so a loop whose ranges write to places of their own gives
 * the same bits on one thread or thirty-two.
 *
 * <p>Closing ends the threads. One thread runs everything in the caller. Loops must not be nested.
 */
public final class Workers implements AutoCloseable {

  private final int threads;
  private final ExecutorService executor;

  private Workers(int threads) {
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                task -> {
                  Thread thread =
                      new Thread(task, "spark-bertopic-worker-" + number.incrementAndGet());
                  thread.setDaemon(true);
                  return thread;
                });
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

  /** As many threads as the JVM sees cores. */
  public static Workers ofAllCores() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  public int threads() {
    return threads;
  }

  /** One piece of a loop: the indices {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  public interface RangeTask {
    void run(int from, int to);
  }

  /**
   * Runs {@code task} over [0, {@code length}) in ranges of {@code grain} indices, in any order and
   * on any thread, and returns when all are done. What a range wrote is visible to the caller.
   *
   * @throws RuntimeException the first failure of a range
   */
  public void forEachRange(int length, int grain, RangeTask task) {
    if (grain < 1) {
      throw new IllegalArgumentException("grain must be positive, got " + grain);
    }
    int ranges = (int) (((long) length + grain - 1) / grain);
    if (threads == 1 || ranges <= 1) {
      for (int range = 0; range < ranges; range++) {
        runRange(range, length, grain, task);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Runnable claimRanges =
        () -> {
          for (int range = next.getAndIncrement(); range < ranges; range = next.getAndIncrement()) {
            runRange(range, length, grain, task);
          }
        };
    List<Future<?>> helpers = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, ranges) - 1; i++) {
      helpers.add(executor.submit(claimRanges));
    }
    RuntimeException failure = null;
    try {
      claimRanges.run();
    } catch (RuntimeException e) {
      failure = e;
      next.set(ranges);
    }
    for (Future<?> helper : helpers) {
      try {
        helper.get();
      } catch (InterruptedException e) {
        next.set(ranges);
        Thread.currentThread().interrupt();
        failure = failure == null ? new IllegalStateException("interrupted", e) : failure;
      } catch (ExecutionException e) {
        next.set(ranges);
        failure = failure == null ? asRuntime(e.getCause()) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void runRange(int range, int length, int grain, RangeTask task) {
    int from = range * grain;
    task.run(from, (int) Math.min((long) from + grain, length));
  }

  private static RuntimeException asRuntime(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}
