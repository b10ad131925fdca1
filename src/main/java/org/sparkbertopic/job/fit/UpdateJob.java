package org.sparkbertopic.job.fit;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.OnlineConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.page.ReportSettings;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.online.Drift;
import org.sparkbertopic.online.OnlineSettings;
import org.sparkbertopic.stage.Intake;

/** One run of {@code update}: adds a chunk of documents to a model, and publishes the new model. */
public final class UpdateJob extends InputJob {

  private final AllowOptions allowed;
  private final OnlineSettings settings;
  private final ChunkUpdate.Name chunk;

  /**
   * @throws ConfigurationException if a setting cannot be used
   */
  public UpdateJob(
      SparkSession spark,
      JobConfig config,
      AllowOptions allowed,
      boolean overwrite,
      Console console) {
    super(spark, config, overwrite, console);
    this.allowed = allowed;
    this.settings = OnlineConfig.settings(config);
    this.chunk = chunk(config);
  }

  private static ChunkUpdate.Name chunk(JobConfig config) {
    String name =
        config
            .optional("chunk.name")
            .orElseGet(() -> nameOf(config.required("input.path", InputReader.PATH_ADVICE)));
    Optional<String> date = config.optional("chunk.date");
    OptionalLong day = ChunkDays.of(date.orElse(name));
    if (date.isPresent() && day.isEmpty()) {
      throw new ConfigurationException(
          String.format(
              Locale.ROOT, "chunk.date must be a date such as 2026-11-28, got '%s'", date.get()));
    }
    return new ChunkUpdate.Name(
        name, day.orElseGet(() -> LocalDate.now(ZoneOffset.UTC).toEpochDay()));
  }

  /** The last name of a path; a bucket has none. */
  private static String nameOf(String path) {
    String name = FilePaths.of(path).getName();
    return name.isEmpty() ? path : name;
  }

  @Override
  protected void requirePlace(RunDirectory directory) {
    OutputPlace.requireApart(
        directory, "output.path", List.of(ModelPlace.root(config.string("model.path"), hadoop())));
  }

  @Override
  protected void run(RunDirectory directory) {
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    LoadedModel used = model("update", directory, allowed);
    InputReader reader = reader(directory, previous);
    CarriedColumns carried = CarriedColumns.of(config);
    Dataset<Row> table = reader.readOrEmpty(carried.keys());
    OutputPlace.requireOutsideInput(directory, reader.locations());
    Intake.check(table, reader.columns());
    RunRecord record = newRecord("update", directory, reader, table);
    record.modelDigest = used.digest();
    record.modelVersion = used.version().orElse(null);
    record.seed = settings.seed();
    if (previous.filter(earlier -> isDone(earlier, record, directory)).isPresent()) {
      tellDone("model, chunk and settings", reader, directory);
      return;
    }
    previous.ifPresent(earlier -> requireReplaceable(earlier, "update", directory));
    directory.requireOwnFiles();
    ResultTables tables =
        ResultTables.open(spark, config, directory, record, reader, carried.fields(table), console);
    during(
        directory,
        record,
        () -> {
          RunWorkspace workspace = workspace(directory, record, reader, table);
          used.warnOfLostIds(reader.columns(), table, workspace);
          ErrorMessages.usersFault(
              () -> {
                ChunkUpdate.requireTotals(used.model().savedModel());
                return null;
              });
          Optional<Embedder> embedder = used.embedder(reader.columns(), workspace);
          Dataset<Row> read = workspace.read(table);
          used.model().setAnswers(directory.root() + "/" + RunDirectory.ANSWERS);
          UpdatedModel updated =
              ErrorMessages.usersFault(
                  () ->
                      used.model()
                          .update(
                              Intake.of(read, reader.columns()),
                              chunk,
                              settings,
                              record.inputFingerprint,
                              embedder,
                              used.digest(),
                              workspace));
          record.rejected = updated.intake().rejected();
          Dataset<Row> assigned =
              carried.beside(updated.assignments(), read, reader.columns(), updated.intake());
          Dataset<Row> reassigned =
              ReassignedTable.of(spark, updated.reassigned(), DataType.fromDDL(record.idType));
          new Publication(directory, record, console)
              .withReport(ReportSettings.of(config))
              .beforeShown(
                  place -> tables.write(place, assigned, reassigned, updated.model().topics()))
              .publish(
                  used.withAnswers(updated.model(), directory),
                  assigned,
                  reassigned,
                  config.choice("output.format", OutputFormat.class));
          workspace.dropRead();
          tell(updated, console);
        });
  }

  /** Prints what a chunk did to the model. */
  public static void tell(UpdatedModel updated, Console console) {
    console.note(ReassignedTable.line(updated));
    Drift.last(updated.model().savedModel().online().history())
        .filter(drift -> !updated.isRepeat())
        .ifPresent(drift -> console.note(drift.line()));
  }
}
