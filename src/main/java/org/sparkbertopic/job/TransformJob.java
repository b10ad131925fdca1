package org.sparkbertopic.job;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.InputColumns.ID;
import static org.sparkbertopic.stage.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.InputColumns.TEXT;
import static org.sparkbertopic.stage.InputColumns.TOPIC;

import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.RunRecord.StageRecord;
import org.sparkbertopic.job.RunRecord.Status;
import org.sparkbertopic.stage.InputColumns;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.IntakeSummary;
import org.sparkbertopic.stage.UnusableInputException;
import org.sparkbertopic.topics.Topic;

/** One run of {@code transform}: reads documents, assigns topics, writes the assignments. */
final class TransformJob {

  private final SparkSession spark;
  private final JobConfig config;
  private final boolean overwrite;
  private final Console console;

  TransformJob(SparkSession spark, JobConfig config, boolean overwrite, Console console) {
    this.spark = spark;
    this.config = config;
    this.overwrite = overwrite;
    this.console = console;
  }

  void run() {
    RunDirectory directory =
        RunDirectory.at(config.string("output.path"), spark.sparkContext().hadoopConfiguration());
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    if (previous.isPresent() && previous.get().status == Status.DONE && !overwrite) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "output.path '%s' holds a finished run; give --overwrite to replace it, or name another",
              directory.root()));
    }
    BERTopicModel model = BERTopicModel.load(config.string("model.path"));
    InputReader reader = new InputReader(spark, config);
    Dataset<Row> table = reader.read();
    Intake intake = Intake.of(table, reader.columns());
    IntakeSummary summary = intake.summarize();
    checkFit(model, reader.columns(), summary);

    RunRecord record = FitJob.newRecord("transform", config, spark);
    record.inputFingerprint = reader.fingerprint(table);
    directory.writeRecord(record);
    write(directory, record, model, intake, summary);
  }

  private void write(
      RunDirectory directory,
      RunRecord record,
      BERTopicModel model,
      Intake intake,
      IntakeSummary summary) {
    long start = System.nanoTime();
    RunWorkspace workspace = new RunWorkspace(spark, directory, record, console, "");
    workspace.reject(() -> intake.rejected(summary), summary.rejectedTotal());
    Path assignments = directory.path(RunDirectory.ASSIGNMENTS);
    directory.deleteTable(assignments);
    Dataset<Row> assigned =
        assign(model, intake.documents(summary), summary).select(ID, TOPIC, PROBABILITY);
    OutputFormat format = config.choice("output.format", OutputFormat.class);
    format.write(assigned, assignments.toString());
    Dataset<Row> written = format.read(spark, assigned.schema(), assignments.toString());
    record.documents = summary.documents();
    record.rejected = summary.rejected();
    record.outliers = written.filter(col(TOPIC).equalTo(Topic.OUTLIERS)).count();
    record.topics =
        (int) written.filter(col(TOPIC).gt(Topic.OUTLIERS)).select(TOPIC).distinct().count();
    double seconds = (System.nanoTime() - start) / 1e9;
    record.stages.add(new StageRecord("assign", "", summary.documents(), seconds, false));
    record.status = Status.DONE;
    directory.writeRecord(record);
    console.note(
        String.format(
            Locale.ROOT,
            "%,d documents in %,d topics, %.1f %% outliers, %.1f s",
            record.documents,
            record.topics,
            100.0 * record.outliers / Math.max(1, record.documents),
            seconds));
    console.out().println("Results: " + directory.root());
  }

  private Dataset<Row> assign(BERTopicModel model, Dataset<Row> documents, IntakeSummary summary) {
    if (summary.dimension() > 0) {
      return model.setEmbeddingCol(EMBEDDING).transform(documents);
    }
    int tasks = 4 * spark.sparkContext().defaultParallelism();
    Dataset<Row> spread =
        documents.rdd().getNumPartitions() < tasks ? documents.repartition(tasks) : documents;
    return model.setTextCol(TEXT).transform(spread);
  }

  private void checkFit(BERTopicModel model, InputColumns columns, IntakeSummary summary) {
    if (summary.documents() == 0) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "the input must have at least one document, got none (rows set aside: %s); give a table with texts",
              summary.rejected()));
    }
    int dimension = model.fittedTopics().embeddings()[0].length;
    if (columns.embedding().isPresent() && summary.dimension() != dimension) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "embeddings must have %d numbers as those of the model, got %d in column '%s'; give embeddings by the model that the fit used",
              dimension,
              summary.dimension(),
              columns.embedding().get()));
    }
    if (columns.embedding().isEmpty() && model.embedder().isEmpty()) {
      throw new UnusableInputException(
          "the model was fitted on given embeddings and cannot embed texts; set input.embedding-column to embeddings by the same model");
    }
  }
}
