package org.sparkbertopic.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.evaluate.EvaluateJob;
import org.sparkbertopic.job.evaluate.EvaluationResult;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.tune.TuneCandidate;
import org.sparkbertopic.job.tune.TuneGrid;
import org.sparkbertopic.job.tune.TuneJob;
import org.sparkbertopic.job.tune.TuneReport;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;

/** {@code evaluate} and {@code tune} on runs over the reference passages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QualityJobsTest extends SparkTest {

  private static final int DOCUMENTS = 450;

  private Path folder;
  private Path input;
  private Path first;
  private Path second;

  @BeforeAll
  void fitTwoRuns(@TempDir Path shared) {
    folder = shared;
    input = folder.resolve("passages.parquet");
    Passages.table(spark(), 0, DOCUMENTS)
        .withColumn("half", concat(lit("half "), functions.length(col("text")).mod(2)))
        .coalesce(2)
        .write()
        .parquet(input.toString());
    first = fit("first", 1);
    second = fit("second", 2);
  }

  private Map<String, String> settings(Path output, int seed) {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + output + "\"");
    settings.put("vectorizer.stop-words", "english");
    settings.put("umap.n-epochs", "100");
    settings.put("seed", Integer.toString(seed));
    return settings;
  }

  private Path fit(String name, int seed) {
    JobConfig config = JobConfig.load("fit", null, settings(folder.resolve(name), seed));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, Consoles.quiet()).run();
    return folder.resolve(name);
  }

  private EvaluationResult evaluate(String labels, Path... runs) {
    List<String> paths = new ArrayList<>();
    for (Path run : runs) {
      paths.add(run.toString());
    }
    return new EvaluateJob(spark(), Consoles.quiet()).run(paths, Optional.ofNullable(labels), 10);
  }

  private String printed(EvaluationResult result, boolean json, Path output) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    result.show(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        json,
        output == null ? null : output.toString());
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void two_runs_are_measured_and_compared() throws IOException {
    EvaluationResult result = evaluate("half", first, second);
    Path output = folder.resolve("evaluation");
    String table = printed(result, false, output);
    JsonNode json = new ObjectMapper().readTree(output.resolve("evaluation.json").toFile());
    assertEquals(
        json, new ObjectMapper().readTree(printed(result, true, null)), "printed and written");
    BERTopicModel model = BERTopicModel.load(first.resolve("model").toString());
    JsonNode run = json.get("runs").get(0);
    long outliers = model.topics().get(0).id() == Topic.OUTLIERS ? model.topics().get(0).size() : 0;
    assertEquals(DOCUMENTS, run.get("documents").asLong());
    assertEquals(outliers, run.get("outliers").asLong());
    assertEquals(DOCUMENTS, run.get("labels").get("documents").asLong());
    assertEquals(DOCUMENTS - outliers, run.get("labelsWithoutOutliers").get("documents").asLong());
    assertEquals(run.get("topics").asInt(), run.get("topicCoherence").size());
    assertTrue(run.get("npmi").asDouble() > -0.5 && run.get("cv").asDouble() > 0.2);
    assertTrue(run.get("diversity").asDouble() > 0.5);
    assertTrue(Math.abs(run.get("relativeValidity").asDouble()) <= 1);
    assertTrue(Math.abs(run.get("dbcv").asDouble()) <= 1);
    assertEquals(run.get("dbcvOfPoints").asInt(), run.get("dbcvPoints").asInt());
    assertTrue(run.get("dbcvPoints").asInt() > 0);
    // Whether a text's length is even says nothing about its topic.
    assertTrue(run.get("labels").get("ari").asDouble() < 0.05);
    assertEquals(2, json.get("stability").get("runs").asInt());
    assertTrue(json.get("stability").get("nmiClusteredInBoth").asDouble() > 0.5);
    assertTrue(json.get("stability").get("words").asDouble() > 0.2);
    assertTrue(table.contains("relative validity") && table.contains("Agreement of 2 runs"));
  }

  @Test
  void the_command_prints_what_the_job_found() throws IOException {
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertEquals(ExitStatus.DONE, Main.run("evaluate", "--run", first.toString(), "--json"));
    } finally {
      System.setOut(console);
    }
    assertEquals(
        evaluate(null, first).toJson().toString(),
        new ObjectMapper().readTree(bytes.toByteArray()).toString());
  }

  @Test
  void a_run_agrees_wholly_with_one_of_the_same_seed() {
    EvaluationResult result = evaluate(null, first, fit("again", 1));
    assertEquals(1, result.stability().orElseThrow().nmi(), 1e-9);
    assertEquals(1, result.stability().orElseThrow().ari(), 1e-9);
    assertEquals(1, result.stability().orElseThrow().words(), 1e-9);
    assertTrue(result.runs().get(0).quality().all().isEmpty());
  }

  @Test
  void what_is_no_finished_run_is_refused_with_the_reason() throws IOException {
    UnusableInputException nothing =
        assertThrows(UnusableInputException.class, () -> evaluate(null, folder.resolve("nothing")));
    assertTrue(nothing.getMessage().contains("which has no run.json"), nothing.getMessage());
    Path failed = Files.createDirectory(folder.resolve("failed"));
    Files.writeString(
        failed.resolve("run.json"),
        Files.readString(first.resolve("run.json")).replace("\"DONE\"", "\"FAILED\""));
    UnusableInputException unfinished =
        assertThrows(UnusableInputException.class, () -> evaluate(null, failed));
    assertTrue(unfinished.getMessage().contains("which is failed"), unfinished.getMessage());
    UnusableInputException column =
        assertThrows(UnusableInputException.class, () -> evaluate("class", first));
    assertTrue(
        column.getMessage().contains("--labels-column must be a column of the input, got 'class'"),
        column.getMessage());
  }

  private List<TuneCandidate> tune(
      Path output, List<Integer> sizes, List<Integer> samples, List<Integer> neighbors) {
    JobConfig config = JobConfig.load("fit", null, settings(output, 1));
    BERTopic estimator = TopicModelConfig.estimator(config);
    TuneGrid grid = TuneGrid.of(estimator, sizes, samples, neighbors);
    TuneJob job = new TuneJob(spark(), config, estimator, grid, false, Consoles.quiet());
    job.run();
    return job.candidates();
  }

  @Test
  void tune_shows_what_fits_with_these_parameters_would_give() throws IOException {
    Path output = folder.resolve("tune");
    List<TuneCandidate> candidates = tune(output, List.of(10, 25), List.of(0), List.of(15, 10));
    assertEquals(4, candidates.size());
    TuneCandidate asFitted =
        candidates.stream()
            .filter(c -> c.nNeighbors() == 15 && c.clusterer().minClusterSize() == 10)
            .findFirst()
            .orElseThrow();
    EvaluationResult.Run fitted = evaluate(null, first).runs().get(0);
    assertEquals(fitted.quality().topics().size(), asFitted.topics());
    assertEquals(fitted.quality().outliers(), asFitted.outliers());
    assertEquals(fitted.quality().npmi(), asFitted.npmi(), 1e-12);
    assertEquals(fitted.quality().diversity(), asFitted.diversity(), 1e-12);
    assertEquals(fitted.quality().relativeValidity(), asFitted.relativeValidity(), 1e-12);
    assertTrue(candidates.stream().anyMatch(TuneCandidate::best));
    for (int i = 1; i < candidates.size(); i++) {
      assertTrue(
          Double.isNaN(candidates.get(i).npmi())
              || candidates.get(i - 1).npmi() >= candidates.get(i).npmi());
    }
    JsonNode json = new ObjectMapper().readTree(output.resolve("tune.json").toFile());
    assertEquals(4, json.get("candidates").size());
    assertEquals(
        TuneReport.settings(candidates.get(0)),
        json.get("candidates").get(0).get("settings").asText());
    UnusableInputException other =
        assertThrows(
            UnusableInputException.class, () -> tune(first, List.of(10), List.of(), List.of()));
    assertTrue(other.getMessage().contains("holds a run of fit"), other.getMessage());
  }

  @Test
  void where_nothing_clusters_there_is_no_figure_and_no_failure() {
    List<TuneCandidate> candidates =
        tune(folder.resolve("none"), List.of(400), List.of(), List.of());
    assertEquals(1, candidates.size());
    assertEquals(0, candidates.get(0).topics());
    assertEquals(DOCUMENTS, candidates.get(0).outliers());
    assertTrue(Double.isNaN(candidates.get(0).npmi()));
    assertEquals(ClusterModel.NOISE, candidates.get(0).labels()[0]);
  }

  @Test
  void values_that_no_part_takes_are_refused_before_any_work() {
    BERTopic estimator =
        TopicModelConfig.estimator(
            JobConfig.load("fit", null, settings(folder.resolve("unused"), 1)));
    ConfigurationException size =
        assertThrows(
            ConfigurationException.class,
            () -> TuneGrid.of(estimator, List.of(1), List.of(), List.of()));
    assertTrue(size.getMessage().contains("minClusterSize must be at least 2, got 1"));
    ConfigurationException reduction =
        assertThrows(
            ConfigurationException.class,
            () ->
                TuneGrid.of(
                    new BERTopic().setReducer(Pca.create()), List.of(), List.of(), List.of(5)));
    assertTrue(reduction.getMessage().contains("reduction.method must be umap"));
    assertNotEquals(0, TuneGrid.of(estimator, List.of(), List.of(), List.of()).clusterers().size());
    assertFalse(Files.exists(folder.resolve("unused")));
  }

  @Test
  void a_run_is_not_compared_with_itself() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link to the first"), first);
    for (Path again : List.of(first, link)) {
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, () -> evaluate(null, first, again));
      assertTrue(
          refused.getMessage().startsWith("--run must name different runs, got '"),
          refused.getMessage());
    }
  }

  @Test
  void the_command_line_refuses_what_it_cannot_use_before_spark_starts() {
    assertEquals(ExitStatus.UNUSABLE, Main.run("evaluate"));
    assertEquals(
        ExitStatus.UNUSABLE, Main.run("evaluate", "--run", first.toString(), "--top-n-words", "1"));
    String[] paths = {"--input", input.toString(), "--output", folder.resolve("no").toString()};
    assertEquals(ExitStatus.UNUSABLE, Main.run(tune(paths, "--min-cluster-size", "10,x")));
    assertEquals(ExitStatus.UNUSABLE, Main.run(tune(paths, "--min-cluster-size", "10,1")));
    assertEquals(ExitStatus.UNUSABLE, Main.run(tune(paths, "--n-neighbors", "15,1")));
    assertFalse(Files.exists(folder.resolve("no")));
    assertEquals(ExitStatus.DONE, Main.run("tune", "--keys"));
  }

  private static String[] tune(String[] paths, String... more) {
    return Stream.of(new String[] {"tune"}, paths, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
