package org.sparkbertopic.job.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.TimeBins;
import org.sparkbertopic.operations.slices.TopicSlice;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import picocli.CommandLine;

/** The commands on the run of 300 passages, without ids of their own and one of them twice. */
class SliceJobTest extends SparkTest {

  private static final int PASSAGES = 300;

  @TempDir static Path folder;

  private static Path run;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeAll
  static void fit() {
    List<Row> passages = Passages.rows(0, PASSAGES);
    List<String> years = Golden.passages("year");
    List<String> parties = Golden.passages("party");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i <= PASSAGES; i++) {
      Row passage = passages.get(i % PASSAGES);
      rows.add(
          RowFactory.create(
              passage.get(1),
              passage.get(2),
              // The last one is the first again, and its year is no year.
              i == PASSAGES ? "unknown" : years.get(i),
              parties.get(i % PASSAGES)));
    }
    Path input = folder.resolve("passages.parquet");
    spark()
        .createDataFrame(
            rows,
            new StructType()
                .add(Passages.SCHEMA.apply("text"))
                .add(Passages.SCHEMA.apply("embedding"))
                .add("year", DataTypes.StringType)
                .add("party", DataTypes.StringType))
        .coalesce(1)
        .write()
        .parquet(input.toString());
    run = folder.resolve("run");
    JobConfig config =
        JobConfig.load(
            "fit",
            null,
            Map.of(
                "input.path", "\"" + input + "\"",
                "input.embedding-column", "embedding",
                "input.class-column", "party",
                "output.path", "\"" + run + "\"",
                "output.format", "csv",
                "reduction.method", "pca",
                "hdbscan.min-cluster-size", "5",
                "vectorizer.stop-words", "english"));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, new Console(nowhere))
        .run();
  }

  private static SliceOptions options(String... arguments) {
    SliceOptions options = new SliceOptions();
    List<String> all = new ArrayList<>(List.of("--run", run.toString()));
    all.addAll(List.of(arguments));
    CommandLine command = new CommandLine(CommandLine.Model.CommandSpec.create());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.addMixin("options", options);
    command.parseArgs(all.toArray(new String[0]));
    return options;
  }

  private SliceJob job(SliceOptions options, String bins) {
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    return new SliceJob(
        spark(), options.open(), console, options, options.settings(bins, "", "auto", true));
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void over_time_writes_a_table_sets_unreadable_rows_aside_and_shows_the_largest_topics()
      throws IOException {
    job(options(), "decade").run(RunDirectory.OVER_TIME, true, Optional.of("year"), false);
    Path table = run.resolve("topics-over-time");
    List<Row> rows = spark().read().json(table.toString()).collectAsList();
    assertEquals(PASSAGES, rows.stream().mapToLong(row -> row.<Long>getAs("frequency")).sum());
    assertTrue(rows.stream().anyMatch(row -> row.getAs("timestamp").equals("1960-01-01")));
    List<Row> rejected =
        spark().read().json(run.resolve("topics-over-time-rejected").toString()).collectAsList();
    assertEquals(1, rejected.size());
    assertEquals("unknown", rejected.get(0).getAs("timestamp"));
    assertTrue(output().contains("! 1 row set aside: timestamp cannot be read, such as 'unknown'"));
    assertTrue(output().contains("topic 0: 0_"), output());
    assertTrue(output().contains("  timestamp   documents  words"), output());
    assertFalse(output().contains("topic -1:"), output());
  }

  @Test
  void per_class_takes_the_column_of_the_runs_configuration_and_writes_csv() throws IOException {
    job(options("--topics=0,-1", "--format", "csv"), "each")
        .run(RunDirectory.PER_CLASS, false, Optional.empty(), true);
    List<String> lines = new ArrayList<>();
    try (var files = Files.list(run.resolve("topics-per-class"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".csv")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    assertEquals("topic,name,class,frequency,words,scores", lines.get(0));
    assertTrue(lines.get(1).startsWith("-1,-1_"), lines.get(1));
    assertTrue(lines.get(1).contains(",Democratic,"), lines.get(1));
    assertEquals(5, lines.size());
    assertTrue(output().contains("  class       documents  words"), output());
  }

  @Test
  void over_time_in_classes_goes_where_it_is_told() {
    Path elsewhere = folder.resolve("elsewhere");
    SliceOptions options =
        options("--class-column", "party", "--output", elsewhere.toString(), "--format", "parquet");
    job(options, "3").run(RunDirectory.OVER_TIME, true, Optional.of("year"), true);
    Dataset<Row> table = spark().read().parquet(elsewhere.toString());
    assertEquals(DataTypes.TimestampType, table.schema().apply("timestamp").dataType());
    assertEquals(2, table.select("class").distinct().count());
    assertEquals(3, table.select("timestamp").distinct().count());
    assertEquals((long) PASSAGES, table.agg(functions.sum("frequency")).first().getLong(0));
    assertRefused("'file:" + elsewhere + "' exists", elsewhere);
    assertEquals(table.count(), spark().read().parquet(elsewhere.toString()).count());
  }

  private void assertRefused(String reason, Path output) {
    SliceJob job = job(options("--output", output.toString()), "3");
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class,
            () -> job.run(RunDirectory.OVER_TIME, true, Optional.of("year"), false));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void an_output_that_is_there_or_a_source_is_refused_and_stays() throws IOException {
    Path assignments = run.resolve("assignments");
    long before = spark().read().csv(assignments.toString()).count();
    assertRefused("must be a folder that is not there yet", assignments);
    assertRefused("must be a folder that is not there yet", folder.resolve("passages.parquet"));
    assertRefused("is, holds or lies in", assignments.resolve("slices"));
    assertRefused("is, holds or lies in", folder.resolve("passages.parquet").resolve("slices"));
    assertEquals(before, spark().read().csv(assignments.toString()).count());
    Path others = folder.resolve("mine-rejected");
    spark().range(3).write().json(others.toString());
    assertRefused("mine-rejected' exists", folder.resolve("mine"));
    assertEquals(3, spark().read().json(others.toString()).count());
    // Its own table in the run is replaced.
    for (int again = 0; again < 2; again++) {
      job(options(), "3").run("topics-again", true, Optional.of("year"), false);
    }
  }

  @Test
  void a_column_a_topic_or_a_run_that_is_not_there_is_told() {
    ConfigurationException noColumn =
        assertThrows(
            ConfigurationException.class,
            () -> job(options(), "each").run("x", true, Optional.empty(), false));
    assertTrue(noColumn.getMessage().contains("--timestamp-column"), noColumn.getMessage());
    UnusableInputException wrongColumn =
        assertThrows(
            UnusableInputException.class,
            () -> job(options(), "each").run("x", true, Optional.of("yeer"), false));
    assertTrue(wrongColumn.getMessage().contains("got 'yeer'"), wrongColumn.getMessage());
    assertThrows(
        UnusableInputException.class,
        () -> job(options("--topics", "4711"), "each").run("x", false, Optional.empty(), true));
    assertThrows(
        ConfigurationException.class, () -> options().settings("sometimes", "", "auto", true));
    UnusableInputException noRun =
        assertThrows(
            UnusableInputException.class,
            () -> FinishedRun.openAssigned(folder.resolve("none").toString()));
    assertTrue(noRun.getMessage().contains("must be the folder of a run"), noRun.getMessage());
  }

  @Test
  void the_models_method_takes_what_transform_makes() {
    BERTopicModel model = BERTopicModel.load(run.resolve("model").toString());
    model.setEmbeddingCol("embedding");
    Dataset<Row> documents =
        model
            .transform(spark().read().parquet(folder.resolve("passages.parquet").toString()))
            .withColumn("year", functions.expr("try_cast(year AS int)"));
    SliceSettings settings = SliceSettings.create().withBins(TimeBins.equalWidth(2));
    List<TopicSlice> slices = model.topicsOverTime(documents, "year", settings).values();
    assertEquals(PASSAGES, slices.stream().mapToLong(TopicSlice::frequency).sum());
    assertEquals(2, slices.stream().map(TopicSlice::timestamp).distinct().count());
    assertEquals(model.topics().get(0).name(), slices.get(0).name());
  }
}
