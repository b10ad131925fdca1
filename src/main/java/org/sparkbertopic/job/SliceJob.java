package org.sparkbertopic.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.stage.TopicSlices;
import org.sparkbertopic.stage.UnusableInputException;
import org.sparkbertopic.topics.SliceSettings;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.io.FilePaths;

/** Cuts the topics of a finished run by time, by class or both; writes a table and shows it. */
final class SliceJob {

  private static final String TIMESTAMP = "timestamp";
  private static final String CLASS = "class";
  private static final int SHOWN_TOPICS = 5;

  private final SparkSession spark;
  private final FinishedRun finished;
  private final Console console;
  private final SliceOptions options;
  private final SliceSettings settings;

  SliceJob(
      SparkSession spark,
      FinishedRun finished,
      Console console,
      SliceOptions options,
      SliceSettings settings) {
    this.spark = spark;
    this.finished = finished;
    this.console = console;
    this.options = options;
    this.settings = settings;
  }

  /**
   * Runs.
   *
   * @param name of the table in the run's folder
   * @param timestampColumn as the command's option says; empty: as the run's configuration says
   */
  void run(String name, boolean overTime, Optional<String> timestampColumn, boolean perClass) {
    Map<String, String> carried = new TreeMap<>();
    if (overTime) {
      carried.put(TIMESTAMP, column(TIMESTAMP, timestampColumn));
    }
    if (perClass) {
      carried.put(CLASS, column(CLASS, options.classColumn()));
    }
    Path table = options.output().map(FilePaths::of).orElseGet(() -> finished.directory().path(name));
    if (options.output().isPresent()) {
      checkOutput(table);
    }
    BERTopicModel model = finished.model();
    Dataset<Row> documents = finished.topicDocuments(spark, carried);
    TopicSlices slices =
        ErrorMessages.usersFault(() -> slices(model, documents, overTime, perClass)).persist();
    try {
      slices.notes().forEach(console::warn);
      write(slices, table);
      List<Integer> shown = shown(model);
      new SliceOverview(model.topics(), slices.values(shown), overTime, perClass)
          .print(shown, console.out());
      console.out().println();
      console.out().println("Table: " + table);
    } finally {
      slices.unpersist();
    }
  }

  private String column(String role, Optional<String> option) {
    return option.orElseGet(
        () ->
            finished
                .configuration()
                .required(
                    "input." + role + "-column",
                    "name a column of the run's input by --" + role + "-column"));
  }

  private TopicSlices slices(
      BERTopicModel model, Dataset<Row> documents, boolean overTime, boolean perClass) {
    if (!overTime) {
      return model.topicsPerClass(documents, CLASS, settings);
    }
    return perClass
        ? model.topicsOverTimePerClass(documents, TIMESTAMP, CLASS, settings)
        : model.topicsOverTime(documents, TIMESTAMP, settings);
  }

  /** What is there may be anybody's, and what the slices are made of is read late. */
  private void checkOutput(Path table) {
    for (Path path : List.of(table, rejected(table))) {
      RunDirectory folder = RunDirectory.at(path.toString(), hadoop());
      if (folder.exists(folder.root())) {
        throw new UnusableInputException(
            String.format(
                Locale.ROOT,
                "--output must be a folder that is not there yet, got '%s', where '%s' exists; name another",
                table,
                folder.root()));
      }
      finished.requireApart(folder, spark);
    }
  }

  private static Path rejected(Path table) {
    return FilePaths.sibling(table, table.getName() + RunDirectory.REJECTED_SUFFIX);
  }

  private void write(TopicSlices slices, Path table) {
    Path rejected = rejected(table);
    // Of the run's own folder; elsewhere there is nothing yet.
    SparkTables tables =
        options.output().isEmpty()
            ? finished.directory().tables()
            : RunDirectory.at(table.toString(), hadoop()).tables();
    tables.replace(table, path -> options.format().write(slices.table(), path.toString()));
    tables.delete(rejected);
    if (!slices.rejected().isEmpty()) {
      OutputFormat.JSON.write(slices.rejectedRows().coalesce(1), rejected.toString());
      console.note("rows set aside: " + rejected);
    }
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  private List<Integer> shown(BERTopicModel model) {
    return settings.topics().isEmpty()
        ? model.topics().stream()
            .map(Topic::id)
            .filter(id -> id != Topic.OUTLIERS)
            .limit(SHOWN_TOPICS)
            .toList()
        : settings.topics();
  }
}
