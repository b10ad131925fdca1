package org.sparkbertopic.stage;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Progress;

/**
 * Where a fit keeps what its stages make. A workspace on disk gives back a result that is whole and
 * has the fingerprint asked for, and computes any other; one in memory always computes.
 */
public interface Workspace {

  /** Identifies the rows of the input; changes with them. */
  String inputFingerprint();

  /** A table that is computed as a whole. */
  Dataset<Row> table(Stage stage, String fingerprint, Supplier<Dataset<Row>> compute);

  /**
   * A table that may be computed part by part: what an interrupted run had finished is not done
   * again.
   *
   * @param rows input, with a string column {@code id} whose values are unique
   * @param total number of rows
   * @param compute gives a row for each row of its argument, the id among its columns
   */
  Dataset<Row> tableByParts(
      Stage stage,
      String fingerprint,
      Dataset<Row> rows,
      long total,
      UnaryOperator<Dataset<Row>> compute);

  /** A value that fits the driver. */
  <T> T value(Stage stage, String fingerprint, ValueFormat<T> format, Supplier<T> compute);

  /** Keeps rows that were set aside. */
  void reject(Supplier<Dataset<Row>> rows, long count);

  /** Says something that the user should know at the end of the run. */
  void warn(String warning);

  /** Told how far the present stage has come. */
  Progress progress();

  /** Runs a step of the stage that must not be kept beyond the fit (cached tables). */
  void release();

  /** How a value is kept in files. */
  interface ValueFormat<T> {

    /** Name of the file or folder. */
    String fileName();

    void write(T value, FileSystem files, Path path) throws IOException;

    T read(FileSystem files, Path path) throws IOException;

    /** The number of rows that the stage is said to have worked on. */
    default Function<T, Long> rows() {
      return value -> -1L;
    }
  }
}
