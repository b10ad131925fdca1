package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.REASON;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.ModelDigest;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.Status;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.EmbedStage;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.topics.Topic;

/** One run of {@code transform}: reads documents, assigns topics, writes the assignments. */
public final class TransformJob {

  private final SparkSession spark;
  private final JobConfig config;
  private final AllowOptions allowed;
  private final boolean overwrite;
  private final Console console;

  /** By a model that reaches for nothing outside of its directory. */
  public TransformJob(SparkSession spark, JobConfig config, boolean overwrite, Console console) {
    this(spark, config, new AllowOptions(), overwrite, console);
  }

  public TransformJob(
      SparkSession spark,
      JobConfig config,
      AllowOptions allowed,
      boolean overwrite,
      Console console) {
    this.spark = spark;
    this.config = config;
    this.allowed = allowed;
    this.overwrite = overwrite;
    this.console = console;
  }

  public void run() {
    RunDirectory directory =
        RunDirectory.at(config.string("output.path"), spark.sparkContext().hadoopConfiguration());
    // A folder of somebody else is refused before anything is written to it.
    OutputPlace.requireApart(directory, "output.path", List.of(model()));
    directory.previousRun(overwrite);
    directory.exclusively(spark.sparkContext().applicationId(), () -> run(directory));
  }

  private Path model() {
    return RunDirectory.at(config.string("model.path"), hadoop()).root();
  }

  private void run(RunDirectory directory) {
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    previous.ifPresent(earlier -> checkPrevious(earlier, directory));
    directory.requireOwnFiles();
    ModelDigest.Digested<BERTopicModel> used =
        ModelDigest.of(
            config.string("model.path"),
            hadoop(),
            () ->
                allowed
                    .apply(BERTopicModel.load(config.string("model.path")))
                    .setTopicCol(TOPIC)
                    .setProbabilityCol(PROBABILITY));
    BERTopicModel model = used.model();
    config.optional("embedding.model").ifPresent(name -> embedBy(name, model));
    InputReader reader = new InputReader(spark, config);
    Dataset<Row> table = reader.readOrEmpty();
    OutputPlace.requireOutsideInput(directory, reader.locations());
    Intake intake = Intake.of(table, reader.columns());
    RunRecord record = FitJob.newRecord("transform", config, spark);
    record.inputFingerprint = reader.fingerprint(table);
    record.idType = FitJob.idType(table, reader.columns());
    record.modelDigest = used.digest();
    directory.recorded(
        record,
        () -> {
          RunWorkspace workspace =
              new RunWorkspace(
                  spark,
                  directory,
                  record,
                  console,
                  record.inputFingerprint,
                  config.optional("embedding.cache"),
                  () -> reader.requireUnchanged(false));
          reader.inspect(table).forEach(workspace::warn);
          publish(
              transform(model, intake, reader.columns(), workspace, record),
              directory,
              record,
              () -> reader.requireUnchanged(true));
        });
  }

  /** The model's own embedder where it is that one, with the settings of the fit. */
  private static void embedBy(String name, BERTopicModel model) {
    if (model.embedsBy(name)) {
      model.allowPath(name);
    } else {
      model.setTextEmbedder(OnnxEmbedder.of(name));
    }
  }

  private void checkPrevious(RunRecord earlier, RunDirectory directory) {
    directory.requireCommand(earlier, "transform", overwrite);
    if (earlier.status == Status.DONE && !overwrite && !directory.damage(earlier, console)) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "output.path '%s' holds a finished run; give --overwrite to replace it, or name another",
              directory.root()));
    }
  }

  /**
   * Checks, embeds and assigns, each kept: an interrupted run is taken up as a fit is.
   *
   * @return the assignments, see {@link Assignments}
   */
  private Dataset<Row> transform(
      BERTopicModel model,
      Intake intake,
      InputColumns columns,
      RunWorkspace workspace,
      RunRecord record) {
    String print = Fingerprint.of("transform").with("input", record.inputFingerprint).digest();
    IntakeSummary summary =
        workspace.value(Stage.INTAKE, print, ValueFormats.INTAKE, intake::summarize);
    workspace.reject(() -> intake.rejected(summary), summary.rejectedTotal());
    summary.repeats().ifPresent(workspace::warn);
    checkFit(model, columns, summary);
    if (summary.documents() == 0) {
      workspace.warn("the input has no documents: no row of the assignments has a topic");
    }

    Dataset<Row> documents = intake.documents(summary);
    Dataset<Row> embeddings;
    if (columns.embedding().isPresent()) {
      embeddings = documents.select(ID, EMBEDDING);
    } else {
      Embedder embedder = onDevice(model.embedder().orElseThrow());
      // Opens it here: what is missing is told by one error, not by those of many tasks.
      embedder.dimension();
      warnOfOtherEmbedder(model, embedder, workspace);
      print =
          Fingerprint.of("embeddings")
              .with("documents", print)
              .with("embedder", embedder.fingerprint())
              .digest();
      embeddings = new EmbedStage(embedder).run(documents, summary.documents(), print, workspace);
    }
    Dataset<Row> toAssign =
        model.needsTexts() ? embeddings.join(documents.select(ID, TEXT), ID) : embeddings;
    print =
        Fingerprint.of("assignments")
            .with("embeddings", print)
            .with("model", record.modelDigest)
            .digest();
    Dataset<Row> assigned =
        workspace.table(
            Stage.ASSIGN,
            print,
            () ->
                model
                    .setTextCol(TEXT)
                    .setEmbeddingCol(EMBEDDING)
                    .transform(toAssign)
                    .select(ID, TOPIC, PROBABILITY));
    return complete(assigned, intake, summary, workspace, record);
  }

  /** Every row with an id: the documents with their topics, and what was set aside. */
  private static Dataset<Row> complete(
      Dataset<Row> assigned,
      Intake intake,
      IntakeSummary summary,
      RunWorkspace workspace,
      RunRecord record) {
    Column withoutVector = Assignments.isSetAside(col(TOPIC), col(PROBABILITY));
    Dataset<Row> lost = assigned.filter(withoutVector).select(ID);
    long rows = lost.count();
    IntakeSummary all = summary.without(intake.noVector(), rows);
    record.documents = all.documents();
    record.rejected = all.rejected();
    Dataset<Row> assignments = Assignments.ofDocuments(assigned.filter(not(withoutVector)));
    if (rows > 0) {
      workspace.reject(
          () ->
              intake
                  .rejected(summary)
                  .unionByName(intake.withoutVector(intake.documents(summary), lost)),
          all.rejectedTotal());
      assignments =
          assignments.unionByName(
              Assignments.ofSetAside(lost.withColumn(REASON, lit(intake.noVector()))));
    }
    return summary.rejectedTotal() == 0
        ? assignments
        : assignments.unionByName(Assignments.ofSetAside(intake.setAside(summary)));
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** A model that was fitted on a GPU is not bound to one. */
  private Embedder onDevice(Embedder atFit) {
    boolean given = config.optional("embedding.device").isPresent();
    return given && atFit instanceof OnnxEmbedder onnx
        ? onnx.withDevice(config.choice("embedding.device", Device.class))
        : atFit;
  }

  private static void warnOfOtherEmbedder(
      BERTopicModel model, Embedder embedder, RunWorkspace workspace) {
    // empty for a model that was fitted on given embeddings, or by Python
    String atFit = model.savedModel().parts().embedderFingerprint();
    if (!atFit.isEmpty() && !embedder.fingerprint().equals(atFit)) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "the embedder is not the one of the fit (%s, was %s): topics may differ; use the same model and runtime",
              embedder.fingerprint(),
              atFit));
    }
  }

  private void publish(
      Dataset<Row> all, RunDirectory directory, RunRecord record, Runnable inputUnchanged) {
    Dataset<Row> assigned = Assignments.documents(all);
    Path result =
        new Publication(directory, record, console)
            .begin(all, config.choice("output.format", OutputFormat.class));
    record.outliers = assigned.filter(col(TOPIC).equalTo(Topic.OUTLIERS)).count();
    record.topics =
        (int) assigned.filter(col(TOPIC).gt(Topic.OUTLIERS)).select(TOPIC).distinct().count();
    inputUnchanged.run();
    record.finish();
    directory.show(result, record);
    console.note(
        String.format(
            Locale.ROOT,
            "%,d documents in %,d topics, %.1f %% outliers",
            record.documents,
            record.topics,
            100.0 * record.outliers / Math.max(1, record.documents)));
    console.out().println("Results: " + directory.root());
  }

  private void checkFit(BERTopicModel model, InputColumns columns, IntakeSummary summary) {
    int dimension = model.fittedTopics().embeddings()[0].length;
    if (columns.embedding().isPresent()
        && summary.documents() > 0
        && summary.dimension() != dimension) {
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
          "the model was fitted on given embeddings, or by Python, and cannot embed texts; set input.embedding-column to embeddings by the same model, or embedding.model to that model");
    }
  }
}
