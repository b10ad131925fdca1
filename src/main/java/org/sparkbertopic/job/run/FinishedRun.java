package org.sparkbertopic.job.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.RepresentationConfig;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.job.run.RunRecord.Status;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.hub.HubModelPlace;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;

/**
 * A finished run with topics, opened for further work: a fit, or the result of an operation. Data
 * that an operation does not copy (embeddings, documents) is read from the run that it started
 * from.
 */
public final class FinishedRun {

  private static final String TRANSFORM = "transform";

  /** A command whose run has the documents of one chunk, and a model of all chunks. */
  private static final String UPDATE = "update";

  /** A command whose result has no input of its own. */
  private static final String MERGED = "merge-models";

  private static final Logger LOG = LoggerFactory.getLogger(FinishedRun.class);

  private final RunDirectory directory;
  private final RunRecord record;
  private final Configuration hadoop;
  private BERTopicModel model;
  private AllowOptions allowed = new AllowOptions();
  private String named = "";
  private FinishedRun fit;
  private final List<InputReader> inputs = new ArrayList<>();

  private FinishedRun(RunDirectory directory, RunRecord record, Configuration hadoop) {
    this.directory = directory;
    this.record = record;
    this.hadoop = hadoop;
  }

  /** Opens a run without a Spark session, using Hadoop's default configuration. */
  public static FinishedRun open(String path) {
    return open(path, hadoop());
  }

  /** As {@link #openAssigned(String, Configuration)}, using Hadoop's default configuration. */
  public static FinishedRun openAssigned(String path) {
    return openAssigned(path, hadoop());
  }

  private static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * @throws UnusableInputException if there is no run, or it is unfinished or has no topics
   */
  public static FinishedRun open(String path, Configuration hadoop) {
    FinishedRun run = openAssigned(path, hadoop);
    if (run.isTransform() || !run.directory.exists(run.path(RunDirectory.MODEL))) {
      throw UnusableInputException.of(
          "--run must have topics, got '%s', a run of %s without a model; give the output.path of a fit",
          path, run.record.command);
    }
    return run;
  }

  /**
   * Opens a run whose documents have topics, including a transform's run, which uses the model that
   * it names.
   *
   * @throws UnusableInputException if there is no run, or it is unfinished
   */
  public static FinishedRun openAssigned(String path, Configuration hadoop) {
    if (HubModelPlace.isAddress(path)) {
      throw UnusableInputException.of(
          "--run must be the folder of a run, got '%s': the hub has models, not runs with documents; give the model to transform --model",
          path);
    }
    RunDirectory directory = RunDirectory.at(path, hadoop);
    if (!directory.exists(directory.path(RunDirectory.RUN_FILE))) {
      throw UnusableInputException.of(
          "--run must be the folder of a run, got '%s', which has no %s; give the output.path of a fit",
          path, RunDirectory.RUN_FILE);
    }
    RunRecord record = directory.previousRun(true).orElseThrow();
    if (record.status != Status.DONE) {
      throw UnusableInputException.of(
          "--run must be a finished run, got '%s', which is %s; start its command again",
          path, record.status.name().toLowerCase(Locale.ROOT));
    }
    Optional<String> damage = directory.results().damage(record, false);
    if (damage.isPresent()) {
      throw UnusableInputException.of(
          "--run must be a whole run, got '%s', which is damaged (%s); start its command again, which makes anew what it lacks",
          path, damage.get());
    }
    return new FinishedRun(directory, record, hadoop);
  }

  /**
   * Sets the permissions of the run's model.
   *
   * @param path path of the run, in the user's spelling
   */
  public FinishedRun allowing(AllowOptions options, String path) {
    allowed = options;
    named = path;
    return this;
  }

  /**
   * Allows the run's own folder, which the user named, so that files in it such as kept answers can
   * be read.
   */
  private BERTopicModel allowed(BERTopicModel loaded) {
    Path root = directory.root();
    for (String path : List.of(named, root.toString(), root.toUri().getPath())) {
      if (!path.isBlank()) {
        loaded.allowPath(path);
      }
    }
    if (record.parent != null) {
      loaded.allowPath(record.parent).allowPath(new Path(record.parent).toUri().getPath());
    }
    return allowed.apply(loaded);
  }

  /**
   * Checks that the folder still shows this run. Another run may have replaced it since it was
   * opened.
   *
   * @throws UnusableInputException if it was replaced
   */
  public void requireShown() {
    boolean shown =
        directory
            .previousRun(true)
            .map(present -> Objects.equals(present.result, record.result))
            .orElse(false);
    if (!shown) {
      throw UnusableInputException.of(
          "--run must stay as it is, got '%s', which was made anew in the meantime; start the command again",
          directory.root());
    }
  }

  /** A file or folder of the results, which never change once written. */
  private Path path(String name) {
    return new Path(directory.results().folder(record), name);
  }

  public RunDirectory directory() {
    return directory;
  }

  public RunRecord record() {
    return record;
  }

  private boolean isTransform() {
    return TRANSFORM.equals(record.command);
  }

  /** The configuration of the run; an operation has that of its fit. */
  public JobConfig configuration() {
    return JobConfig.ofRecord(isTransform() ? TRANSFORM : "fit", record.configuration);
  }

  /** The folder for the answers of a language model; empty if the run keeps none. */
  public String answers() {
    return RepresentationConfig.answers(configuration(), directory.root().toString());
  }

  /** A model that was made of the run's, with the run's answers. */
  public BERTopicModel withAnswers(BERTopicModel made, RunDirectory result) {
    return RepresentationConfig.keepsAnswersInRun(configuration())
        ? RunAnswers.in(directory).carriedTo(result, made)
        : made;
  }

  /** Where the model is. */
  public String modelPath() {
    if (!isTransform()) {
      return path(RunDirectory.MODEL).toString();
    }
    String given = configuration().string("model.path");
    if (record.modelVersion == null) {
      return ModelPlace.folder(given);
    }
    return ModelPlace.isOnHub(given)
        ? ModelPlace.begun(
            given,
            record.modelVersion,
            "the run '" + directory.root() + "'",
            "run transform again",
            hadoop)
        : ModelPlace.at(given, record.modelVersion);
  }

  public OutputFormat format() {
    JsonNode format = record.configuration.path("output").path("format");
    return OutputFormat.valueOf(format.asText("parquet").toUpperCase(Locale.ROOT));
  }

  /** The model; read once and then kept. */
  public BERTopicModel model() {
    if (model == null) {
      try {
        model = isTransform() ? usedModel() : readModel();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return model;
  }

  private BERTopicModel readModel() throws IOException {
    return allowed(
        RunAnswers.in(directory)
            .readBy(BERTopicModel.of(ModelDirectory.at(modelPath(), hadoop).read())));
  }

  /**
   * The model that a transform used. The run's topic ids refer to exactly this model.
   *
   * @throws UnusableInputException if it is gone, or was replaced
   */
  private BERTopicModel usedModel() throws IOException {
    Optional<String> present = ModelDigest.of(modelPath(), hadoop);
    if (present.isEmpty()) {
      throw changed("is not there any more; put it back, or run transform again");
    }
    if (record.modelDigest == null) {
      LOG.warn(
          "'{}' was written by a version that did not keep which model it used: whether '{}' is still that one cannot be checked",
          directory.root(),
          modelPath());
    } else if (!record.modelDigest.equals(present.get())) {
      throw changed("was made anew since; run transform again");
    }
    BERTopicModel read = readModel();
    if (!present.equals(ModelDigest.of(modelPath(), hadoop))) {
      throw changed("was made anew just now; run transform again");
    }
    return read;
  }

  private UnusableInputException changed(String what) {
    return UnusableInputException.of(
        "--run must have the model that it used, got '%s', whose model '%s' %s",
        directory.root(), modelPath(), what);
  }

  /** One row per document: id, topic, probability; without the rows that were set aside. */
  public Dataset<Row> assignments(SparkSession spark) {
    return Assignments.documents(allAssignments(spark));
  }

  /** The rows of the assignments that were set aside, with their reasons. */
  public Dataset<Row> setAside(SparkSession spark) {
    return Assignments.setAside(allAssignments(spark));
  }

  private Dataset<Row> allAssignments(SparkSession spark) {
    DataType id =
        record.idType == null
            ? DataTypes.StringType
            : StructType.fromDDL(InputColumns.ID + " " + record.idType).apply(0).dataType();
    Dataset<Row> assignments =
        IdFiles.read(
            spark,
            format(),
            Assignments.schema(id),
            path(RunDirectory.ASSIGNMENTS).toString(),
            record.csv);
    // Earlier versions wrote nulls as empty text if an id contained a carriage return.
    Column reason = col(InputColumns.REASON);
    return assignments.withColumn(InputColumns.REASON, when(reason.notEqual(""), reason));
  }

  /**
   * The run that this one was made from, and so on up to the fit.
   *
   * @throws UnusableInputException if one of them is gone, or the fit was repeated
   */
  public List<FinishedRun> lineage() {
    List<FinishedRun> chain = new ArrayList<>(List.of(this));
    for (FinishedRun run = this; run.record.parent != null; ) {
      try {
        run = open(run.record.parent, hadoop);
      } catch (UnusableInputException e) {
        throw UnusableInputException.of(
            e,
            "'%s' was made of the run '%s', which cannot be used any more: %s",
            chain.get(chain.size() - 1).directory.root(),
            chain.get(chain.size() - 1).record.parent,
            e.getMessage());
      }
      chain.add(run);
    }
    FinishedRun fit = chain.get(chain.size() - 1);
    chain.forEach(run -> run.requireMadeOf(fit));
    return chain;
  }

  /**
   * Checks that the fit is the same: documents and embeddings of another fit do not match these
   * topics.
   */
  private void requireMadeOf(FinishedRun fit) {
    boolean same =
        Objects.equals(record.inputFingerprint, fit.record.inputFingerprint)
            && (record.fitFingerprint == null
                || record.fitFingerprint.equals(fit.fitFingerprint()));
    if (record.parent != null && !same) {
      throw UnusableInputException.of(
          "--run must be made of '%s' as it is, got '%s': the run it was made of was fitted again; make this one anew",
          fit.directory.root(), directory.root());
    }
  }

  /** Identifies the fit that the topics come from; null in records of versions without it. */
  public String fitFingerprint() {
    return record.parent != null
        ? record.fitFingerprint
        : record.stages.stream()
            .filter(stage -> stage.name().equals(Stage.REPRESENT.title()))
            .map(StageRecord::fingerprint)
            .findFirst()
            .orElse(null);
  }

  /**
   * Checks that a table can be written without changing anything that it is made from.
   *
   * @throws UnusableInputException if the folder overlaps a run of the lineage, the model or the
   *     input
   */
  public void requireApart(RunDirectory output, SparkSession spark) {
    List<Path> sources = new ArrayList<>();
    lineage().forEach(run -> sources.add(run.directory.root()));
    sources.add(RunDirectory.at(modelPath(), hadoop).root());
    sources.addAll(input(spark).locations());
    OutputPlace.requireApart(output, "--output", sources);
  }

  /** As {@link #requireApart(RunDirectory, SparkSession)}, only for the runs of the lineage. */
  public void requireApart(RunDirectory output) {
    List<Path> runs = lineage().stream().map(run -> run.directory.root()).toList();
    OutputPlace.requireApart(output, "--output", runs);
  }

  private FinishedRun fit() {
    if (fit == null) {
      requireOneInput();
      List<FinishedRun> chain = lineage();
      fit = chain.get(chain.size() - 1);
    }
    return fit;
  }

  private void requireOneInput() {
    for (FinishedRun run : lineage()) {
      if (MERGED.equals(run.record.command)) {
        throw UnusableInputException.of(
            "--run must have its documents in one input, got '%s', which is made of models of"
                + " several; load its model in a program, and give it the documents of all of them"
                + " with their topics",
            run.directory.root());
      }
    }
  }

  /**
   * Checks, before a result is shown, that the documents did not change while they were read.
   *
   * @throws UnusableInputException if they changed
   */
  public void requireInputUnchanged() {
    if (fit != null) {
      fit.inputs.forEach(reader -> reader.requireUnchanged(true));
    }
  }

  /** One row per document: {@code id}, {@code embedding} array of float. */
  public Dataset<Row> embeddings(SparkSession spark) {
    FinishedRun fit = fit();
    return fit.hasGivenEmbeddings()
        ? fit.intake(spark).select(col(InputColumns.ID), col(InputColumns.EMBEDDING))
        : LiteralPaths.reader(spark).parquet(fit.directory.embeddings(fit.record).toString());
  }

  /**
   * Decides by configuration, not by existing files: the fit may have been repeated with given
   * embeddings.
   */
  private boolean hasGivenEmbeddings() {
    return configuration().optional("input.embedding-column").isPresent();
  }

  /**
   * The documents of the fit, read from its input again: {@code id}, {@code text} string.
   *
   * @throws UnusableInputException if the input has changed
   */
  public Dataset<Row> documents(SparkSession spark) {
    return fit().intake(spark).select(col(InputColumns.ID), col(InputColumns.TEXT));
  }

  /**
   * The documents with additional columns of the input: {@code id}, {@code text}, {@code topic},
   * and these columns.
   *
   * @param carried columns of the input, by their names in the result
   * @throws UnusableInputException if the input has changed, or a column is missing
   */
  public Dataset<Row> topicDocuments(SparkSession spark, Map<String, String> carried) {
    return fit()
        .intake(spark, carried)
        .drop(InputColumns.EMBEDDING)
        .join(assignments(spark).drop(InputColumns.PROBABILITY), InputColumns.ID);
  }

  /**
   * The documents with their topics: {@code id}, {@code text}, {@code topic}, {@code probability}.
   */
  public Dataset<Row> documentsWithTopics(SparkSession spark) {
    return documentsWithTopics(spark, Map.of());
  }

  /**
   * As {@link #documentsWithTopics(SparkSession)}, with additional columns of the input.
   *
   * @param carried columns of the input, by their names in the result
   */
  public Dataset<Row> documentsWithTopics(SparkSession spark, Map<String, String> carried) {
    Column[] columns =
        Stream.concat(
                Stream.of(InputColumns.ID, InputColumns.TEXT),
                new TreeMap<>(carried).keySet().stream())
            .map(functions::col)
            .toArray(Column[]::new);
    return fit().intake(spark, carried).select(columns).join(assignments(spark), InputColumns.ID);
  }

  /** The columns of the input that the fit used. */
  public InputColumns inputColumns(SparkSession spark) {
    return input(spark).columns();
  }

  /**
   * The columns of the input with their types; rows are read only where types are found by values.
   *
   * @param further columns, and the options that name them
   * @throws UnusableInputException if one of them is missing
   */
  public StructType inputTable(SparkSession spark, Map<String, String> further) {
    return input(spark).read(further).schema();
  }

  /** Whether the documents are those of one chunk, and the model has others too. */
  public boolean isOfChunk() {
    return lineage().stream().anyMatch(run -> UPDATE.equals(run.record.command));
  }

  /** Whether a fit by chunks made the documents' embeddings, chunk by chunk. */
  public boolean isOfManyChunks() {
    return fit().configuration().optional("online.chunks-by").isPresent();
  }

  /**
   * All data of the model's documents: {@code id}, {@code text}, {@code topic}, {@code
   * probability}, {@code embedding}.
   *
   * @throws UnusableInputException if the run has only some of them
   */
  public Dataset<Row> assignedDocuments(SparkSession spark) {
    if (isOfChunk()) {
      throw UnusableInputException.of(
          "--run must have all documents of its model, got '%s', which is made of a run of update"
              + " and has those of its chunk; load its model in a program, and give it all"
              + " documents with their topics",
          directory.root());
    }
    if (!fit().hasGivenEmbeddings()) {
      return documentsWithTopics(spark).join(embeddings(spark), InputColumns.ID);
    }
    // In one reading of the input, which has both.
    return fit()
        .intake(spark)
        .join(assignments(spark), InputColumns.ID)
        .select(
            InputColumns.ID,
            InputColumns.TEXT,
            InputColumns.TOPIC,
            InputColumns.PROBABILITY,
            InputColumns.EMBEDDING);
  }

  /** The rows that the fit used. */
  private Dataset<Row> intake(SparkSession spark) {
    return intake(spark, Map.of());
  }

  private Dataset<Row> intake(SparkSession spark, Map<String, String> carried) {
    InputReader reader = input(spark);
    Dataset<Row> table = reader.read(keys(carried));
    if (!reader.fingerprint(table).equals(record.inputFingerprint)) {
      throw UnusableInputException.of(
          "the input of '%s' has changed since the fit, so that its documents are not those of the topics; fit again",
          directory.root());
    }
    inputs.add(reader);
    Intake intake = Intake.of(table, reader.columns(), carried);
    Path kept = path(RunDirectory.INTAKE_FILE);
    Path summary =
        directory.exists(kept) ? kept : directory.stagePath(ValueFormats.INTAKE.fileName());
    try {
      IntakeSummary known =
          summary.equals(kept)
                  || (directory.marks().of(Stage.INTAKE).isPresent() && directory.exists(summary))
              ? ValueFormats.INTAKE.read(directory.files(), summary)
              : intake.summarize();
      return intake.documents(known);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Columns, with a description of each for messages. */
  private static Map<String, String> keys(Map<String, String> carried) {
    Map<String, String> keys = new TreeMap<>();
    carried.forEach((role, column) -> keys.put(column, "the " + role + " column"));
    return keys;
  }

  /** A reader for the fit's input. */
  public InputReader input(SparkSession spark) {
    FinishedRun fit = fit();
    return new InputReader(spark, fit.configuration()).at(fit.record.input);
  }
}
