package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.pipeline.TransformResult;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.topics.Topic;

/** One run of {@code transform}: reads documents, assigns topics and writes the assignments. */
public final class TransformJob extends InputJob {

  private final AllowOptions allowed;

  /** Uses a model that may access nothing outside of its directory. */
  public TransformJob(SparkSession spark, JobConfig config, boolean overwrite, Console console) {
    this(spark, config, new AllowOptions(), overwrite, console);
  }

  public TransformJob(
      SparkSession spark,
      JobConfig config,
      AllowOptions allowed,
      boolean overwrite,
      Console console) {
    super(spark, config, overwrite, console);
    this.allowed = allowed;
  }

  @Override
  protected void requirePlace(RunDirectory directory) {
    OutputPlace.requireApart(directory, "output.path", List.of(model()));
  }

  private Path model() {
    return ModelPlace.root(config.string("model.path"), hadoop());
  }

  @Override
  protected void run(RunDirectory directory) {
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    previous.ifPresent(earlier -> directory.requireCommand(earlier, "transform", overwrite));
    LoadedModel used = model("transform", directory, allowed);
    InputReader reader = reader(directory, previous);
    CarriedColumns carried = CarriedColumns.of(config);
    Dataset<Row> table = reader.readOrEmpty(carried.keys());
    OutputPlace.requireOutsideInput(directory, reader.locations());
    Intake.check(table, reader.columns());
    RunRecord record = newRecord("transform", directory, reader, table);
    record.modelDigest = used.digest();
    record.modelVersion = used.version().orElse(null);
    if (previous.filter(earlier -> isDone(earlier, record, directory)).isPresent()) {
      tellDone("model, input and settings", reader, directory);
      return;
    }
    previous.ifPresent(earlier -> requireReplaceable(earlier, "transform", directory));
    directory.requireOwnFiles();
    ResultTables tables =
        ResultTables.open(spark, config, directory, record, reader, carried.fields(table), console);
    during(
        directory,
        record,
        () -> {
          RunWorkspace workspace = workspace(directory, record, reader, table);
          used.warnOfLostIds(reader.columns(), table, workspace);
          Optional<Embedder> embedder = used.embedder(reader.columns(), workspace);
          Dataset<Row> read = workspace.read(table);
          TransformResult result =
              used.model()
                  .pipeline()
                  .run(
                      Intake.of(read, reader.columns()),
                      Fingerprint.of("transform").with("input", record.inputFingerprint).digest(),
                      embedder,
                      record.modelDigest,
                      workspace);
          record.documents = result.intake().documents();
          record.rejected = result.intake().rejected();
          Dataset<Row> assigned =
              carried.beside(result.assignments(), read, reader.columns(), result.intake());
          publish(assigned, tables, directory, record);
          workspace.dropRead();
        });
  }

  private void publish(
      Dataset<Row> all, ResultTables tables, RunDirectory directory, RunRecord record) {
    Dataset<Row> assigned = Assignments.documents(all);
    Path result =
        new Publication(directory, record, console)
            .begin(all, config.choice("output.format", OutputFormat.class));
    record.outliers = assigned.filter(col(TOPIC).equalTo(Topic.OUTLIERS)).count();
    record.topics =
        (int) assigned.filter(col(TOPIC).gt(Topic.OUTLIERS)).select(TOPIC).distinct().count();
    tables.write(result, all, null, List.of());
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
}
