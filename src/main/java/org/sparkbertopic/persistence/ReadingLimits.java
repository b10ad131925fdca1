package org.sparkbertopic.persistence;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** What a model directory may not ask of who reads it: other files, devices, all memory. */
final class ReadingLimits {

  /** Text becomes a tree of about eight times its size. */
  private static final int TREE_PER_TEXT = 8;

  private ReadingLimits() {}

  /**
   * Checks that a file lies in the directory and is one: no link that leads out, no device, no
   * pipe. Of local disks; other file systems have none of these.
   */
  static void requireOwnFile(FileSystem fileSystem, Path directory, Path path) throws IOException {
    if (!(fileSystem instanceof RawLocalFileSystem local)) {
      return;
    }
    java.nio.file.Path file = local.pathToFile(path).toPath();
    java.nio.file.Path real;
    try {
      real = file.toRealPath();
    } catch (NoSuchFileException e) {
      FileNotFoundException missing = new FileNotFoundException(path.toString());
      missing.initCause(e);
      throw missing;
    }
    if (!real.startsWith(local.pathToFile(directory).toPath().toRealPath())) {
      throw new ModelDirectoryException(
          path
              + " is a link that leads out of the model directory, and is not read; copy the directory with its files (cp -rL)");
    }
    if (!Files.isRegularFile(real)) {
      throw new ModelDirectoryException(
          path + " is not a regular file, and is not read; copy the model again");
    }
  }

  /** Before memory is taken for it. */
  static void requireMemory(String file, long length) throws ModelDirectoryException {
    require(file, length, Runtime.getRuntime().maxMemory());
  }

  /** As {@link #requireMemory}, of JSON. */
  static void requireText(String file, long length) throws ModelDirectoryException {
    require(
        file,
        length,
        Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / TREE_PER_TEXT));
  }

  private static void require(String file, long length, long most) throws ModelDirectoryException {
    if (length > most) {
      throw new ModelDirectoryException(
          String.format(
              Locale.ROOT,
              "%s has %,d bytes, more than the %,d that this process can hold of it; if that is its true size, give more memory (--driver-memory), else copy the model again",
              file,
              length,
              most));
    }
  }
}
