package org.sparkbertopic.job.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.config.RepresentationConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.fit.InputJob;
import org.sparkbertopic.job.page.ReportSettings;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.job.run.RunRecord.Status;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.representation.Remarks;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.topics.TopicMapping;

/**
 * One operation on the topics of a finished run. The result is a new run in another folder, with
 * model, assignments, topics and report. Its {@code run.json} records the source and the operation.
 * The source does not change.
 */
public final class TopicsJob {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GROUP = "topics ";

  private final SparkSession spark;
  private final FinishedRun run;
  private final String output;
  private final boolean overwrite;
  private final Console console;

  /**
   * The result of an operation.
   *
   * @param model model with the new topics
   * @param assignments topics of all documents; see {@link FinishedRun}
   * @param configuration configuration of the new run; empty if it is that of the old run
   * @param notes messages for the user
   */
  public record Result(
      BERTopicModel model,
      Dataset<Row> assignments,
      Optional<JsonNode> configuration,
      List<String> notes) {

    public Result {
      notes = List.copyOf(notes);
    }

    public Result withConfiguration(JsonNode value) {
      return new Result(model, assignments, Optional.of(value), notes);
    }

    Result withNote(String note) {
      List<String> more = new ArrayList<>(notes);
      more.add(note);
      return new Result(model, assignments, configuration, more);
    }
  }

  /** An operation on topics. */
  @FunctionalInterface
  public interface Operation {

    /**
     * @throws IllegalArgumentException if its parameters do not fit the run's topics
     */
    Result apply(FinishedRun run, SparkSession spark);
  }

  /**
   * @param output folder for the new run
   * @param overwrite whether to replace the result of an earlier operation
   */
  public TopicsJob(
      SparkSession spark, FinishedRun run, String output, boolean overwrite, Console console) {
    this.spark = spark;
    this.run = run;
    this.output = output;
    this.overwrite = overwrite;
    this.console = console;
  }

  /** The result of a topic mapping, applied to the model and the documents. */
  public static Result mapped(
      FinishedRun run, SparkSession spark, TopicMapping mapping, ModelOperation operation) {
    Dataset<Row> assignments =
        run.assignments(spark)
            .withColumn(
                InputColumns.TOPIC, TopicNumbering.mappedColumn(InputColumns.TOPIC, mapping));
    Result result = unchanged(run, spark, run.model().mapTopics(mapping, operation));
    result = new Result(result.model(), assignments, Optional.empty(), List.of());
    return mapping.isIdentity()
        ? result.withNote("nothing to merge: the topics stay as they are")
        : result;
  }

  /** The result of an operation that keeps the topic of every document. */
  public static Result unchanged(FinishedRun run, SparkSession spark, BERTopicModel model) {
    return new Result(model, run.assignments(spark), Optional.empty(), List.of());
  }

  /**
   * Runs an operation.
   *
   * @param name name of the command, such as "merge"
   * @param parameters the user's parameters, by name
   * @throws UnusableInputException if the folder cannot be used, or the parameters do not fit
   */
  public void run(String name, Map<String, Object> parameters, Operation operation) {
    RunDirectory directory = RunDirectory.at(output, spark.sparkContext().hadoopConfiguration());
    RunRecord record = newRecord(GROUP + name, parameters);
    // Rejects a folder with foreign files before anything is written.
    checkOutput(directory, record);
    directory.exclusively(
        spark.sparkContext().applicationId(), () -> run(name, record, operation, directory));
  }

  private void run(String name, RunRecord record, Operation operation, RunDirectory directory) {
    checkOutput(directory, record);
    directory.requireOwnFiles();
    boolean failedBefore =
        directory.previousRun(overwrite).filter(run -> run.status != Status.DONE).isPresent();
    try {
      recorded(name, record, operation, directory);
    } catch (UnusableInputException e) {
      // Invalid parameters leave no trace, as any error of the command line. A real failure leaves
      // a record.
      if (e.getCause() instanceof IllegalArgumentException && !failedBefore) {
        directory.record().withdraw();
      }
      throw e;
    }
  }

  private void recorded(
      String name, RunRecord record, Operation operation, RunDirectory directory) {
    directory
        .record()
        .during(
            record,
            () -> {
              long start = System.nanoTime();
              run.model().setAnswers(RepresentationConfig.answers(run.configuration(), output));
              Result result = applied(operation);
              result.configuration().ifPresent(changed -> record.configuration = changed);
              tell(record, name, result);
              long documents =
                  result.model().topics().stream().mapToLong(topic -> topic.size()).sum();
              record.stages.add(
                  new StageRecord(name, "", documents, (System.nanoTime() - start) / 1e9, false));
              new Publication(directory, record, console)
                  .withReport(ReportSettings.of(run.configuration()))
                  .publish(
                      run.withAnswers(result.model(), directory),
                      Assignments.ofDocuments(result.assignments())
                          .unionByName(run.setAside(spark)),
                      run.format(),
                      run::requireInputUnchanged);
            });
  }

  /**
   * Adds messages to the record, which is printed at the end. The same command repeats incomplete
   * stages.
   */
  private void tell(RunRecord record, String name, Result result) {
    Remarks remarks = result.model().remarks();
    Set<String> messages = new LinkedHashSet<>(result.notes());
    messages.addAll(remarks.messages());
    messages.forEach(message -> record.warnings.add(Console.words(message)));
    record.counted.putAll(remarks.counted());
    if (!remarks.incomplete().isEmpty()) {
      record.incomplete.add(name);
    }
  }

  private Result applied(Operation operation) {
    return ErrorMessages.usersFault(() -> operation.apply(run, spark));
  }

  /** Only the result of an earlier operation may be replaced, and never a source of the new run. */
  private void checkOutput(RunDirectory directory, RunRecord wanted) {
    run.requireApart(directory);
    Optional<RunRecord> earlier = directory.previousRun(overwrite);
    if (earlier.isEmpty()) {
      if (directory.exists(directory.path(RunDirectory.STAGES))
          && directory.marks().of(Stage.INTAKE).isPresent()) {
        throw UnusableInputException.of(
            "--output must be a folder of its own, got '%s', which holds the stages of a fit"
                + " without its %s; name another",
            directory.root(), RunDirectory.RUN_FILE);
      }
      return;
    }
    if (!earlier.get().command.startsWith(GROUP)) {
      throw UnusableInputException.of(
          "--output must be a folder of its own, got '%s', which holds a run of %s; name"
              + " another",
          directory.root(), earlier.get().command);
    }
    if (earlier.get().status == Status.DONE
        && !overwrite
        && !continues(wanted, earlier.get(), directory)) {
      throw UnusableInputException.of(
          "--output '%s' holds a finished run of %s; give --overwrite to replace it, or name"
              + " another",
          directory.root(), earlier.get().command);
    }
  }

  /** Whether this repeats an operation with an incomplete or damaged result. */
  private boolean continues(RunRecord wanted, RunRecord earlier, RunDirectory directory) {
    return (!earlier.incomplete.isEmpty() || directory.damage(earlier, console))
        && wanted.command.equals(earlier.command)
        && wanted.parent.equals(earlier.parent)
        && Objects.equals(wanted.fitFingerprint, earlier.fitFingerprint)
        && wanted.parameters.equals(earlier.parameters);
  }

  private RunRecord newRecord(String command, Map<String, Object> parameters) {
    RunRecord record = RunRecord.begun(command);
    record.configuration = run.record().configuration;
    record.seed = run.record().seed;
    record.inputFingerprint = run.record().inputFingerprint;
    record.idType = run.record().idType;
    record.rejected = run.record().rejected;
    record.parent = run.directory().root().toString();
    record.fitFingerprint = run.fitFingerprint();
    record.parameters = JSON.valueToTree(new TreeMap<>(parameters));
    record.versions = InputJob.versions(spark);
    return record;
  }
}
