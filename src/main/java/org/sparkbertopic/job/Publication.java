package org.sparkbertopic.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.job.RunRecord.StageRecord;
import org.sparkbertopic.persistence.TopicsJson;
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.report.ReportData.Fact;
import org.sparkbertopic.report.TopicReport;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** The last stage: what a run leaves for people and for the next job. */
final class Publication {

  private static final String TITLE = "publish";

  private final RunDirectory directory;
  private final RunRecord record;
  private final Console console;

  Publication(RunDirectory directory, RunRecord record, Console console) {
    this.directory = directory;
    this.record = record;
    this.console = console;
  }

  /**
   * Writes assignments, topics and the run's record, and shows the topics.
   *
   * @param assignments every document's topic, see {@link org.sparkbertopic.stage.Assignments}
   */
  void publish(FittedTopics fitted, Dataset<Row> assignments, OutputFormat format) {
    long start = System.nanoTime();
    List<Topic> topics = fitted.topics();
    Path path = directory.path(RunDirectory.ASSIGNMENTS);
    directory.deleteDerived();
    directory.deleteTable(path);
    format.write(IdFiles.writable(assignments, format), path.toString());
    write(RunDirectory.TOPICS_FILE, out -> TopicsJson.write(topics, out));
    record.documents = topics.stream().mapToLong(Topic::size).sum();
    record.outliers = fitted.hasOutliers() ? topics.get(0).size() : 0;
    record.topics = fitted.topicCount();
    record.stages.add(
        new StageRecord(TITLE, "", record.documents, (System.nanoTime() - start) / 1e9, false));
    ReportData report = report(topics, representativeTexts(fitted));
    write(RunDirectory.REPORT_FILE, out -> TopicReport.write(report, out));
    record.finish();
    directory.writeRecord(record);
    new FitOverview(record, topics).print(console.out());
    console.out().println();
    console.out().println("Results: " + directory.root());
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void write(String name, Content content) {
    try (OutputStream out = directory.files().create(directory.path(name), true)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(
              Locale.ROOT, "'%s' cannot be written: %s", directory.path(name), e.getMessage()),
          e);
    }
  }

  private static Map<String, String> representativeTexts(FittedTopics fitted) {
    Map<String, String> texts = new HashMap<>();
    fitted
        .documents()
        .forEach(kept -> kept.forEach(document -> texts.put(document.id(), document.text())));
    return texts;
  }

  private ReportData report(List<Topic> topics, Map<String, String> texts) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("seed", Long.toString(record.seed)));
    record.versions.forEach((name, version) -> facts.add(new Fact(name, version)));
    facts.add(new Fact("started", record.started));
    return ReportData.of("Topics", topics)
        .withTexts(texts)
        .withStages(
            record.stages.stream()
                .map(stage -> new ReportData.Stage(stage.name(), stage.rows(), stage.seconds()))
                .toList())
        .withFacts(facts)
        .withWarnings(record.warnings);
  }
}
