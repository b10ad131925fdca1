package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;

/** {@code sample.rounds}: topics from samples of the outliers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleRoundsJobTest extends SparkTest {

  private static final int DOCUMENTS = 450;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Path folder;

  @BeforeAll
  void write(@TempDir Path shared) {
    folder = shared;
  }

  private Map<String, String> settings(String output, String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + folder.resolve("passages") + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("reduction.method", "pca");
    settings.put("hdbscan.min-cluster-size", "5");
    settings.put("hdbscan.min-samples", "2");
    settings.put("sample.size", "100");
    settings.put("report.map", "false");
    settings.put("output.path", "\"" + folder.resolve(output) + "\"");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private JsonNode fit(String output, String... more) throws IOException {
    JobConfig config = JobConfig.load("fit", null, settings(output, more));
    printed.reset();
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console).run();
    return new ObjectMapper().readTree(folder.resolve(output).resolve("run.json").toFile());
  }

  private Map<String, String> assigned(String output) {
    return topics(spark().read().parquet(folder.resolve(output).resolve("assignments").toString()));
  }

  /** Topic and the bits of the probability, by id. */
  private static Map<String, String> topics(Dataset<Row> assignments) {
    Map<String, String> topics = new TreeMap<>();
    for (Row row : assignments.select("id", "topic", "probability").collectAsList()) {
      topics.put(row.getString(0), row.getInt(1) + " " + row.getDouble(2));
    }
    return topics;
  }

  @Test
  void outliers_get_topics_that_the_model_assigns_as_the_fit_did() throws IOException {
    Dataset<Row> passages = Passages.table(spark(), 0, DOCUMENTS);
    passages.coalesce(1).write().parquet(folder.resolve("passages").toString());
    JsonNode one = fit("one");
    JsonNode run = fit("three", "sample.rounds", "3");
    JsonNode counted = run.get("counted");
    assertEquals(one.get("outliers"), counted.get("round2Outliers"));
    assertEquals(100, counted.get("round2Sampled").asInt());
    int found = counted.get("round2Topics").asInt();
    assertTrue(found > 0, counted::toString);
    int left = one.get("outliers").asInt() - counted.get("round2Documents").asInt();
    assertEquals(left, counted.get("round3Outliers").asInt());
    assertEquals(left - counted.get("round3Documents").asInt(), run.get("outliers").asInt());
    assertEquals(
        one.get("topics").asInt() + found + counted.get("round3Topics").asInt(),
        run.get("topics").asInt());
    String told =
        String.format("round 2: %d outliers, 100 of them drawn", one.get("outliers").asInt());
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains(told), printed::toString);
    assertTrue(run.get("notes").toString().contains(told), run.get("notes")::toString);
    String page = Files.readString(folder.resolve("three").resolve("report.html"));
    assertTrue(page.contains("topics of further samples"));

    BERTopicModel model =
        BERTopicModel.load(folder.resolve("three").resolve("model").toString())
            .setIdCol("id")
            .setEmbeddingCol("embedding");
    List<Topic> topics = model.fittedTopics().topics();
    for (int row = 2; row < topics.size(); row++) {
      assertTrue(topics.get(row - 1).size() >= topics.get(row).size(), topics::toString);
    }
    Map<String, String> ofFit = assigned("three");
    assertEquals(ofFit, topics(model.transform(passages.repartition(5))));
    Map<String, String> ofOne = assigned("one");
    long moved =
        ofOne.keySet().stream()
            .filter(id -> ofOne.get(id).startsWith("-1 ") != ofFit.get(id).startsWith("-1 "))
            .count();
    assertEquals(one.get("outliers").asLong() - run.get("outliers").asLong(), moved);

    BERTopicModel grown =
        model.update(Passages.table(spark(), DOCUMENTS, DOCUMENTS + 20), "next").model();
    assertEquals(ofFit, topics(grown.transform(passages)));
  }

  @Test
  void says_where_there_are_no_outliers_to_draw_from() {
    RuntimeException error =
        assertThrows(
            RuntimeException.class,
            () ->
                TopicModelConfig.estimator(
                    JobConfig.load(
                        "fit",
                        null,
                        settings("given", "sample.rounds", "2", "input.topic-column", "topic"))));
    assertTrue(
        error.getMessage().startsWith("setSampleRounds must be 1 where topics are given"),
        error.getMessage());
  }
}
