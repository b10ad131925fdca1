package org.sparkbertopic.job.topics;

import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.AssignedTopics;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.fit.InputJob;
import org.sparkbertopic.job.fit.LoadedModel;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.operations.assignment.GivenTable;
import org.sparkbertopic.pipeline.TransformResult;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;

/**
 * One run of {@code topics recount}: counts documents for a model that keeps no counts, such as one
 * that Python saved, and publishes the model with counts as a run of its own.
 */
public final class RecountJob extends InputJob {

  /** The name of the command. */
  public static final String COMMAND = "topics recount";

  private final AllowOptions allowed;
  private final Optional<String> assignments;

  /**
   * @param config keys of {@code transform}
   * @param assignments table of the documents' topics; empty where the model says them
   */
  public RecountJob(
      SparkSession spark,
      JobConfig config,
      AllowOptions allowed,
      Optional<String> assignments,
      boolean overwrite,
      Console console) {
    super(spark, config, overwrite, console);
    this.allowed = allowed;
    this.assignments = assignments;
  }

  @Override
  protected void requirePlace(RunDirectory directory) {
    Path model = ModelPlace.root(config.string("model.path"), hadoop());
    OutputPlace.requireApart(directory, "output.path", List.of(model));
  }

  @Override
  protected void run(RunDirectory directory) {
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    previous.ifPresent(earlier -> requireReplaceable(earlier, COMMAND, directory));
    LoadedModel used = model(COMMAND, directory, allowed);
    InputReader reader = reader(directory, previous);
    Dataset<Row> table = reader.read();
    OutputPlace.requireOutsideInput(directory, reader.locations());
    Intake.check(table, reader.columns());
    RunRecord record = newRecord(COMMAND, directory, reader, table);
    record.modelDigest = used.digest();
    record.modelVersion = used.version().orElse(null);
    Map<String, Object> parameters = new TreeMap<>();
    assignments.ifPresent(path -> parameters.put("assignments", path));
    record.parameters = new ObjectMapper().valueToTree(parameters);
    directory.requireOwnFiles();
    during(
        directory,
        record,
        () ->
            recount(
                used,
                reader,
                table,
                workspace(directory, record, reader, table),
                record,
                directory));
  }

  private void recount(
      LoadedModel used,
      InputReader reader,
      Dataset<Row> table,
      RunWorkspace workspace,
      RunRecord record,
      RunDirectory directory) {
    Optional<Embedder> embedder = used.embedder(reader.columns(), workspace);
    TransformResult result =
        used.model()
            .pipeline()
            .run(
                Intake.of(workspace.read(table), reader.columns()),
                Fingerprint.of("recount").with("input", record.inputFingerprint).digest(),
                embedder,
                record.modelDigest,
                workspace);
    record.rejected = result.intake().rejected();
    if (result.intake().documents() == 0) {
      throw UnusableInputException.of(
          "input.path must have documents to count, got none in '%s'; name those of the fit",
          reader.location());
    }
    AssignedTopics made = ErrorMessages.usersFault(() -> counted(used.model(), result));
    made.notes().forEach(note -> record.warnings.add(Console.words(note)));
    new Publication(directory, record, console)
        .publish(
            used.withAnswers(made.model(), directory),
            result.assignments(made.assignments()),
            config.choice("output.format", OutputFormat.class));
    workspace.dropRead();
  }

  private AssignedTopics counted(BERTopicModel model, TransformResult result) {
    Dataset<Row> documents =
        result
            .documents()
            .select(ID, TEXT)
            .join(result.embeddings().select(ID, EMBEDDING), ID)
            .join(result.assigned().select(ID, TOPIC, PROBABILITY), ID);
    Dataset<Row> given =
        assignments
            .map(path -> AssignmentTable.read(spark, path, ID, TOPIC))
            .map(topics -> GivenTable.applied(documents, topics, false))
            .orElse(documents);
    return model.setIdCol(ID).setTextCol(TEXT).setEmbeddingCol(EMBEDDING).recountTopics(given);
  }
}
