package org.sparkbertopic.job.topics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.TopicSlices;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.Topic;

/** Splits the topics of a finished run by time, by class or both, writes a table and prints it. */
public final class SliceJob {

  private static final String TIMESTAMP = "timestamp";
  private static final String CLASS = "class";
  private static final int SHOWN_TOPICS = 5;

  private final SparkSession spark;
  private final FinishedRun finished;
  private final Console console;
  private final SliceOptions options;
  private final SliceSettings settings;

  public SliceJob(
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
   * Runs the job.
   *
   * @param name name of the table in the run's folder
   * @param timestampColumn value of the command's option; if empty, the run's configuration applies
   */
  public void run(
      String name, boolean overTime, Optional<String> timestampColumn, boolean perClass) {
    Map<String, String> carried = new TreeMap<>();
    if (overTime) {
      carried.put(TIMESTAMP, column(TIMESTAMP, timestampColumn));
    }
    if (perClass) {
      carried.put(CLASS, column(CLASS, options.classColumn()));
    }
    String application = spark.sparkContext().applicationId();
    if (options.output().isPresent()) {
      Path table = FilePaths.of(options.output().get());
      checkOutput(table);
      RunDirectory.at(table.toString(), hadoop())
          .exclusivelyAsTable(
              application, () -> run(carried, overTime, perClass, table, new Elsewhere(table)));
    } else {
      Path table = finished.directory().path(name);
      finished
          .directory()
          .exclusively(
              application, () -> run(carried, overTime, perClass, table, new InTheRun(name)));
    }
  }

  private void run(
      Map<String, String> carried, boolean overTime, boolean perClass, Path table, Place place) {
    BERTopicModel model = finished.model();
    if (finished.isOfChunk()) {
      console.warn(
          "the documents are those of the run's chunk alone; 'spark-bertopic history' has the topics of all chunks over time");
    }
    Dataset<Row> documents = finished.topicDocuments(spark, carried);
    TopicSlices slices =
        console.watched(
            "topics over time and per class",
            spark.sparkContext(),
            () ->
                ErrorMessages.usersFault(() -> slices(model, documents, overTime, perClass))
                    .persist());
    try {
      slices.notes().forEach(console::warn);
      finished.requireInputUnchanged();
      write(slices, place, table);
      List<Integer> shown = shown(model);
      new SliceOverview(model.topics(), slices.values(shown), overTime, perClass)
          .print(shown, console.out());
      console.out().println();
      long topics = model.topics().stream().filter(topic -> topic.id() != Topic.OUTLIERS).count();
      if (settings.topics().isEmpty() && shown.size() < topics) {
        console
            .out()
            .printf(
                Locale.ROOT,
                "Shown: %d of %,d topics; the table has all, --topics IDS shows others%n",
                shown.size(),
                topics);
      }
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

  /** The folder may hold other files, so check it before the corpus is read. */
  private void checkOutput(Path table) {
    for (Path path : List.of(table, rejected(table))) {
      RunDirectory folder = RunDirectory.at(path.toString(), hadoop());
      if (folder.exists(folder.root())) {
        throw UnusableInputException.of(
            "--output must be a folder that is not there yet, got '%s', where '%s' exists; name another",
            table, folder.root());
      }
      finished.requireApart(folder, spark);
    }
  }

  private static Path rejected(Path table) {
    return FilePaths.sibling(table, table.getName() + RunDirectory.REJECTED_SUFFIX);
  }

  /** Where the table and, next to it, the rejected rows are written. */
  private interface Place {
    /**
     * @param suffix suffix of the name
     * @param writer null to delete an existing table and write none
     */
    void write(String suffix, Consumer<Path> writer);
  }

  private final class InTheRun implements Place {

    private final String name;

    InTheRun(String name) {
      this.name = name;
      finished.requireShown();
    }

    @Override
    public void write(String suffix, Consumer<Path> writer) {
      finished.directory().replaceTable(finished.record(), name + suffix, writer);
    }
  }

  /** A new folder that the user named. */
  private final class Elsewhere implements Place {

    private final Path table;

    Elsewhere(Path table) {
      this.table = table;
    }

    @Override
    public void write(String suffix, Consumer<Path> writer) {
      if (writer != null) {
        Path path = FilePaths.sibling(table, table.getName() + suffix);
        RunDirectory.at(path.toString(), hadoop()).tables().replace(path, writer);
      }
    }
  }

  private void write(TopicSlices slices, Place place, Path table) {
    place.write("", path -> options.format().write(slices.table(), path.toString()));
    if (slices.rejected().isEmpty()) {
      place.write(RunDirectory.REJECTED_SUFFIX, null);
    } else {
      place.write(
          RunDirectory.REJECTED_SUFFIX,
          path -> OutputFormat.JSON.write(slices.rejectedRows().coalesce(1), path.toString()));
      console.note("rows set aside: " + rejected(table));
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
