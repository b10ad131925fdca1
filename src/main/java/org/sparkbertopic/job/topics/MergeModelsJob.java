package org.sparkbertopic.job.topics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.MergedModels;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.fit.InputJob;
import org.sparkbertopic.job.page.ReportSettings;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.ModelDigest;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunAnswers;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.job.run.RunRecord.Status;
import org.sparkbertopic.online.merge.MergeSource;
import org.sparkbertopic.online.merge.MergedPart;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * One run of {@code merge-models}: merges models, given by the folders of models or of runs, and
 * publishes the merged model. Of runs it merges the assignments too.
 */
public final class MergeModelsJob {

  /** The name of the command. */
  public static final String COMMAND = "merge-models";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final List<String> models;
  private final double minSimilarity;
  private final AllowOptions allowed;
  private final Console console;

  /** A model, with its run where it is given by one. */
  private record Given(String name, String location, String digest, Optional<FinishedRun> run) {}

  /**
   * @param models folders of models or of runs, the first of which keeps its topic ids
   * @param minSimilarity least cosine with which a topic joins another
   */
  public MergeModelsJob(
      SparkSession spark,
      List<String> models,
      double minSimilarity,
      AllowOptions allowed,
      Console console) {
    this.spark = spark;
    this.models = List.copyOf(models);
    this.minSimilarity = minSimilarity;
    this.allowed = allowed;
    this.console = console;
  }

  /**
   * @param output folder for the new run
   * @param overwrite whether to replace an earlier result
   * @throws UnusableInputException if a folder cannot be used, or the models cannot be merged
   */
  public void run(String output, boolean overwrite) {
    RunDirectory directory = RunDirectory.at(output, hadoop());
    List<Given> given = models.stream().map(this::open).toList();
    OutputPlace.requireApart(
        directory,
        "--output",
        given.stream()
            .map(
                model ->
                    model
                        .run()
                        .map(run -> run.directory().root())
                        .orElseGet(() -> RunDirectory.at(model.location(), hadoop()).root()))
            .toList());
    checkOutput(directory, overwrite);
    directory.exclusively(
        spark.sparkContext().applicationId(),
        () -> {
          checkOutput(directory, overwrite);
          directory.requireOwnFiles();
          RunRecord record = newRecord(given);
          directory.record().during(record, () -> merge(given, directory, record));
        });
  }

  private Given open(String path) {
    String place = ModelPlace.folder(path);
    RunDirectory folder = RunDirectory.at(place, hadoop());
    Optional<FinishedRun> run =
        folder.exists(folder.path(RunDirectory.RUN_FILE))
            ? Optional.of(FinishedRun.open(path, hadoop()).allowing(allowed, path))
            : Optional.empty();
    String location = ModelDigest.place(run.map(FinishedRun::modelPath).orElse(place), hadoop());
    String digest =
        ModelDigest.of(location, hadoop())
            .orElseThrow(
                () ->
                    UnusableInputException.of(
                        "--model must be the folder of a model or of a run, got '%s', which has"
                            + " none; give the output.path of a fit",
                        path));
    return new Given(path, location, digest, run);
  }

  private void checkOutput(RunDirectory directory, boolean overwrite) {
    Optional<RunRecord> earlier = directory.previousRun(overwrite);
    earlier.ifPresent(run -> directory.requireCommand(run, COMMAND, overwrite));
    if (earlier.isPresent()
        && earlier.get().status == Status.DONE
        && !overwrite
        && !directory.damage(earlier.get(), console)) {
      throw UnusableInputException.of(
          "--output '%s' holds a finished run; give --overwrite to replace it, or name another",
          directory.root());
    }
  }

  private RunRecord newRecord(List<Given> given) {
    RunRecord record = RunRecord.begun(COMMAND);
    Optional<FinishedRun> first = given.get(0).run();
    ObjectNode configuration = JSON.createObjectNode();
    configuration.putObject("output").put("format", format(given).name().toLowerCase(Locale.ROOT));
    if (given.stream()
        .flatMap(model -> model.run().stream())
        .anyMatch(MergeModelsJob::hidesTexts)) {
      configuration.putObject("report").put("texts", "none");
    }
    record.configuration = configuration;
    record.seed = first.map(run -> run.record().seed).orElse(0L);
    record.idType = idType(given);
    record.parameters = JSON.valueToTree(Map.of("models", models, "minSimilarity", minSimilarity));
    record.versions = InputJob.versions(spark);
    given.stream()
        .flatMap(model -> model.run().stream())
        .forEach(
            run ->
                run.record()
                    .rejected
                    .forEach((why, n) -> record.rejected.merge(why, n, Long::sum)));
    return record;
  }

  private static boolean hidesTexts(FinishedRun run) {
    return !ReportSettings.of(run.configuration()).hasTexts();
  }

  private static OutputFormat format(List<Given> given) {
    return given.get(0).run().map(FinishedRun::format).orElse(OutputFormat.PARQUET);
  }

  /** That of all runs, or text. */
  private static String idType(List<Given> given) {
    List<String> types =
        given.stream()
            .flatMap(model -> model.run().stream())
            .map(run -> String.valueOf(run.record().idType))
            .distinct()
            .toList();
    return types.size() == 1 && !types.get(0).equals("null")
        ? types.get(0)
        : DataTypes.StringType.sql();
  }

  private void merge(List<Given> given, RunDirectory directory, RunRecord record) {
    long start = System.nanoTime();
    BERTopicModel first = first(given.get(0));
    first.setAnswers(directory.root() + "/" + RunDirectory.ANSWERS);
    List<MergeSource> sources =
        given.stream()
            .map(
                model ->
                    new MergeSource(
                        model.name(),
                        model.digest(),
                        model.equals(given.get(0)) ? first::savedModel : () -> read(model)))
            .toList();
    MergedModels merged = ErrorMessages.usersFault(() -> first.merge(sources, minSimilarity));
    merged.parts().forEach(part -> console.note(part.describe()));
    tell(given, merged, record);
    long documents = merged.model().topics().stream().mapToLong(topic -> topic.size()).sum();
    record.stages.add(
        new StageRecord("merge", "", documents, (System.nanoTime() - start) / 1e9, false));
    new Publication(directory, record, console)
        .withReport(ReportSettings.of(JobConfig.ofRecord("fit", record.configuration)))
        .publish(
            withAnswers(merged.model(), given.get(0), directory),
            assignments(given, merged.parts(), record),
            format(given),
            () -> given.forEach(this::requireUnchanged));
  }

  private BERTopicModel first(Given model) {
    return model
        .run()
        .map(FinishedRun::model)
        .orElseGet(
            () -> answers(model).readBy(allowed.apply(BERTopicModel.load(model.location()))));
  }

  private BERTopicModel withAnswers(BERTopicModel merged, Given first, RunDirectory directory) {
    return first
        .run()
        .map(run -> run.withAnswers(merged, directory))
        .orElseGet(() -> answers(first).carriedTo(directory, merged));
  }

  private RunAnswers answers(Given model) {
    return RunAnswers.beside(model.location(), hadoop());
  }

  private SavedModel read(Given model) {
    try {
      return ModelDirectory.at(model.location(), hadoop()).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Totals are read from the models' folders until the result is written. */
  private void requireUnchanged(Given model) {
    if (!ModelDigest.of(model.location(), hadoop()).equals(Optional.of(model.digest()))) {
      throw UnusableInputException.of(
          "the model '%s' must not change while it is read; start the command again", model.name());
    }
  }

  private static void tell(List<Given> given, MergedModels merged, RunRecord record) {
    merged.model().remarks().messages().stream()
        .distinct()
        .forEach(message -> record.warnings.add(Console.words(message)));
    record.counted.putAll(merged.model().remarks().counted());
    List<String> without =
        given.stream().filter(model -> model.run().isEmpty()).map(Given::name).toList();
    if (!without.isEmpty()) {
      record.warnings.add(
          String.format(
              Locale.ROOT,
              "assignments are those of runs alone, without %s; give the run's folder in place of"
                  + " its model's for them",
              String.join(", ", without)));
    }
  }

  /** The rows of all runs, with their topics in the merged model. */
  private Dataset<Row> assignments(List<Given> given, List<MergedPart> parts, RunRecord record) {
    DataType type = DataType.fromDDL(record.idType);
    Dataset<Row> all = spark.createDataFrame(List.of(), Assignments.schema(type));
    for (Given model : given) {
      if (model.run().isPresent()) {
        MergedPart part =
            parts.stream()
                .filter(each -> each.digest().equals(model.digest()))
                .findFirst()
                .orElseThrow();
        FinishedRun run = model.run().get();
        Dataset<Row> rows =
            Assignments.ofDocuments(Assignments.mapped(run.assignments(spark), part.mapping()))
                .unionByName(run.setAside(spark));
        all =
            all.unionByName(rows.withColumn(InputColumns.ID, rows.col(InputColumns.ID).cast(type)));
      }
    }
    return all;
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
