package org.sparkbertopic.embedding.onnx;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Calls of ONNX Runtime that the end of the JVM waits for. The runtime frees what its sessions
 * stand on while the JVM ends, in a shutdown hook and in its library's own end (see
 * microsoft/onnxruntime issue 31352), so that a call under way would end the process by a fault in
 * native code. A job that is ended while it embeds therefore ends after the batches that are under
 * way, and calls that come later never return.
 */
public final class NativeCalls {

  private static final long MOST_SECONDS = 60;

  /** Calls hold the lock for reading, the JVM's end for writing, for good. */
  private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(NativeCalls::end, "onnx-calls-end"));
  }

  private NativeCalls() {}

  /** Begins a call, which ends when the result is closed. Calls may lie within one another. */
  public static Call begin() {
    LOCK.readLock().lock();
    return LOCK.readLock()::unlock;
  }

  /** A call under way; closed by the thread that began it. */
  public interface Call extends AutoCloseable {

    @Override
    void close();
  }

  private static void end() {
    try {
      LOCK.writeLock().tryLock(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
