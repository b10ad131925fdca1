package org.sparkbertopic.job.console;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/** What a run still says when its process is ended, or its disk is full. */
public final class LastWords implements AutoCloseable {

  /** Before Spark stops and Hadoop closes its file systems. */
  private static final int BEFORE_SPARK = 100;

  private final Runnable words;

  private LastWords(Runnable words) {
    this.words = words;
  }

  /** Says something if the process is ended before this is closed. */
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
   * Writes over a file in place, where there is no room for another beside it: its blocks are its
   * own already. What is shorter than before ends in blanks.
   *
   * @throws IOException if that fails too, or the file is not on a local disk
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
