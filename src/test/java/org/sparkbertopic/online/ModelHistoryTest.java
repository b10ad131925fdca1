package org.sparkbertopic.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.job.Main;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.OnlineState;
import org.sparkbertopic.topics.history.SignalSettings;
import org.sparkbertopic.topics.history.TopicChunk;
import org.sparkbertopic.vectorizer.CountVectorizer;

class ModelHistoryTest extends SparkTest {

  private static final int FIT = 300;
  private static final long DAY = LocalDate.parse("2026-11-28").toEpochDay();

  private static BERTopicModel fitted;
  private static BERTopicModel grown;

  @TempDir Path folder;

  @BeforeAll
  static void grow() {
    fitted =
        new BERTopic()
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setReducer(Umap.bertopic().withNEpochs(60))
            .setClusterer(Hdbscan.create().withMinClusterSize(5))
            .setVectorizer(CountVectorizer.create().withStopWords("english"))
            .fit(rows(0, FIT));
    OnlineSettings settings =
        OnlineSettings.create().withMinTopicSize(8).withNewTopicSimilarity(0.95);
    grown = fitted;
    for (int chunk = 0; chunk < 2; chunk++) {
      int from = FIT + 150 * chunk;
      grown =
          grown
              .update(
                  rows(from, from + 150),
                  new ChunkUpdate.Name("day-" + chunk, DAY + chunk),
                  settings)
              .model();
    }
  }

  private static Dataset<Row> rows(int from, int to) {
    return Passages.table(spark(), from, to);
  }

  @Test
  void each_chunk_has_the_fits_figures_beside_its_own() {
    List<Chunk> chunks = grown.history().chunks();
    assertEquals(List.of("fit", "day-0", "day-1"), chunks.stream().map(Chunk::name).toList());
    Map<String, float[]> vectors = vectors(0, FIT);
    List<Row> assigned = fitted.summary().assignments().select("id", "topic").collectAsList();
    double cosines = 0;
    int inTopics = 0;
    for (Row row : assigned) {
      if (row.getInt(1) != Topic.OUTLIERS) {
        float[] center =
            fitted.fittedTopics().embeddings()[fitted.fittedTopics().rowOf(row.getInt(1))];
        cosines += Vectors.cosine(vectors.get(row.getString(0)), center);
        inTopics++;
      }
    }
    assertEquals(cosines / inTopics, chunks.get(0).similarity(), 1e-5);
    assertEquals(novelty(vectors, vectors), chunks.get(0).novelty(), 1e-4);
    assertEquals(novelty(vectors(FIT, FIT + 150), vectors), chunks.get(1).novelty(), 1e-4);
    for (int place = 0; place < chunks.size(); place++) {
      int of = place;
      List<TopicChunk> rows =
          grown.history().topics().stream().filter(row -> row.chunk() == of).toList();
      assertEquals(
          chunks.get(place).documents(), rows.stream().mapToLong(TopicChunk::documents).sum());
      for (TopicChunk row : rows) {
        assertEquals(row.words().size(), row.scores().size());
        assertTrue(row.topic() == Topic.OUTLIERS || row.similarity() > 0.2, row.toString());
      }
    }
  }

  private static double novelty(Map<String, float[]> documents, Map<String, float[]> sample) {
    return documents.entrySet().stream()
        .mapToDouble(
            document ->
                sample.entrySet().stream()
                    .filter(other -> !other.getKey().equals(document.getKey()))
                    .mapToDouble(other -> 1 - Vectors.cosine(document.getValue(), other.getValue()))
                    .min()
                    .orElseThrow())
        .average()
        .orElseThrow();
  }

  private static Map<String, float[]> vectors(int from, int to) {
    Map<String, float[]> vectors = new HashMap<>();
    for (Row row : rows(from, to).select("id", "embedding").collectAsList()) {
      List<Float> values = row.getList(1);
      float[] vector = new float[values.size()];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = values.get(d);
      }
      vectors.put(row.getString(0), vector);
    }
    return vectors;
  }

  @Test
  void the_history_follows_topics_that_are_merged_or_deleted() {
    ModelHistory before = grown.history();
    TopicMapping mapping = TopicMapping.merging(grown.fittedTopics(), List.of(List.of(0, 1)));
    BERTopicModel merged = grown.mapTopics(mapping);
    assertEquals(
        documents(before, 0) + documents(before, 1), documents(merged.history(), mapping.apply(0)));
    assertEquals(before.chunks().size(), merged.history().chunks().size());
    assertTrue(Double.isNaN(merged.history().chunks().get(0).similarity()));
    List<Integer> born =
        merged.history().chunks().stream().flatMap(chunk -> chunk.born().stream()).toList();
    assertEquals(
        merged.topics().stream().map(Topic::id).filter(id -> id >= 0).toList(),
        born.stream().sorted().toList());
    BERTopicModel deleted = grown.deleteTopics(List.of(1));
    assertEquals(documents(before, -1) + documents(before, 1), documents(deleted.history(), -1));
    assertEquals(
        documents(deleted.history(), -1),
        deleted.history().chunks().stream().mapToLong(Chunk::outliers).sum());
    // the next chunk knows the fit's own level of the merged topics again
    BERTopicModel next =
        merged
            .update(
                rows(600, 650),
                new ChunkUpdate.Name("next", DAY + 9),
                OnlineSettings.create().withBufferSize(0))
            .model();
    assertFalse(Double.isNaN(next.history().chunks().get(0).similarity()));
  }

  private static long documents(ModelHistory history, int topic) {
    return history.topics().stream()
        .filter(row -> row.topic() == topic)
        .mapToLong(TopicChunk::documents)
        .sum();
  }

  @Test
  void outliers_that_wait_do_not_outlive_the_terms_that_are_kept_of_them() {
    OnlineState before = grown.savedModel().online();
    assertTrue(before.buffer().size() > 0, "outliers must wait");
    Dataset<Row> all =
        rows(0, FIT + 300).join(grown.transform(rows(0, FIT + 300)).select("id", "topic"), "id");
    BERTopicModel same = grown.updateTopics(TopicUpdate.create(), all);
    assertEquals(before.buffer(), same.savedModel().online().buffer());
    BERTopicModel other =
        grown.updateTopics(
            TopicUpdate.create().withVectorizer(CountVectorizer.create().withNgramRange(1, 2)),
            all);
    assertEquals(0, other.savedModel().online().buffer().size());
    assertEquals(grown.history(), other.history());
    String said = String.join(" ", other.remarks().messages());
    assertTrue(said.contains("no longer wait for a topic"), said);
  }

  @Test
  void a_chunk_unlike_the_fit_is_warned_of() {
    Chunk fit = new Chunk("fit", "a", 0, 1000, 200, 0, 0.6, 0.3, List.of(), List.of());
    Chunk alike = new Chunk("b", "b", 1, 500, 130, 0, 0.58, 0.31, List.of(7, 8), List.of());
    Chunk other = new Chunk("c", "c", 2, 500, 300, 0, 0.5, 0.45, List.of(), List.of(3));
    Chunk small = new Chunk("d", "d", 2, 50, 50, 0, 0.1, 0.9, List.of(), List.of());
    Chunk unknown = new Chunk("e", "e", 2, 500, 0, 0, Double.NaN, Double.NaN, List.of(), List.of());
    OnlineSettings settings = OnlineSettings.create();
    assertEquals(
        "drift: outliers 26.0 % (fit 20.0 %), similarity 0.580 (fit 0.600), novelty 0.310 (fit"
            + " 0.300), 2 topics born, 0 retired",
        new Drift(fit, alike).line());
    assertEquals(List.of(), new Drift(fit, alike).warnings(settings));
    assertEquals(3, new Drift(fit, other).warnings(settings).size());
    assertEquals(List.of(), new Drift(fit, small).warnings(settings));
    assertEquals(List.of(), new Drift(fit, unknown).warnings(settings));
  }

  @Test
  void the_command_shows_it_to_people_and_to_programs() throws Exception {
    String model = folder.resolve("model").toString();
    grown.write().save(model);
    String shown = run(0, "history", "--model", model, "--topic", "0");
    assertTrue(shown.contains("day-1  2026-11-29"), shown);
    assertTrue(shown.contains("drift: outliers"), shown);
    assertTrue(shown.contains("topic 0: "), shown);
    assertFalse(shown.contains("topic 1: "), shown);
    JsonNode json = new ObjectMapper().readTree(run(0, "history", "--model", model, "--json"));
    assertEquals(3, json.get("chunks").size());
    assertEquals(
        grown.getTopicHistory(spark(), SignalSettings.create()).count(), json.get("topics").size());
    String tables = folder.resolve("tables").toString();
    run(0, "history", "--model", model, "--output", tables, "--format", "csv");
    Dataset<Row> overTime =
        spark().read().option("header", "true").csv(tables + "/topics-over-time");
    assertEquals(
        List.of("topic", "name", "timestamp", "frequency", "words", "scores"),
        Arrays.asList(overTime.columns()));
    assertEquals(grown.history().byDay().size(), overTime.count());
    assertEquals(3, spark().read().option("header", "true").csv(tables + "/chunks").count());
    run(2, "history", "--model", model, "--output", tables);
    run(2, "history", "--model", model, "--topic", "99999");
    run(2, "history", "--model", model, "--window", "0");
    fitted.write().save(folder.resolve("fitted").toString());
    String none = run(0, "history", "--model", folder.resolve("fitted").toString());
    assertTrue(none.contains("no history yet"), none);
  }

  private static String run(int status, String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertEquals(status, Main.run(arguments));
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
