package org.sparkbertopic.job;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.InputColumns.ID;
import static org.sparkbertopic.stage.InputColumns.TEXT;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.BERTopicSummary;
import org.sparkbertopic.job.RunRecord.StageRecord;
import org.sparkbertopic.persistence.TopicsJson;
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.report.ReportData.Fact;
import org.sparkbertopic.report.TopicReport;
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

  /** Writes assignments, topics and the run's record, and shows the topics. */
  void publish(BERTopicModel model, OutputFormat format) {
    long start = System.nanoTime();
    BERTopicSummary summary = model.summary();
    Path assignments = directory.path(RunDirectory.ASSIGNMENTS);
    directory.deleteTable(assignments);
    format.write(summary.assignments(), assignments.toString());
    write(RunDirectory.TOPICS_FILE, out -> TopicsJson.write(model.topics(), out));
    record.documents = summary.documents();
    record.rejected = summary.intake().rejected();
    record.outliers = summary.outliers();
    record.topics =
        (int) model.topics().stream().filter(topic -> topic.id() != Topic.OUTLIERS).count();
    record.stages.add(
        new StageRecord(TITLE, "", summary.documents(), (System.nanoTime() - start) / 1e9, false));
    ReportData report = report(model.topics(), representativeTexts(model.topics(), summary));
    write(RunDirectory.REPORT_FILE, out -> TopicReport.write(report, out));
    record.finish();
    directory.writeRecord(record);
    new FitOverview(record, model.topics()).print(console.out());
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

  /** The beginnings of the few documents that the report shows. */
  private static Map<String, String> representativeTexts(
      List<Topic> topics, BERTopicSummary summary) {
    List<String> ids =
        topics.stream()
            .flatMap(topic -> topic.representativeDocuments().stream())
            .distinct()
            .toList();
    if (ids.isEmpty()) {
      return Map.of();
    }
    Dataset<Row> wanted =
        summary.corpus().sparkSession().createDataset(ids, Encoders.STRING()).toDF(ID);
    return summary
        .corpus()
        .join(functions.broadcast(wanted), ID)
        .select(
            col(ID), functions.substring(col(TEXT), 1, 2 * TopicReport.EXCERPT_CHARACTERS).as(TEXT))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
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
