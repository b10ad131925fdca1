package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of all JVMs that share a cache download a model while the others wait. The
 * operating system releases the lock of a JVM that dies.
 */
final class CacheLock {

  /** A file lock belongs to the JVM; its threads need a lock of their own. */
  private static final Map<Path, ReentrantLock> WITHIN_JVM = new ConcurrentHashMap<>();

  private CacheLock() {}

  /** An action that only one thread runs at a time. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Runs an action while no other thread or process does.
   *
   * @param whenWaiting called once if another process holds the lock
   */
  static void whileHeld(Path file, Runnable whenWaiting, Action action)
      throws IOException, InterruptedException {
    ReentrantLock thread =
        WITHIN_JVM.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    thread.lock();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(channel, whenWaiting);
      action.run();
    } finally {
      thread.unlock();
    }
  }

  /** Released with the channel. */
  private static void lock(FileChannel channel, Runnable whenWaiting) {
    try {
      if (channel.tryLock() == null) {
        whenWaiting.run();
        channel.lock();
      }
    } catch (IOException e) {
      // Some network file systems have no locks. Then a file may be downloaded twice; it is still
      // verified and published atomically.
    }
  }
}
