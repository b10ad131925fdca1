package org.sparkbertopic.job.topics;

import static org.apache.spark.sql.functions.col;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.history.SignalSettings;

/** A new folder with the tables of a model's history. */
public final class HistoryFolder {

  private static final String CHUNKS = "chunks";
  private static final String TOPICS = "topics";
  private static final String TOPIC = "topic";

  private final SparkSession spark;
  private final RunDirectory folder;

  /**
   * @param model folder of the model or its run
   * @throws UnusableInputException if the folder is there, or has to do with that of the model
   */
  public HistoryFolder(SparkSession spark, String output, String model) {
    this.spark = spark;
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    this.folder = RunDirectory.at(output, hadoop);
    if (folder.exists(folder.root())) {
      throw UnusableInputException.of(
          "--output must be a folder that is not there yet, got '%s'; name another", folder.root());
    }
    OutputPlace.requireApart(folder, "--output", List.of(ModelPlace.root(model, hadoop)));
  }

  /**
   * Writes the tables.
   *
   * @param topics ids of those to write; empty for all
   * @param out told where they are
   */
  public void write(
      BERTopicModel model,
      List<Integer> topics,
      SignalSettings settings,
      OutputFormat format,
      Optional<PrintStream> out) {
    Map<String, Dataset<Row>> tables = new TreeMap<>();
    tables.put(CHUNKS, model.getChunkHistory(spark));
    tables.put(TOPICS, of(topics, model.getTopicHistory(spark, settings)));
    tables.put(RunDirectory.OVER_TIME, of(topics, model.topicsOverTime(spark)));
    tables.forEach(
        (name, table) ->
            folder
                .tables()
                .replace(
                    folder.path(name), path -> format.write(table.coalesce(1), path.toString())));
    out.ifPresent(
        to ->
            to.println(
                "Tables: " + folder.root() + "/{" + String.join(",", tables.keySet()) + "}"));
  }

  private static Dataset<Row> of(List<Integer> topics, Dataset<Row> table) {
    return topics.isEmpty() ? table : table.filter(col(TOPIC).isin(topics.toArray()));
  }
}
