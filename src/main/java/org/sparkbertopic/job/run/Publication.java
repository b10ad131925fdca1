package org.sparkbertopic.job.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.page.ReportSettings;
import org.sparkbertopic.job.page.RunReport;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.TopicsJson;
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.report.TopicReport;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** The last stage: writes the results for users and for later jobs. */
public final class Publication {

  private static final String TITLE = "publish";

  private final RunDirectory directory;
  private final RunRecord record;
  private final Console console;
  private Consumer<Path> beforeShown = result -> {};
  private ReportSettings settings;
  private RunReport.Documents documents = RunReport.Documents.NONE;

  public Publication(RunDirectory directory, RunRecord record, Console console) {
    this.directory = directory;
    this.record = record;
    this.console = console;
    this.settings = ReportSettings.withoutMap();
  }

  /** A page without the documents, apart from the beginnings of representative ones. */
  public Publication withReport(ReportSettings wanted) {
    return withReport(wanted, RunReport.Documents.NONE);
  }

  /** What the page shows; by default topics and the beginnings of their documents. */
  public Publication withReport(ReportSettings wanted, RunReport.Documents shown) {
    settings = wanted;
    documents = shown;
    return this;
  }

  /**
   * @param action what is done with the folder of the complete result, before that is shown
   */
  public Publication beforeShown(Consumer<Path> action) {
    beforeShown = action;
    return this;
  }

  /** As the other, of an input that was read once and may have changed since. */
  public void publish(BERTopicModel model, Dataset<Row> assignments, OutputFormat format) {
    publish(model, assignments, format, () -> {});
  }

  /**
   * Writes model, assignments, topics, report and record to a new folder, shows them under the
   * run's names, and prints the topics.
   *
   * @param assignments topics of all documents; see {@link org.sparkbertopic.stage.Assignments}
   * @param inputUnchanged fails if the input has changed since the run began
   */
  public void publish(
      BERTopicModel model, Dataset<Row> assignments, OutputFormat format, Runnable inputUnchanged) {
    publish(
        model,
        result -> write(assignments, RunDirectory.ASSIGNMENTS, format, result),
        inputUnchanged);
  }

  private void publish(BERTopicModel model, Consumer<Path> tables, Runnable inputUnchanged) {
    long start = System.nanoTime();
    FittedTopics fitted = model.fittedTopics();
    List<Topic> topics = fitted.topics();
    Path result = begin(tables);
    documents
        .places()
        .ifPresent(
            found -> found.map().write().parquet(new Path(result, RunDirectory.MAP).toString()));
    write(model, new Path(result, RunDirectory.MODEL));
    write(new Path(result, RunDirectory.TOPICS_FILE), out -> TopicsJson.write(topics, out));
    record.documents = topics.stream().mapToLong(Topic::size).sum();
    record.outliers = fitted.hasOutliers() ? topics.get(0).size() : 0;
    record.topics = fitted.liveCount();
    record.stages.add(
        new StageRecord(TITLE, "", record.documents, (System.nanoTime() - start) / 1e9, false));
    ReportData report = new RunReport(record.facts(), settings).of(model, documents);
    write(new Path(result, RunDirectory.REPORT_FILE), out -> TopicReport.write(report, out));
    inputUnchanged.run();
    beforeShown.accept(result);
    record.finish();
    directory.show(result, record);
    new FitOverview(record, topics).print(console.out());
    console.out().println();
    console.out().println("Results: " + directory.root());
  }

  /**
   * As {@link #publish(BERTopicModel, Dataset, OutputFormat)}, with the documents of earlier chunks
   * that have another topic now.
   */
  public void publish(
      BERTopicModel model, Dataset<Row> assignments, Dataset<Row> reassigned, OutputFormat format) {
    publish(
        model,
        result -> {
          write(assignments, RunDirectory.ASSIGNMENTS, format, result);
          write(reassigned, RunDirectory.REASSIGNED, format, result);
        },
        () -> {});
  }

  private static void write(Dataset<Row> table, String name, OutputFormat format, Path result) {
    format.write(IdFiles.writable(table, format), new Path(result, name).toString());
  }

  /**
   * Publishes only the assignments.
   *
   * @return the folder of the result, which is not yet shown
   */
  public Path begin(Dataset<Row> assignments, OutputFormat format) {
    return begin(result -> write(assignments, RunDirectory.ASSIGNMENTS, format, result));
  }

  private Path begin(Consumer<Path> tables) {
    directory.checkLease();
    try {
      Path result = directory.results().begin();
      tables.accept(result);
      keep(RunDirectory.REJECTED, result);
      keep(RunDirectory.INTAKE_FILE, result);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a stage's file into the result, if it exists. */
  private void keep(String name, Path result) throws IOException {
    Path from = directory.stagePath(name);
    if (directory.exists(from)) {
      directory.results().copy(from, new Path(result, name));
    }
  }

  private void write(BERTopicModel model, Path path) {
    try {
      ModelDirectory.at(path.toString(), directory.files().getConf())
          .write(model.savedModel(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void write(Path path, Content content) {
    try (OutputStream out = directory.files().create(path, true)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be written: %s", path, e.getMessage()), e);
    }
  }
}
