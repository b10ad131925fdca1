package org.sparkbertopic.job.console;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/** A message that a run writes when its process is ended or its disk is full. */
public final class LastWords implements AutoCloseable {

  /** Priority of the shutdown hook: before Spark stops and Hadoop closes its file systems. */
  private static final int BEFORE_SPARK = 100;

  private final Runnable words;

  private LastWords(Runnable words) {
    this.words = words;
  }

  /** Runs an action if the process is ended before the returned object is closed. */
  public static LastWords ofEndedProcess(Runnable words) {
    LastWords last = new LastWords(words);
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().addShutdownHook(last.words, BEFORE_SPARK);
    }
    return last;
  }

  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(words);
    }
  }

  /**
   * Overwrites a file in place, for a disk without room for a second file: the file already owns
   * its blocks. Shorter content is padded with blanks.
   *
   * @throws IOException if this fails too, or if the file is not on a local disk
   */
  public static void writeOver(FileSystem files, Path path, byte[] content) throws IOException {
    if (!(files instanceof RawLocalFileSystem local)) {
      throw new IOException("'" + path + "' is not on a local disk");
    }
    try (RandomAccessFile file = new RandomAccessFile(local.pathToFile(path), "rw")) {
      long before = file.length();
      file.write(content);
      byte[] blank = " ".getBytes(StandardCharsets.UTF_8);
      for (long at = content.length; at < before; at++) {
        file.write(blank);
      }
    }
  }
}
