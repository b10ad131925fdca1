package org.sparkbertopic.persistence.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.sparkbertopic.io.FileFormatException;

/**
 * Protects a reader from model directories that lead to other files, to devices, or use up all
 * memory.
 */
public final class ReadingLimits {

  /** A JSON tree takes about eight times the size of its text. */
  private static final int TREE_PER_TEXT = 8;

  private ReadingLimits() {}

  /**
   * Checks that a path is a regular file in the directory: not a link to a path outside, not a
   * device, not a pipe. In a cache of the Hugging Face hub, the files of a snapshot may be links to
   * the blobs of the same repository.
   *
   * @param shown the file's name in messages
   * @throws FileNotFoundException if it is missing
   */
  static void requireOwnFile(Path directory, Path file, String shown) throws IOException {
    Path real;
    try {
      real = file.toRealPath();
    } catch (NoSuchFileException e) {
      FileNotFoundException missing = new FileNotFoundException(shown);
      missing.initCause(e);
      throw missing;
    }
    Path root = directory.toRealPath();
    if (!real.startsWith(root) && !isBlobOf(root, real)) {
      throw new FileFormatException(
          shown
              + " is a link that leads out of the model directory, and is not read; copy the directory with its files (cp -rL)");
    }
    if (!Files.isRegularFile(real)) {
      throw new FileFormatException(
          shown + " is not a regular file, and is not read; copy the model again");
    }
  }

  /** Whether a file is one of {@code models--X/blobs}, for {@code models--X/snapshots/COMMIT}. */
  private static boolean isBlobOf(Path snapshot, Path file) throws IOException {
    Path snapshots = snapshot.getParent();
    Path repository = snapshots == null ? null : snapshots.getParent();
    if (repository == null
        || repository.getFileName() == null
        || !repository.getFileName().toString().startsWith("models--")
        || !snapshots.endsWith("snapshots")) {
      return false;
    }
    Path blobs = repository.resolve("blobs");
    return Files.isDirectory(blobs) && blobs.toRealPath().equals(file.getParent());
  }

  /** Checks that a file fits into memory, before memory is allocated for it. */
  public static void requireMemory(String file, long length) throws FileFormatException {
    require(file, length, Runtime.getRuntime().maxMemory());
  }

  /** As {@link #requireMemory}, for JSON. */
  public static void requireText(String file, long length) throws FileFormatException {
    require(
        file,
        length,
        Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / TREE_PER_TEXT));
  }

  private static void require(String file, long length, long most) throws FileFormatException {
    if (length > most) {
      throw new FileFormatException(
          String.format(
              Locale.ROOT,
              "%s has %,d bytes, more than the %,d that this process can hold of it; if that is its true size, give more memory (--driver-memory), else copy the model again",
              file,
              length,
              most));
    }
  }
}
