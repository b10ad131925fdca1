package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** Runs with given topics and seed topics, and of a model that Python saved. */
class FitModesJobTest extends SparkTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private String quoted(String name) {
    return "\"" + folder.resolve(name) + "\"";
  }

  private Map<String, String> settings(String output) {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", quoted("passages"));
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", quoted(output));
    return settings;
  }

  private JsonNode fit(String output, Map<String, String> more) throws IOException {
    Map<String, String> settings = settings(output);
    settings.putAll(more);
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console).run();
    return json(output, "run.json");
  }

  private JsonNode json(String output, String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(output).resolve(file).toFile());
  }

  private void write(int rows) {
    Passages.table(spark(), 0, rows)
        .selectExpr(
            "*", "IF(hash(text) % 3 = 0, 'thirds', IF(hash(text) % 3 = 1, 'ones', NULL)) AS theme")
        .write()
        .parquet(folder.resolve("passages").toString());
  }

  private List<Row> assignments(String output) {
    return spark()
        .read()
        .parquet(folder.resolve(output).resolve("assignments").toString())
        .orderBy("id")
        .collectAsList();
  }

  @Test
  void given_topics_and_seed_words_go_through_a_run_and_its_record() throws IOException {
    write(150);
    fit("given", Map.of("input.topic-column", "theme"));
    JsonNode topics = json("given", "topics.json");
    assertTrue(topics.toString().contains("\"thirds\""), topics.toString());
    assertEquals(3, topics.size());

    JsonNode run =
        fit(
            "guided",
            Map.of(
                "embedding.model",
                "all-MiniLM-L6-v2",
                "guided.seed-topics",
                "[[tax, zzyzx]]",
                "reduction.method",
                "svd",
                "clustering.method",
                "kmeans",
                "clustering.n-clusters",
                "4",
                "input.id-column",
                "id"));
    assertTrue(
        run.get("warnings").toString().contains("words zzyzx;"), run.get("warnings").toString());
    assertEquals(4, run.get("topics").asInt());

    UnusableInputException error =
        assertThrows(
            UnusableInputException.class,
            () ->
                fit(
                    "many",
                    Map.of(
                        "reduction.method",
                        "svd",
                        "clustering.method",
                        "agglomerative",
                        "clustering.n-clusters",
                        "151")));
    assertTrue(error.getMessage().contains("points, 150, got 151"), error.getMessage());
  }

  @Test
  void topics_that_are_reduced_within_the_fit_agree_in_all_that_a_run_leaves() throws IOException {
    write(150);
    Map<String, String> five =
        Map.of(
            "reduction.method",
            "svd",
            "clustering.method",
            "kmeans",
            "clustering.n-clusters",
            "5",
            "topics.nr-topics",
            "2");
    JsonNode run = fit("reduced", five);
    assertEquals(2, run.get("topics").asInt());
    assertEquals(5, run.get("counted").get("topicsFound").asInt());
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("2 topics (of 5 found)"));
    List<Row> first = assignments("reduced");
    Map<Integer, Long> sizes =
        first.stream().collect(Collectors.groupingBy(row -> row.getInt(1), Collectors.counting()));
    JsonNode topics = json("reduced", "topics.json");
    assertEquals(2, topics.size());
    topics.forEach(
        topic -> assertEquals(topic.get("size").asLong(), sizes.get(topic.get("id").asInt())));

    FileUtils.deleteDirectory(folder.resolve("reduced").resolve("assignments").toFile());
    JsonNode again = fit("reduced", five);
    assertEquals(first, assignments("reduced"));
    assertEquals(5, again.get("counted").get("topicsFound").asInt());
    again
        .get("stages")
        .forEach(
            stage ->
                assertTrue(
                    stage.get("reused").asBoolean()
                        || List.of("read the input", "publish")
                            .contains(stage.get("name").asText()),
                    stage.toString()));

    Map<String, String> many = new HashMap<>(five);
    many.put("topics.nr-topics", "5");
    JsonNode unreduced = fit("many", many);
    assertTrue(
        unreduced
            .get("warnings")
            .toString()
            .contains("topics.nr-topics = 5 changes nothing: 5 topics were found"),
        unreduced.get("warnings").toString());
    JsonNode merged = fit("merged", Map.of("input.topic-column", "theme", "topics.nr-topics", "1"));
    String words = json("merged", "topics.json").get(1).get("name").asText();
    assertTrue(words.startsWith("0_"), words);
    assertTrue(
        merged.get("warnings").toString().contains("topics.nr-topics = 1 dropped the names "),
        merged.get("warnings").toString());
    many.put("topics.nr-topics", "0");
    String message =
        assertThrows(ConfigurationException.class, () -> fit("none", many)).getMessage();
    assertTrue(message.contains("topics.nr-topics must be at least 1"), message);
  }

  @Test
  void of_documents_that_are_all_alike_the_advice_is_one_cluster() throws IOException {
    Passages.table(spark(), 0, 60)
        .selectExpr("id", "'the same' AS text", "array(0.6f, 0.8f, 0f) AS embedding")
        .write()
        .parquet(folder.resolve("passages").toString());
    Map<String, String> plain = Map.of("reduction.method", "none");
    JsonNode none = fit("none", plain);
    assertEquals(0, none.get("topics").asInt());
    assertTrue(
        none.get("warnings").toString().contains("set hdbscan.allow-single-cluster = true"),
        none.get("warnings").toString());
    Map<String, String> advised = new HashMap<>(plain);
    advised.put("hdbscan.allow-single-cluster", "true");
    assertEquals(1, fit("one", advised).get("topics").asInt());
  }

  @Test
  void a_model_of_python_assigns_given_embeddings_and_texts_by_its_own_model() {
    write(40);
    Path model =
        Path.of(FitModesJobTest.class.getResource("/golden/model/python_bertopic").getPath());
    Map<String, String> given = settings("by-vectors");
    given.put("model.path", "\"" + model + "\"");
    new TransformJob(spark(), JobConfig.load("transform", null, given), false, console).run();
    Map<String, String> texts = settings("by-texts");
    texts.put("model.path", "\"" + model + "\"");
    texts.remove("input.embedding-column");
    texts.put("embedding.model", "all-MiniLM-L6-v2");
    new TransformJob(spark(), JobConfig.load("transform", null, texts), false, console).run();
    List<Row> byVectors = assignments("by-vectors");
    List<Row> byTexts = assignments("by-texts");
    assertEquals(40, byVectors.size());
    for (int i = 0; i < 40; i++) {
      assertEquals(byVectors.get(i).getInt(1), byTexts.get(i).getInt(1));
      assertTrue(byVectors.get(i).getInt(1) >= 0);
    }
  }
}
