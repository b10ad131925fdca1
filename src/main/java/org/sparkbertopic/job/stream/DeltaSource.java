package org.sparkbertopic.job.stream;

import static org.apache.spark.sql.functions.input_file_name;

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
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.input.BatchTable;
import org.sparkbertopic.job.input.FileStream;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.stage.table.InputColumns;

/** New rows of a Delta table. */
final class DeltaSource implements StreamSource {

  private final JobConfig config;
  private final InputColumns columns;

  DeltaSource(JobConfig config) {
    config.required("input.path", "name the folder of the Delta table");
    this.config = config;
    columns = InputReader.columnsOf(config);
  }

  @Override
  public List<Path> places(Configuration hadoop) {
    return List.of(RunDirectory.at(config.string("input.path"), hadoop).root());
  }

  @Override
  public Dataset<Row> open(SparkSession spark) {
    Connectors.delta(spark, "input.format");
    return InputReader.selected(
        spark
            .readStream()
            .format("delta")
            .options(SecretOptions.known(config.map("input.options")))
            .load(config.string("input.path"))
            .withColumn(FileStream.FILE, input_file_name()),
        config,
        List.of(FileStream.FILE));
  }

  @Override
  public Batch read(Dataset<Row> batch) {
    Dataset<Row> table = BatchTable.held(batch);
    return new Batch(Optional.of(table), List.of(FileStream.FILE), Map.of(), 0, List.of(table));
  }

  @Override
  public InputColumns columns() {
    return columns;
  }

  @Override
  public String lag(StreamingQueryProgress progress, StreamState state, Configuration hadoop) {
    return "";
  }
}
