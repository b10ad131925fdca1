package org.sparkbertopic.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.KnownIds;

/** Chunks that a model cannot take, or only a part of. */
class ChunkInputTest extends SparkTest {

  private static final OnlineSettings SETTINGS = OnlineSettings.create();

  @TempDir private static Path folder;

  /** Of the documents 0 to 39. */
  private static BERTopicModel fitted;

  /** Of the documents 0 to 59. */
  private static BERTopicModel grown;

  @BeforeAll
  static void fit() throws Exception {
    fitted = SmallModel.save(spark(), 7, folder.resolve("model"));
    grown = update(fitted, rows(40, 60), "a", SETTINGS).model();
  }

  private static Dataset<Row> rows(int from, int to) {
    return SmallModel.table(spark(), from, to);
  }

  private static UpdatedModel update(
      BERTopicModel model, Dataset<Row> rows, String name, OnlineSettings settings) {
    return model.update(rows, new ChunkUpdate.Name(name, 20_000), settings);
  }

  private static String refusal(BERTopicModel model, Dataset<Row> rows) {
    return assertThrows(
            IllegalArgumentException.class, () -> update(model, rows, "chunk", SETTINGS))
        .getMessage();
  }

  private static long documents(BERTopicModel model) {
    return model.topics().stream().mapToLong(Topic::size).sum();
  }

  private static Map<String, Long> rejected(UpdatedModel updated) {
    return updated.intake().rejected();
  }

  private static void assertSameCounts(BERTopicModel expected, BERTopicModel actual) {
    FittedTopics a = expected.fittedTopics();
    FittedTopics b = actual.fittedTopics();
    assertEquals(a.counts().orElseThrow().vocabulary(), b.counts().orElseThrow().vocabulary());
    assertArrayEquals(a.counts().orElseThrow().values(), b.counts().orElseThrow().values());
    assertArrayEquals(a.embeddings(), b.embeddings());
    assertEquals(
        a.topics().stream().map(Topic::size).toList(),
        b.topics().stream().map(Topic::size).toList());
    assertEquals(
        expected.savedModel().online().knownIds(), actual.savedModel().online().knownIds());
  }

  @Test
  void documents_of_the_fit_and_of_earlier_chunks_are_refused_by_name() {
    assertEquals(
        "the chunk must have new documents only, got 10 of 20 that the model has already, such as"
            + " d50, d51, d52, d53, d54; set OnlineSettings.knownIds to SKIP to set them"
            + " aside, or to COUNT to count them twice",
        refusal(grown, rows(50, 70)));
    String ofFit = refusal(fitted, rows(39, 41));
    assertTrue(ofFit.contains("got 1 of 2 that the model has already, such as d39;"), ofFit);
  }

  @Test
  void documents_that_came_before_are_set_aside_so_that_each_counts_once() {
    // d55 stands on two rows of the chunk
    Dataset<Row> chunk = rows(50, 70).unionByName(rows(55, 56));
    OnlineSettings skip = SETTINGS.withKnownIds(KnownIdRule.SKIP);
    UpdatedModel updated = update(grown, chunk, "b", skip);
    assertEquals(70, documents(updated.model()));
    assertEquals(10, updated.chunk().documents());
    assertEquals(
        Map.of("id was added before", 10L, "id stands on another row too", 1L), rejected(updated));
    List<Row> aside =
        updated.assignments().filter("reason is not null").orderBy("id").collectAsList();
    assertEquals(10, aside.size());
    assertEquals("d50", aside.get(0).getString(0));
    assertEquals("id was added before", aside.get(0).getAs("reason"));
    assertEquals(20, updated.assignments().count());
    assertSameCounts(update(grown, rows(60, 70), "b", SETTINGS).model(), updated.model());
    // the same chunk again is known by its rows
    assertTrue(update(updated.model(), chunk, "b", skip).isRepeat());
  }

  @Test
  void a_chunk_of_earlier_documents_alone_adds_none_where_they_are_set_aside() {
    UpdatedModel updated =
        update(grown, rows(30, 50), "again", SETTINGS.withKnownIds(KnownIdRule.SKIP));
    assertEquals(0, updated.chunk().documents());
    assertSameCounts(grown, updated.model());
  }

  @Test
  void documents_count_twice_where_that_is_asked_for() {
    UpdatedModel updated =
        update(grown, rows(50, 70), "b", SETTINGS.withKnownIds(KnownIdRule.COUNT));
    assertEquals(80, documents(updated.model()));
    assertEquals(70, updated.model().savedModel().online().knownIds().size());
  }

  @Test
  void equal_texts_without_ids_are_different_documents() {
    BERTopicModel nameless = BERTopicModel.of(grown.savedModel()).setEmbeddingCol("embedding");
    BERTopicModel once = update(nameless, rows(0, 10).drop("id"), "x", SETTINGS).model();
    BERTopicModel twice = update(once, rows(0, 20).drop("id"), "y", SETTINGS).model();
    assertEquals(90, documents(twice));
    assertEquals(60, twice.savedModel().online().knownIds().size());
  }

  @Test
  void ids_are_known_after_save_and_load_in_any_order_of_chunks_and_of_merged_models()
      throws Exception {
    BERTopicModel other =
        update(update(fitted, rows(50, 60), "b", SETTINGS).model(), rows(40, 50), "a", SETTINGS)
            .model();
    Path saved = folder.resolve("grown");
    grown.write().overwrite().save(saved.toString());
    other.write().overwrite().save(folder.resolve("other").toString());
    assertArrayEquals(
        Files.readAllBytes(saved.resolve("known_ids.safetensors")),
        Files.readAllBytes(folder.resolve("other/known_ids.safetensors")));
    BERTopicModel loaded = BERTopicModel.load(saved.toString());
    assertTrue(refusal(loaded, rows(59, 61)).contains("such as d59;"));
    BERTopicModel merged =
        BERTopicModel.mergeModels(
            List.of(grown, update(fitted, rows(70, 80), "c", SETTINGS).model()), 0.7);
    assertEquals(70, merged.savedModel().online().knownIds().size());
    assertTrue(refusal(merged, rows(75, 90)).contains("got 5 of 15"));
  }

  @Test
  void a_model_of_an_earlier_release_learns_ids_from_its_next_chunk_on() {
    BERTopicModel earlier =
        BERTopicModel.of(
                fitted
                    .savedModel()
                    .withOnline(fitted.savedModel().online().withKnownIds(KnownIds.NONE)))
            .setIdCol("id")
            .setEmbeddingCol("embedding");
    BERTopicModel once = update(earlier, rows(30, 50), "a", SETTINGS).model();
    assertEquals(60, documents(once));
    assertTrue(refusal(once, rows(49, 51)).contains("such as d49;"));
  }

  @Test
  void a_model_without_totals_takes_chunks_once_its_documents_are_counted() {
    BERTopicModel bare =
        BERTopicModel.of(
                fitted.savedModel().withTopics(fitted.fittedTopics().withTotals(Optional.empty())))
            .setIdCol("id")
            .setEmbeddingCol("embedding");
    assertTrue(refusal(bare, rows(40, 60)).contains("give its documents with their topics to"));
    Dataset<Row> documents =
        rows(0, 40).join(bare.transform(rows(0, 40)).select("id", "topic"), "id");
    BERTopicModel counted = bare.updateTopics(TopicUpdate.create(), documents);
    assertSameCounts(grown, update(counted, rows(40, 60), "a", SETTINGS).model());
  }

  @Test
  void an_empty_chunk_adds_nothing_and_is_kept_in_the_history() {
    UpdatedModel updated = update(grown, rows(0, 0), "holiday", SETTINGS);
    assertEquals(0, updated.chunk().documents());
    assertEquals("holiday", updated.model().history().chunks().get(2).name());
    assertSameCounts(grown, updated.model());
    assertTrue(update(updated.model(), rows(0, 0), "holiday", SETTINGS).isRepeat());
    assertFalse(update(updated.model(), rows(0, 0), "day after", SETTINGS).isRepeat());
  }

  @Test
  void a_chunk_of_one_document_of_any_name_and_one_larger_than_the_rest_are_added() {
    String odd = "../a b/\u00e4\u4e2d\ud83d\ude00'\"=1+1";
    BERTopicModel one = update(grown, rows(60, 61), odd, SETTINGS).model();
    assertEquals(61, documents(one));
    BERTopicModel large = update(one, rows(61, 560), "large", SETTINGS).model();
    assertEquals(560, documents(large));
    assertEquals(odd, large.history().chunks().get(2).name());
  }

  @Test
  void rows_without_text_or_vector_are_set_aside_and_a_chunk_of_nothing_else_is_refused() {
    Dataset<Row> bad =
        rows(60, 63)
            .withColumn("text", functions.when(functions.col("id").equalTo("d60"), null))
            .unionByName(rows(63, 64).withColumn("text", functions.lit(" ")))
            .unionByName(rows(64, 65).withColumn("embedding", functions.lit(new float[] {0f, 0f})));
    String refused = refusal(grown, bad);
    assertTrue(
        refused.startsWith("the chunk must have at least one document, got none (rows set aside:"),
        refused);
    UpdatedModel updated = update(grown, bad.unionByName(rows(65, 70)), "mixed", SETTINGS);
    assertEquals(5, updated.chunk().documents());
    assertEquals(5, updated.chunk().rejected());
    // what was set aside may come again
    assertEquals(70, documents(update(updated.model(), rows(60, 65), "fixed", SETTINGS).model()));
  }

  @Test
  void columns_that_are_missing_or_of_another_kind_are_named() {
    assertTrue(refusal(grown, rows(60, 70).drop("text")).contains("'text'"));
    assertTrue(refusal(grown, rows(60, 70).drop("id")).contains("'id'"));
    assertTrue(refusal(grown, rows(60, 70).drop("embedding")).contains("'embedding'"));
    Dataset<Row> longer =
        rows(60, 70).withColumn("embedding", functions.lit(new float[] {1f, 0f, 0f}));
    assertEquals(
        "embeddings must have 2 numbers as those of the model, got 3 in column 'embedding'; give"
            + " embeddings by the model that the fit used",
        refusal(grown, longer));
  }
}
