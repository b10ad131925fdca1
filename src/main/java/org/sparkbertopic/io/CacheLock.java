package org.sparkbertopic.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of all JVMs that share a cache fill it while the others wait. The operating
 * system releases the lock of a JVM that dies.
 */
public final class CacheLock {

  /** A file lock belongs to the JVM; its threads need a lock of their own. */
  private static final Map<Path, ReentrantLock> WITHIN_JVM = new ConcurrentHashMap<>();

  private CacheLock() {}

  /** An action that only one thread runs at a time. */
  @FunctionalInterface
  public interface Action<T, E extends Exception> {
    /**
     * @param alone false if the file system has no locks: other JVMs may run the same action
     */
    T run(boolean alone) throws IOException, E;
  }

  /**
   * Runs an action while no other thread or JVM runs one.
   *
   * @param whenWaiting called once if another process holds the lock
   */
  public static <T, E extends Exception> T whileHeld(
      Path file, Runnable whenWaiting, Action<T, E> action) throws IOException, E {
    ReentrantLock thread =
        WITHIN_JVM.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    thread.lock();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      return action.run(lock(channel, whenWaiting));
    } finally {
      thread.unlock();
    }
  }

  /** Released with the channel. */
  private static boolean lock(FileChannel channel, Runnable whenWaiting) {
    try {
      if (channel.tryLock() == null) {
        whenWaiting.run();
        channel.lock();
      }
      return true;
    } catch (IOException e) {
      // Some network file systems have no locks. Then work may be done twice; each result is
      // checked, and published in one step.
      return false;
    }
  }
}
