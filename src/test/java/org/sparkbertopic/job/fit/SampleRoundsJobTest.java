package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.topics.Topic;

/** {@code sample.rounds}: topics from samples of the outliers. */
class SampleRoundsJobTest extends PassageFits {

  @Override
  Map<String, String> common() {
    return Map.of(
        "hdbscan.min-cluster-size", "5", "hdbscan.min-samples", "2", "sample.size", "100");
  }

  private Map<String, String> assigned(String output) {
    return topics(
        spark().read().parquet(folder().resolve(output).resolve("assignments").toString()));
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
    passages.coalesce(1).write().parquet(folder().resolve("passages").toString());
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
    assertTrue(printed().contains(told), this::printed);
    assertTrue(run.get("notes").toString().contains(told), run.get("notes")::toString);
    String page = Files.readString(folder().resolve("three").resolve("report.html"));
    assertTrue(page.contains("topics of further samples"));

    BERTopicModel model =
        BERTopicModel.load(folder().resolve("three").resolve("model").toString())
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
    String message =
        refused(settings("given", "sample.rounds", "2", "input.topic-column", "topic"));
    assertTrue(message.startsWith("setSampleRounds must be 1 where topics are given"), message);
  }
}
