package org.sparkbertopic.job.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.input.StreamFormat;
import org.sparkbertopic.stage.table.InputColumns;

/** Where the documents of a stream come from. */
interface StreamSource {

  /** The source that a configuration names. */
  static StreamSource of(JobConfig config) {
    return switch (config.choice("input.format", StreamFormat.class)) {
      case KAFKA -> new KafkaSource(config);
      case DELTA -> new DeltaSource(config);
      default -> new FileSource(config);
    };
  }

  /** The files and folders that the stream reads. */
  List<Path> places(Configuration hadoop);

  /** What Spark reads as a stream. */
  Dataset<Row> open(SparkSession spark);

  /** The rows of a batch of {@link #open}. */
  Batch read(Dataset<Row> batch);

  /** The columns of the tables that {@link #read} gives. */
  InputColumns columns();

  /** What waits at the source after a batch, such as "1,200 offsets behind"; empty if nothing. */
  String lag(StreamingQueryProgress progress, StreamState state, Configuration hadoop);

  /** Explains a failure that only this source knows. */
  default Optional<RuntimeException> explain(Throwable failure) {
    return Optional.empty();
  }

  /**
   * The rows of one batch, held in Spark's cache.
   *
   * @param table rows; empty if nothing can be read
   * @param origin columns that tell where a row comes from, by the names that they keep
   * @param unreadable files that cannot be read, with the reasons
   * @param files number of files, 0 if the source has none
   * @param held what Spark's cache holds
   */
  record Batch(
      Optional<Dataset<Row>> table,
      List<String> origin,
      Map<String, String> unreadable,
      int files,
      List<Dataset<Row>> held)
      implements AutoCloseable {

    @Override
    public void close() {
      held.forEach(Dataset::unpersist);
    }
  }
}
