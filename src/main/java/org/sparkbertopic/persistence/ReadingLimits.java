package org.sparkbertopic.persistence;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Protects a reader from model directories that lead to other files, to devices, or use up all
 * memory.
 */
final class ReadingLimits {

  /** A JSON tree takes about eight times the size of its text. */
  private static final int TREE_PER_TEXT = 8;

  private ReadingLimits() {}

  /**
   * Checks that a path is a regular file in the directory: not a link to a path outside, not a
   * device, not a pipe. Only applies to local disks; other file systems have none of these.
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

  /** Checks that a file fits into memory, before memory is allocated for it. */
  static void requireMemory(String file, long length) throws ModelDirectoryException {
    require(file, length, Runtime.getRuntime().maxMemory());
  }

  /** As {@link #requireMemory}, for JSON. */
  static void requireText(String file, long length) throws ModelDirectoryException {
    require(
        file,
        length,
        Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / TREE_PER_TEXT));
  }

  private static void require(String file, long length, long most) throws ModelDirectoryException {
    if (length > most) {
      throw ModelDirectoryException.of(
          "%s has %,d bytes, more than the %,d that this process can hold of it; if that is its true size, give more memory (--driver-memory), else copy the model again",
          file, length, most);
    }
  }
}
