package org.sparkbertopic.job.fit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.page.ReportSettings;
import org.sparkbertopic.job.page.RunFigures;
import org.sparkbertopic.job.page.RunMap;
import org.sparkbertopic.job.page.RunReport;
import org.sparkbertopic.job.run.FitOverview;
import org.sparkbertopic.job.run.ModelDigest;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.job.run.RunRecord.Status;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.operations.matching.LikeModel;
import org.sparkbertopic.operations.matching.TopicMatcher;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.persistence.TopicsJson;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;

/** One run of {@code fit}: opens the run's directory, fits and publishes. */
public final class FitJob extends InputJob {

  /** Raised when maps change for equal embeddings and parameters. */
  private static final int MAP_VERSION = 1;

  private final BERTopic estimator;
  private final TopicMatcher matcher;
  private final CarriedColumns carried;
  private final ReportSettings report;

  public FitJob(
      SparkSession spark,
      JobConfig config,
      BERTopic estimator,
      boolean overwrite,
      Console console) {
    super(spark, config, overwrite, console);
    this.estimator = estimator;
    if (config.optional(ChunkColumn.KEY).isPresent()
        && config.optional("input.topic-column").isPresent()) {
      throw new ConfigurationException(
          ChunkColumn.KEY
              + " must be empty with input.topic-column, because updates find the topics of documents; leave one of them out");
    }
    this.carried = CarriedColumns.of(config);
    this.report = ReportSettings.of(config);
    this.matcher = config.part("online", c -> c.bound(TopicMatcher.create()));
  }

  @Override
  protected void requirePlace(RunDirectory directory) {
    super.requirePlace(directory);
    config
        .optional("online.like")
        .map(path -> ModelPlace.root(path, hadoop()))
        .ifPresent(model -> OutputPlace.requireApart(directory, "output.path", List.of(model)));
  }

  @Override
  protected void run(RunDirectory directory) {
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    InputReader input = reader(directory, previous);
    Optional<ChunkColumn> chunks = config.optional(ChunkColumn.KEY).map(ChunkColumn::parse);
    Map<String, String> further = new TreeMap<>(carried.keys());
    chunks.ifPresent(by -> further.put(by.name(), ChunkColumn.KEY));
    report.timestampColumn().ifPresent(name -> further.put(name, "input.timestamp-column"));
    report.classColumn().ifPresent(name -> further.put(name, "input.class-column"));
    Dataset<Row> table = input.read(further);
    OutputPlace.requireOutsideInput(directory, input.locations());
    RunRecord record = newRecord("fit", directory, input, table);
    record.seed = estimator.getSeed();
    Optional<LikeModel> like =
        config.optional("online.like").map(path -> like(path, directory, record));
    if (previous.isPresent()) {
      List<String> changes = RunChanges.between(previous.get(), record);
      if (changes.isEmpty() && isWhole(previous.get(), directory)) {
        show(previous.get(), directory);
        dropLeftCopy(directory);
        tellOfLaterVersion(input);
        return;
      }
      checkPrevious(previous.get(), changes, directory);
    }
    directory.requireOwnFiles();
    List<StructField> furtherColumns = new ArrayList<>(carried.fields(table));
    if (chunks.isPresent()) {
      furtherColumns.add(0, ReassignedTable.CHUNK_FIELD);
    }
    ResultTables tables =
        ResultTables.open(spark, config, directory, record, furtherColumns, console);
    during(
        directory,
        record,
        () -> {
          RunWorkspace workspace =
              workspace(directory, record, input, table)
                  .withInput(input.location(), chunks.isPresent() ? RowOrder.NONE : input.order());
          OutputFormat format = config.choice("output.format", OutputFormat.class);
          Publication publication = new Publication(directory, record, console).withReport(report);
          ChunkedFit.Fitting fitting = new ChunkedFit.Fitting(like);
          if (chunks.isPresent()) {
            ChunkedFit.Result result =
                new ChunkedFit(spark, config, directory, record, console)
                    .run(chunks.get(), estimator, input, table, workspace, fitting);
            Dataset<Row> assigned =
                carried.beside(
                    result.assignments(), workspace.read(table), input.columns(), result.intake());
            publication
                .beforeShown(place -> tables.write(place, assigned, null, result.model().topics()))
                .publish(result.model(), assigned, result.reassigned(), format);
            workspace.dropRead();
            return;
          }
          BERTopicModel model = fitting.fit(estimator, table, workspace);
          record.rejected = model.summary().intake().rejected();
          Dataset<Row> read = workspace.read(table);
          Dataset<Row> assigned =
              carried.beside(
                  model.summary().assignments(), read, input.columns(), model.summary().intake());
          publication
              .beforeShown(place -> tables.write(place, assigned, null, model.topics()))
              .withReport(
                  report,
                  new RunReport.Documents(
                      places(model, workspace, record), slices(model, input, read, workspace)))
              .publish(model, assigned, format);
          workspace.dropRead();
        });
  }

  private Optional<RunReport.Places> places(
      BERTopicModel model, RunWorkspace workspace, RunRecord record) {
    if (!report.map()) {
      return Optional.empty();
    }
    String print =
        Fingerprint.of("map")
            .with("version", MAP_VERSION)
            .with("input", record.inputFingerprint)
            .with("seed", record.seed)
            .with("embeddings", fingerprint(record, Stage.EMBED))
            .with("layout", fingerprint(record, Stage.LAYOUT))
            .with("sampleSize", estimator.getSampleSize())
            .digest();
    Dataset<Row> map =
        workspace.table(
            Stage.MAP,
            print,
            () ->
                RunMap.of(
                    model.summary().embeddings(),
                    model.summary().documents(),
                    model.savedModel(),
                    config,
                    workspace.progress()));
    return Optional.of(
        new RunReport.Places(map, model.summary().assignments(), model.summary().corpus()));
  }

  private RunFigures.Slices slices(
      BERTopicModel model, InputReader input, Dataset<Row> table, RunWorkspace workspace) {
    Map<String, String> columns = RunFigures.columns(report);
    if (columns.isEmpty()) {
      return RunFigures.Slices.NONE;
    }
    console.note("counting the words of topics over time and per class");
    Dataset<Row> documents =
        Intake.of(table, input.columns(), columns)
            .documents(model.summary().intake())
            .drop(InputColumns.EMBEDDING)
            .join(
                Assignments.documents(model.summary().assignments())
                    .select(InputColumns.ID, InputColumns.TOPIC),
                InputColumns.ID);
    RunFigures.Slices slices =
        console.watched(
            "topics over time and per class",
            spark.sparkContext(),
            () -> RunFigures.slices(model, documents, report));
    slices.notes().forEach(workspace::warn);
    return slices;
  }

  /** Of a stage of this run; empty if it has none such. */
  private static String fingerprint(RunRecord record, Stage stage) {
    return record.stages.stream()
        .filter(done -> done.name().equals(stage.title()))
        .map(StageRecord::fingerprint)
        .findFirst()
        .orElse("");
  }

  private LikeModel like(String path, RunDirectory directory, RunRecord record) {
    Configuration hadoop = hadoop();
    ModelDigest.Digested<SavedModel> read =
        ModelDigest.of(
            begunModel("online.like", "fit", directory, earlier -> earlier.likeVersion),
            hadoop,
            place -> {
              try {
                return ModelDirectory.at(place, hadoop).read();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    record.likeDigest = read.digest();
    record.likeVersion = LoadedModel.version(path, read.place()).orElse(null);
    return new LikeModel(read.model(), path, read.digest(), matcher);
  }

  private boolean isWhole(RunRecord earlier, RunDirectory directory) {
    return earlier.status == Status.DONE
        && earlier.incomplete.isEmpty()
        && !isDamaged(earlier, directory)
        && Stream.of(
                RunDirectory.MODEL,
                RunDirectory.ASSIGNMENTS,
                RunDirectory.TOPICS_FILE,
                RunDirectory.REPORT_FILE)
            .allMatch(name -> directory.exists(directory.path(name)));
  }

  private boolean isDamaged(RunRecord earlier, RunDirectory directory) {
    return directory.damage(earlier, console);
  }

  /** Prints the topics of a finished run that is complete and has the same settings. */
  private void show(RunRecord earlier, RunDirectory directory) {
    Path topics = new Path(directory.results().folder(earlier), RunDirectory.TOPICS_FILE);
    try (InputStream in = directory.files().open(topics)) {
      console.note("this run is finished; its input and settings have not changed");
      new FitOverview(earlier, TopicsJson.read(in, topics.toString())).print(console.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    console.out().println();
    console.out().println("Results: " + directory.root());
  }

  /**
   * A finished run with other settings is replaced only if requested. An interrupted run is
   * resumed, and its changed stages are repeated.
   */
  private void checkPrevious(RunRecord earlier, List<String> changes, RunDirectory directory) {
    directory.requireCommand(earlier, "fit", overwrite);
    if (changes.isEmpty()) {
      return;
    }
    if (earlier.status == Status.DONE && !overwrite) {
      throw UnusableInputException.of(
          "output.path '%s' holds a finished run with other settings (%s); give --overwrite to replace it, or name another",
          directory.root(), String.join(", ", changes));
    }
    console.note("changed since the earlier run: " + String.join(", ", changes));
  }
}
