package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.ID;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.OnlineConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.Status;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.online.Drift;
import org.sparkbertopic.online.OnlineSettings;
import org.sparkbertopic.online.UpdateResult.Reassigned;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.topics.history.Chunk;

/** One run of {@code update}: adds a chunk of documents to a model, and publishes the new model. */
public final class UpdateJob extends InputJob {

  private static final StructType REASSIGNED =
      new StructType()
          .add(ID, DataTypes.StringType, false)
          .add("chunk", DataTypes.StringType, false)
          .add("from", DataTypes.IntegerType, false)
          .add("to", DataTypes.IntegerType, false);

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
    try {
      return new ChunkUpdate.Name(name, LocalDate.parse(date.orElse(name)).toEpochDay());
    } catch (DateTimeParseException e) {
      if (date.isPresent()) {
        throw new ConfigurationException(
            String.format(
                Locale.ROOT, "chunk.date must be a date such as 2026-11-28, got '%s'", date.get()));
      }
      return new ChunkUpdate.Name(name, LocalDate.now(ZoneOffset.UTC).toEpochDay());
    }
  }

  /** The last name of a path; a bucket has none. */
  private static String nameOf(String path) {
    String name = FilePaths.of(path).getName();
    return name.isEmpty() ? path : name;
  }

  @Override
  protected void requirePlace(RunDirectory directory) {
    OutputPlace.requireApart(
        directory,
        "output.path",
        List.of(RunDirectory.at(config.string("model.path"), hadoop()).root()));
  }

  @Override
  protected void run(RunDirectory directory) {
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    LoadedModel used = LoadedModel.of(config, allowed, hadoop());
    InputReader reader = new InputReader(spark, config);
    Dataset<Row> table = reader.readOrEmpty();
    OutputPlace.requireOutsideInput(directory, reader.locations());
    Intake intake = Intake.of(table, reader.columns());
    RunRecord record = newRecord("update", reader, table);
    record.modelDigest = used.digest();
    record.seed = settings.seed();
    if (previous.filter(earlier -> isDone(earlier, record, directory)).isPresent()) {
      console.note("this run is finished; model, chunk and settings have not changed");
      console.out().println("Results: " + directory.root());
      return;
    }
    previous.ifPresent(earlier -> requireReplaceable(earlier, "update", directory));
    directory.requireOwnFiles();
    directory
        .record()
        .during(
            record,
            () -> {
              RunWorkspace workspace = workspace(directory, record, reader, table);
              used.warnOfLostIds(reader.columns(), table, workspace);
              used.model().setAnswers(directory.root() + "/" + RunDirectory.ANSWERS);
              UpdatedModel updated =
                  ErrorMessages.usersFault(
                      () ->
                          used.model()
                              .update(
                                  intake,
                                  chunk,
                                  settings,
                                  record.inputFingerprint,
                                  used.embedder(reader.columns(), workspace),
                                  used.digest(),
                                  workspace));
              record.rejected = updated.intake().rejected();
              new Publication(directory, record, console)
                  .publish(
                      updated.model(),
                      updated.assignments(),
                      reassigned(spark, updated.reassigned(), DataType.fromDDL(record.idType)),
                      config.choice("output.format", OutputFormat.class),
                      () -> reader.requireUnchanged(true));
              tell(updated, console);
            });
  }

  /** A job that is started again, as by a scheduler, finds its work done. */
  private boolean isDone(RunRecord earlier, RunRecord wanted, RunDirectory directory) {
    return earlier.status == Status.DONE
        && earlier.incomplete.isEmpty()
        && wanted.modelDigest.equals(earlier.modelDigest)
        && RunChanges.between(earlier, wanted).isEmpty()
        && !directory.damage(earlier, console);
  }

  /** The table of outliers of earlier chunks that have a topic now: id, chunk, from, to. */
  public static Dataset<Row> reassigned(
      SparkSession spark, List<Reassigned> documents, DataType idType) {
    Dataset<Row> rows =
        spark.createDataFrame(
            documents.stream()
                .map(d -> RowFactory.create(d.id(), d.chunk(), d.from(), d.to()))
                .toList(),
            REASSIGNED);
    return rows.withColumn(ID, IdType.parse(col(ID), idType)).repartition(1);
  }

  /** Prints what a chunk did to the model. */
  public static void tell(UpdatedModel updated, Console console) {
    Chunk added = updated.chunk();
    console.note(
        String.format(
            Locale.ROOT,
            "chunk %s: %,d documents, %.1f %% outliers, %,d new topics, %,d earlier outliers with a topic now",
            added.name(),
            added.documents(),
            100 * added.outlierShare(),
            added.born().size(),
            updated.reassigned().size()));
    Drift.last(updated.model().savedModel().online().history())
        .filter(drift -> !updated.isRepeat())
        .ifPresent(drift -> console.note(drift.line()));
  }
}
