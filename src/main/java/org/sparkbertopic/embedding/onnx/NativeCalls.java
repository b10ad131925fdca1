package org.sparkbertopic.embedding.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes the JVM's shutdown wait for running calls of ONNX Runtime. During shutdown the runtime
 * frees the environment that its sessions use, in a shutdown hook and in its library's own cleanup
 * (see microsoft/onnxruntime issue 31352), so a running call would crash the process in native
 * code. A job that is stopped while it embeds therefore ends after its current batches, and later
 * calls never return.
 */
public final class NativeCalls {

  private static final long MOST_SECONDS = 60;

  /** Calls hold the read lock; shutdown takes the write lock and never releases it. */
  private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(NativeCalls::end, "onnx-calls-end"));
  }

  private NativeCalls() {}

  /** Begins a call, which ends when the result is closed. Calls may be nested. */
  public static Call begin() {
    LOCK.readLock().lock();
    return LOCK.readLock()::unlock;
  }

  /** A running call. The thread that began it must close it. */
  public interface Call extends AutoCloseable {

    @Override
    void close();
  }

  /** Closes a session that could not be used, if it was opened. */
  public static void close(OrtSession session, Exception cause) {
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private static void end() {
    try {
      LOCK.writeLock().tryLock(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
