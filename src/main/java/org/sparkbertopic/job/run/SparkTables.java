package org.sparkbertopic.job.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Deletes and replaces tables that Spark wrote, and never touches other files. */
public final class SparkTables {

  /** Names of files that Spark writes, and of their checksums on a local disk. */
  private static final Pattern SPARK_FILE =
      Pattern.compile("\\.?(part-\\d{5,}-[0-9a-f-]{36}.*|_SUCCESS)(\\.crc)?");

  private static final Pattern SPARK_FOLDER = Pattern.compile("_temporary");

  private final FileSystem files;

  SparkTables(FileSystem files) {
    this.files = files;
  }

  /**
   * Deletes a table.
   *
   * @throws UnusableInputException if the folder contains a file that Spark did not write
   */
  void delete(Path table) {
    try {
      if (files.exists(table)) {
        requireSparks(table);
        files.delete(table, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #requireSparks(Path)}, if the table exists. */
  void requireSparks(Path folder, String name) throws IOException {
    Path table = new Path(folder, name);
    if (files.exists(table)) {
      requireSparks(table);
    }
  }

  /**
   * @throws UnusableInputException if the folder contains a file that Spark did not write
   */
  void requireSparks(Path table) throws IOException {
    for (FileStatus status : files.listStatus(table)) {
      String name = status.getPath().getName();
      if (!(status.isFile() ? SPARK_FILE : SPARK_FOLDER).matcher(name).matches()) {
        throw UnusableInputException.of(
            "'%s' was not written by a run of spark-bertopic; move it, so that the folder can be replaced",
            status.getPath());
      }
    }
  }

  /**
   * Writes a table next to an existing one, and replaces that one when the new one is complete.
   *
   * @param writer writes the table to the given path
   * @throws UnusableInputException if the folder contains a file that Spark did not write
   */
  public void replace(Path table, Consumer<Path> writer) {
    try {
      Path previous = beside(table, "_previous-");
      if (files.exists(previous) && !files.exists(table)) {
        // A writer died between the two renames.
        rename(previous, table);
      }
      boolean replaces = files.exists(table);
      if (replaces) {
        requireSparks(table);
        delete(previous);
      }
      Path fresh = beside(table, "_temporary-");
      delete(fresh);
      write(fresh, writer);
      if (!replaces) {
        rename(fresh, table);
        return;
      }
      rename(table, previous);
      try {
        rename(fresh, table);
      } catch (IOException e) {
        rename(previous, table);
        throw e;
      }
      delete(previous);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path fresh, Consumer<Path> writer) {
    boolean done = false;
    try {
      writer.accept(fresh);
      done = true;
    } finally {
      if (!done) {
        delete(fresh);
      }
    }
  }

  private static Path beside(Path table, String prefix) {
    return FilePaths.sibling(table, prefix + table.getName());
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "could not rename '%s' to '%s'; look whether another job writes there",
              from,
              to));
    }
  }
}
