package org.sparkbertopic.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.BERTopicSummary;
import org.sparkbertopic.job.RunRecord.StageRecord;
import org.sparkbertopic.job.RunRecord.Status;
import org.sparkbertopic.persistence.TopicsJson;
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
    try (OutputStream out =
        directory.files().create(directory.path(RunDirectory.TOPICS_FILE), true)) {
      TopicsJson.write(model.topics(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    record.documents = summary.documents();
    record.rejected = summary.intake().rejected();
    record.outliers = summary.outliers();
    record.topics =
        (int) model.topics().stream().filter(topic -> topic.id() != Topic.OUTLIERS).count();
    record.stages.add(
        new StageRecord(TITLE, "", summary.documents(), (System.nanoTime() - start) / 1e9, false));
    record.status = Status.DONE;
    record.finished = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    directory.writeRecord(record);
    new FitOverview(record, model.topics()).print(console.out());
    console.out().println();
    console.out().println("Results: " + directory.root());
  }
}
