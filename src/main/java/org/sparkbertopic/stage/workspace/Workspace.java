package org.sparkbertopic.stage.workspace;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.stage.table.RowOrder;

/**
 * Where a fit keeps the results of its stages. A workspace on disk returns a result that is
 * complete and has the requested fingerprint, and computes any other; one in memory always
 * computes.
 */
public interface Workspace extends Notices {

  /** Identifies the rows of the input; changes with them. */
  String inputFingerprint();

  /**
   * The rows of the input as all stages read them. A workspace on disk reads the input once, writes
   * the columns that stages need, and gives what it wrote; later changes of the input do not matter
   * then. In memory the input itself, which whoever made it may have cached.
   *
   * @param input the table of documents, the same one each time
   */
  default Dataset<Row> read(Dataset<Row> input) {
    return input;
  }

  /** A table that is computed as a whole. */
  Dataset<Row> table(Stage stage, String fingerprint, Supplier<Dataset<Row>> compute);

  /**
   * A table that may be computed part by part. Parts that an interrupted run finished are not
   * computed again.
   *
   * @param rows input, with a string column {@code id} whose values are unique
   * @param total number of rows
   * @param parts how a part is computed and watched
   */
  CountedTable tableByParts(
      Stage stage, String fingerprint, Dataset<Row> rows, long total, Parts parts);

  /** How a table is computed part by part. */
  interface Parts {

    /** A row for each row of the argument, the id among its columns; lazy. */
    Dataset<Row> compute(Dataset<Row> rows);

    /**
     * What {@link #compute} would give for those rows whose result is known from elsewhere; lazy.
     */
    default Optional<Dataset<Row>> known(Dataset<Row> rows) {
      return Optional.empty();
    }

    /**
     * Told before the first part how many rows there are.
     *
     * @param done rows that need not be computed
     * @param known those of them that {@link #known} gave
     */
    void begin(long done, long known, long total);

    /** Told when the last part is done, or failed. */
    void end();

    /** What was counted on the way, by name, over all parts so far; kept with the table. */
    Map<String, Long> counts();
  }

  /**
   * A table and what was counted while it was computed.
   *
   * @param counts what {@link Parts#counts} said at the end, earlier runs added
   */
  record CountedTable(Dataset<Row> table, Map<String, Long> counts) {}

  /** A value that fits the driver. */
  <T> T value(Stage stage, String fingerprint, ValueFormat<T> format, Supplier<T> compute);

  /** A table that outlives the tables it is made from, which {@link #release} frees. */
  default Dataset<Row> held(Dataset<Row> table) {
    return table;
  }

  /** Keeps rows that were set aside. */
  void reject(Supplier<Dataset<Row>> rows, long count);

  /** Tells the user what became of a setting, in the log and in the run's record. */
  default void note(String message) {}

  /** Warns the user at the end of the run. */
  @Override
  void warn(String warning);

  /**
   * Says that the stage under way gives a result that can be used but lacks something that failed:
   * the next run with equal parameters is to do the stage again.
   */
  @Override
  default void incomplete(String warning) {
    warn(warning);
  }

  /** Counts something for the run's record. */
  @Override
  default void count(String name, long value) {}

  /** Told how far the present stage has come. */
  Progress progress();

  /** Where the input lies, where that is known. */
  default Optional<String> inputLocation() {
    return Optional.empty();
  }

  /** What the order of the input's rows is. */
  default RowOrder inputOrder() {
    return RowOrder.COLLECTED;
  }

  /** Where the embeddings of all runs are kept, if they are. */
  default Optional<String> embeddingCache() {
    return Optional.empty();
  }

  /** Frees what was kept for the fit alone (cached tables). */
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
