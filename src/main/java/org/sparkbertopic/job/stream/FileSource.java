package org.sparkbertopic.job.stream;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.input.FileStream;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.stage.table.InputColumns;

/** Files that come to a folder. */
final class FileSource implements StreamSource {

  private final FileStream files;
  private final InputColumns columns;

  FileSource(JobConfig config) {
    config.required("input.path", "name the folder to which the files come");
    files = new FileStream(config);
    columns = InputReader.columnsOf(config);
  }

  @Override
  public List<Path> places(Configuration hadoop) {
    return files.roots(hadoop);
  }

  @Override
  public Dataset<Row> open(SparkSession spark) {
    return files.open(spark);
  }

  @Override
  public Batch read(Dataset<Row> batch) {
    FileStream.Read read = files.read(batch);
    return new Batch(
        read.table(), List.of(FileStream.FILE), read.unreadable(), read.files(), read.held());
  }

  @Override
  public InputColumns columns() {
    return columns;
  }

  @Override
  public String lag(StreamingQueryProgress progress, StreamState state, Configuration hadoop) {
    long waiting = files.waiting(state.filesOfBatch, state.files, hadoop);
    return waiting == 0 ? "" : String.format(Locale.ROOT, "%,d files waiting", waiting);
  }
}
