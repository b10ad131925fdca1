package org.sparkbertopic.job.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.compat.MetricsSource;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunMetrics;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.Status;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.job.table.TableVersion;
import org.sparkbertopic.job.tracking.RunTracking;
import org.sparkbertopic.provenance.Environment;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Stage;

/**
 * A job that turns an input into a run: opens and locks the run's directory, and records the
 * request.
 */
public abstract class InputJob {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys that say which rows a table gives. */
  private static final List<String> NAMES_OF_INPUT =
      List.of("input.path", "input.format", "input.version", "input.timestamp");

  protected final SparkSession spark;
  protected final JobConfig config;
  protected final boolean overwrite;
  protected final Console console;
  private final RunTracking tracking;

  protected InputJob(SparkSession spark, JobConfig config, boolean overwrite, Console console) {
    this.spark = spark;
    this.config = config;
    this.overwrite = overwrite;
    this.console = console;
    this.tracking = RunTracking.of(config, console);
  }

  /**
   * Runs the job. A folder that does not belong to this run is rejected before anything is written.
   */
  public final void run() {
    RunDirectory directory =
        RunDirectory.at(config.string("output.path"), spark.sparkContext().hadoopConfiguration());
    requirePlace(directory);
    directory.previousRun(overwrite);
    directory.exclusively(spark.sparkContext().applicationId(), () -> run(directory));
  }

  /**
   * @throws UnusableInputException if the run may not be written there
   */
  protected void requirePlace(RunDirectory directory) {
    OutputPlace.requireOutside(directory, "output.path");
  }

  /**
   * Checks what an earlier run left: one that was interrupted is taken up, a finished one is
   * replaced only if that is asked for.
   */
  protected final void requireReplaceable(
      RunRecord earlier, String command, RunDirectory directory) {
    directory.requireCommand(earlier, command, overwrite);
    if (earlier.status == Status.DONE && !overwrite && !directory.damage(earlier, console)) {
      throw UnusableInputException.of(
          "output.path '%s' holds a finished run; give --overwrite to replace it, or name another",
          directory.root());
    }
  }

  /** Whether a job that is started again, as by a scheduler, finds its work done. */
  protected final boolean isDone(RunRecord earlier, RunRecord wanted, RunDirectory directory) {
    return earlier.status == Status.DONE
        && earlier.incomplete.isEmpty()
        && Objects.equals(wanted.modelDigest, earlier.modelDigest)
        && RunChanges.between(earlier, wanted).isEmpty()
        && !directory.damage(earlier, console);
  }

  /** Deletes the copy of the input of a run that ended when its result was shown. */
  protected final void dropLeftCopy(RunDirectory directory) {
    if (directory.record().unfinished().isEmpty()) {
      RunWorkspace.dropRead(directory, console);
    }
  }

  /** Says that the work is done, and where its results are. */
  protected final void tellDone(String unchanged, InputReader input, RunDirectory directory) {
    dropLeftCopy(directory);
    console.note("this run is finished; " + unchanged + " have not changed");
    tellOfLaterVersion(input);
    console.out().println("Results: " + directory.root());
  }

  protected final Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /**
   * Does the work of a run while its record is on disk and its numbers are in Spark's metrics, and
   * tells MLflow of it if asked to.
   */
  @SuppressWarnings("try") // the source is only to be there while the work is done
  protected final void during(RunDirectory directory, RunRecord record, Runnable work) {
    try (MetricsSource numbers = RunMetrics.of(record)) {
      tracking.during(directory, record, work);
    } finally {
      console.stageEnded();
    }
  }

  /** Does the work while the directory is locked. */
  protected abstract void run(RunDirectory directory);

  /**
   * The input as the run began with it: a run that goes on, and a finished one that is asked for
   * again, read the version of a table that is in their record.
   */
  protected final InputReader reader(RunDirectory directory, Optional<RunRecord> previous) {
    TableVersion began =
        directory
            .record()
            .unfinished()
            .or(() -> overwrite ? Optional.empty() : previous)
            .filter(this::hasSameInput)
            .map(earlier -> earlier.input)
            .orElse(null);
    return new InputReader(spark, config).at(began, overwrite);
  }

  /** The model that {@code model.path} names, as the run began with it. */
  protected final LoadedModel model(String command, RunDirectory directory, AllowOptions allowed) {
    String folder = begunModel("model.path", command, directory, earlier -> earlier.modelVersion);
    return LoadedModel.of(folder, config, allowed, hadoop());
  }

  /**
   * The folder of a model. A run that goes on keeps the version that it began with, of the hub the
   * commit: a branch may have another by now.
   *
   * @param key that names the model
   * @param version in the record of a run; null without versions
   * @throws UnusableInputException if that version is gone, and may not be replaced
   */
  protected final String begunModel(
      String key, String command, RunDirectory directory, Function<RunRecord, String> version) {
    String path = config.string(key);
    Optional<String> began =
        directory
            .record()
            .unfinished()
            .filter(earlier -> command.equals(earlier.command))
            .filter(earlier -> path.equals(recorded(earlier, key)))
            .map(version);
    if (began.isEmpty()) {
      return ModelPlace.folder(path);
    }
    String pinned = ModelPlace.at(path, began.get());
    try {
      String folder =
          ModelPlace.begun(
              path,
              began.get(),
              "the run in output.path '" + directory.root() + "'",
              "give --overwrite to go on with what '" + path + "' is now, or name another",
              hadoop());
      if (!pinned.equals(path)) {
        console.note(
            String.format(
                Locale.ROOT,
                "goes on with the model '%s', which the run began with; another output.path takes what '%s' is now",
                pinned,
                path));
      }
      return folder;
    } catch (UnusableInputException e) {
      if (!overwrite) {
        throw e;
      }
      console.note(
          String.format(
              Locale.ROOT,
              "the model '%s', which the run began with, is gone; what '%s' is now is used",
              pinned,
              path));
      return ModelPlace.folder(path);
    }
  }

  private static String recorded(RunRecord earlier, String key) {
    return earlier.configuration == null
        ? ""
        : earlier.configuration.at("/" + key.replace('.', '/')).asText();
  }

  private boolean hasSameInput(RunRecord earlier) {
    return earlier.configuration != null
        && NAMES_OF_INPUT.stream()
            .allMatch(key -> config.string(key).equals(recorded(earlier, key)));
  }

  /** Says that a table has another version than the finished run read. */
  protected final void tellOfLaterVersion(InputReader input) {
    input
        .later()
        .ifPresent(
            now ->
                console.note(
                    String.format(
                        Locale.ROOT,
                        "the run is of version %s of '%s', which has version %s now; --overwrite reads that one",
                        input.version().orElseThrow().version(),
                        now.table(),
                        now.version())));
  }

  /** The initial record of a run. */
  protected RunRecord newRecord(
      String command, RunDirectory directory, InputReader input, Dataset<Row> table) {
    RunRecord record = RunRecord.begun(command);
    record.id =
        directory
            .record()
            .unfinished()
            .filter(earlier -> earlier.id != null && command.equals(earlier.command))
            .map(earlier -> earlier.id)
            .orElse(record.id);
    record.input = input.version().orElse(null);
    try {
      record.configuration = JSON.readTree(config.toJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration must render as JSON", e);
    }
    record.versions = versions(spark);
    // Of a table that is read at once, the copy tells it: there is nothing to compare it with.
    record.inputFingerprint =
        isFirst(directory) && input.isReadAtOnce(table) ? null : input.fingerprint(table);
    record.idType = idType(table, input.columns());
    return record;
  }

  /** Whether no earlier run in the folder knows its input, or has a copy. */
  private static boolean isFirst(RunDirectory directory) {
    return Stream.concat(
                directory.previousRun(true).stream(), directory.record().unfinished().stream())
            .allMatch(earlier -> earlier.inputFingerprint == null)
        && directory.marks().of(Stage.READ).isEmpty()
        && directory.marks().of(Stage.INTAKE).isEmpty();
  }

  /**
   * Where the stages keep their results. Reports oddities of the input, and reads it once for all
   * stages.
   */
  protected RunWorkspace workspace(
      RunDirectory directory, RunRecord record, InputReader input, Dataset<Row> table) {
    RunWorkspace workspace =
        new RunWorkspace(
                spark,
                directory,
                record,
                console,
                record.inputFingerprint,
                config.optional("embedding.cache"),
                () -> input.requireUnchanged(false))
            .withReading(
                new RunWorkspace.Reading() {
                  @Override
                  public Dataset<Row> needed(Dataset<Row> given, RowOrder order) {
                    return input.needed(given, order);
                  }

                  @Override
                  public Optional<JsonNode> further() {
                    return input.further();
                  }

                  @Override
                  public void requireSame(Dataset<Row> copy) {
                    input.requireSame(copy);
                  }

                  @Override
                  public String fingerprint(Dataset<Row> given, Dataset<Row> copy) {
                    return input.fingerprintOf(given, copy);
                  }
                });
    input.inspect(table).forEach(workspace::warn);
    return workspace;
  }

  /** The versions of the library, Spark and Java. */
  public static Map<String, String> versions(SparkSession spark) {
    Map<String, String> versions = new TreeMap<>();
    Environment here = Environment.here(spark.version());
    versions.put("spark-bertopic", here.library());
    versions.put("spark", here.spark());
    versions.put("java", here.java());
    return versions;
  }

  private static String idType(Dataset<Row> table, InputColumns columns) {
    return columns
        .id()
        .filter(Arrays.asList(table.columns())::contains)
        .map(name -> table.schema().apply(name).dataType())
        .orElse(DataTypes.StringType)
        .sql();
  }
}
