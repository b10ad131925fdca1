package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.operations.matching.LikeModel;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** A fit that carries the topic ids of an earlier model over. */
class FitLikeTest extends SparkTest {

  @TempDir Path folder;

  private static BERTopicModel first;
  private static BERTopicModel second;

  private static BERTopic estimator() {
    return new BERTopic("like")
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setReducer(new Pca(5))
        .setClusterer(
            Hdbscan.create()
                .withMinClusterSize(4)
                .withClusterSelectionMethod(ClusterSelectionMethod.LEAF))
        .setVectorizer(CountVectorizer.create().withStopWords("english"));
  }

  @BeforeAll
  static void fit() {
    first =
        estimator().fit(Passages.table(spark(), 0, 500)).setTopicLabels(Map.of(0, "the largest"));
    second = estimator().fitLike(Passages.table(spark(), 100, 700), first);
  }

  private static Map<String, Integer> topics(Dataset<Row> assignments) {
    return assignments.collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getAs("id"), row -> row.getAs("topic")));
  }

  private static Map<String, Long> counted(BERTopicModel model, BERTopicModel earlier) {
    return LikeModel.of(earlier.savedModel()).count(model.fittedTopics());
  }

  @Test
  void topics_that_are_found_again_keep_their_ids_and_words_and_the_others_are_retired() {
    Map<String, Long> counts = counted(second, first);
    long old = first.fittedTopics().topicCount();
    assertTrue(counts.get(LikeModel.IDS_KEPT) >= 3, counts + " of " + old);
    assertTrue(counts.get(LikeModel.IDS_NEW) > 0, counts.toString());
    assertEquals(old, counts.get(LikeModel.IDS_KEPT) + counts.get(LikeModel.IDS_RETIRED));
    for (Topic topic : first.topics()) {
      Topic now = second.topic(topic.id());
      if (now.retired()) {
        assertEquals(topic.words(), now.words());
        assertEquals(topic.label(), now.label());
        assertEquals(0, now.size());
      }
    }
    if (!second.topic(0).retired()) {
      assertEquals("the largest", second.topic(0).label());
    }
    assertEquals(
        second.fittedTopics().liveCount(),
        second.topics().stream().filter(topic -> topic.id() >= 0 && topic.size() > 0).count());
  }

  @Test
  void assignments_sizes_and_transform_all_have_the_carried_ids() throws IOException {
    Map<String, Integer> assigned = topics(second.summary().assignments());
    Map<Integer, Long> sizes =
        assigned.values().stream()
            .collect(Collectors.groupingBy(topic -> topic, Collectors.counting()));
    for (Topic topic : second.topics()) {
      assertEquals(topic.size(), sizes.getOrDefault(topic.id(), 0L), "topic " + topic.id());
    }
    assertEquals(assigned, topics(second.transform(Passages.table(spark(), 100, 700))));
    String path = folder.resolve("model").toString();
    second.save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    assertEquals(second.topics(), loaded.topics());
    assertEquals(assigned, topics(loaded.transform(Passages.table(spark(), 100, 700))));
    ModelOperation operation = loaded.provenance().operations().get(0);
    assertEquals("carry topic ids over", operation.name());
  }

  @Test
  void but_for_the_ids_it_is_the_model_of_a_fit_by_itself() {
    BERTopicModel alone = estimator().fit(Passages.table(spark(), 100, 700));
    assertEquals(
        alone.topics().stream().map(topic -> topic.size() + " " + topic.words()).sorted().toList(),
        second.topics().stream()
            .filter(topic -> !topic.retired())
            .map(topic -> topic.size() + " " + topic.words())
            .sorted()
            .toList());
  }

  @Test
  void the_same_documents_keep_every_id_and_a_topic_comes_back_from_retirement() {
    BERTopicModel again = estimator().fitLike(Passages.table(spark(), 0, 500), first);
    assertEquals(first.topics(), again.topics());
    BERTopicModel back = estimator().fitLike(Passages.table(spark(), 0, 500), second);
    for (Topic topic : first.topics()) {
      assertEquals(topic.size(), back.topic(topic.id()).size(), "topic " + topic.id());
      assertFalse(back.topic(topic.id()).retired());
    }
    assertEquals(second.fittedTopics().topicCount(), back.fittedTopics().topicCount());
  }

  @Test
  void topics_are_reduced_before_their_ids_are_carried_over() {
    BERTopicModel reduced =
        estimator().setNrTopics(NrTopics.of(5)).fitLike(Passages.table(spark(), 100, 700), first);
    assertEquals(5, reduced.fittedTopics().liveCount());
    assertTrue(reduced.fittedTopics().topicCount() >= first.fittedTopics().topicCount());
    assertEquals(
        topics(reduced.summary().assignments()),
        topics(reduced.transform(Passages.table(spark(), 100, 700))));
  }

  @Test
  void what_cannot_be_compared_is_refused_with_both_names() {
    Dataset<Row> shorter =
        Passages.table(spark(), 0, 300)
            .withColumn("embedding", functions.slice(functions.col("embedding"), 1, 100));
    String message =
        assertThrows(UnusableInputException.class, () -> estimator().fitLike(shorter, first))
            .getMessage();
    assertTrue(
        message.contains("384 numbers by given embeddings, got 100 by the column embedding"),
        message);
    Dataset<Row> given = Passages.table(spark(), 0, 300).withColumn("given", functions.lit("a"));
    assertThrows(
        UnusableInputException.class,
        () -> estimator().setGivenTopicCol("given").fitLike(given, first));
    assertThrows(
        UnusableInputException.class,
        () ->
            new BERTopic()
                .setEmbedder(TfidfSvd.create())
                .fitLike(Passages.table(spark(), 0, 300), first));
  }

  @Test
  void another_embedder_of_the_same_length_is_refused() {
    LikeModel like = LikeModel.of(first.savedModel());
    like.requireEmbedder("any", "fingerprint"); // that of the first model is not known
    LikeModel known =
        LikeModel.of(
            first
                .savedModel()
                .withProvenance(
                    new org.sparkbertopic.provenance.Provenance(
                        first.provenance().input(),
                        "old-model",
                        "aaaaaaaaaa",
                        Map.of(),
                        1,
                        first.provenance().environment(),
                        first.provenance().time(),
                        List.of())));
    known.requireEmbedder("old-model", "aaaaaaaaaa");
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> known.requireEmbedder("new-model", "bbbb"))
            .getMessage();
    assertTrue(message.contains("old-model (aaaaaaaa), got new-model (bbbb)"), message);
  }
}
