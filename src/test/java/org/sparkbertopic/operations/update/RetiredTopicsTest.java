package org.sparkbertopic.operations.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.persistence.TopicsJson;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RetiredTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** A retired topic without documents stays as a row, and changes nothing of the others. */
class RetiredTopicsTest extends SparkTest {

  @TempDir Path folder;

  private static BERTopicModel live;
  private static BERTopicModel model;
  private static int last;

  /** The model of a fit, and the same with three retired topics behind its own. */
  @BeforeAll
  static void fit() {
    Dataset<Row> passages = Passages.table(spark(), 0, 500).coalesce(2).cache();
    live =
        new BERTopic("retired")
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setReducer(new Pca(5))
            .setClusterer(
                Hdbscan.create()
                    .withMinClusterSize(4)
                    .withClusterSelectionMethod(ClusterSelectionMethod.LEAF))
            .setVectorizer(CountVectorizer.create().withStopWords("english"))
            .fit(passages);
    last = live.fittedTopics().topicCount() - 1;
    SavedModel saved = live.savedModel();
    FittedTopics topics = saved.topics();
    int[] behind = Arrays.stream(topics.ids()).map(id -> id < 0 ? id : id + last + 1).toArray();
    model =
        opened(
            saved.withTopics(
                RetiredTopics.added(
                    topics, topics.withIds(behind), List.of(last + 1, last + 2, last + 3))));
  }

  private static BERTopicModel opened(SavedModel saved) {
    return BERTopicModel.of(saved).setIdCol("id").setEmbeddingCol("embedding");
  }

  private static void assertSameRows(FittedTopics expected, FittedTopics actual) {
    assertEquals(expected.topics(), actual.topics());
    assertArrayEquals(expected.embeddings(), actual.embeddings());
    assertTrue(expected.ctfidf().weights().hasCellsOf(actual.ctfidf().weights()));
    assertArrayEquals(expected.ctfidf().weights().values(), actual.ctfidf().weights().values());
    assertArrayEquals(expected.ctfidf().idf(), actual.ctfidf().idf());
    assertArrayEquals(
        expected.counts().orElseThrow().values(), actual.counts().orElseThrow().values());
    assertEquals(expected.documents(), actual.documents());
  }

  @Test
  void the_weights_and_words_of_the_others_are_those_without_it_after_every_change() {
    TopicUpdate update =
        TopicUpdate.create().withCtfidf(ClassTfidf.create().withBm25Weighting(true));
    BERTopicModel updated = model.updateTopics(update);
    assertSameRows(
        live.updateTopics(update).fittedTopics(), updated.fittedTopics().withoutRetired());
    assertEquals(
        model.topics().subList(last + 2, last + 5), updated.topics().subList(last + 2, last + 5));
    List<List<Integer>> groups = List.of(List.of(0, 3), List.of(1, 2));
    BERTopicModel merged = model.mergeTopics(groups);
    assertSameRows(live.mergeTopics(groups).fittedTopics(), merged.fittedTopics().withoutRetired());
    assertEquals(List.of(last - 1, last, last + 1), merged.fittedTopics().retired());
    assertEquals(model.topic(last + 1).words(), merged.topic(last - 1).words());
  }

  @Test
  void a_reduction_counts_the_others_alone_and_leaves_it() {
    BERTopicModel three = model.reduceTopics(3);
    assertSameRows(live.reduceTopics(3).fittedTopics(), three.fittedTopics().withoutRetired());
    assertEquals(List.of(3, 4, 5), three.fittedTopics().retired());
    assertEquals(model.topic(last + 2).words(), three.topic(4).words());
    assertSameRows(
        live.reduceTopicsAuto().fittedTopics(),
        model.reduceTopicsAuto().fittedTopics().withoutRetired());
  }

  @Test
  void merged_with_a_live_topic_it_lives_and_with_another_retired_one_it_does_not() {
    BERTopicModel merged =
        model.mergeTopics(List.of(List.of(0, last + 1), List.of(last + 2, last + 3)));
    assertEquals(List.of(last + 1), merged.fittedTopics().retired());
    assertEquals(model.topic(last + 2).words(), merged.topic(last + 1).words());
    assertEquals(model.topic(0).size(), merged.topic(0).size());
    BERTopicModel deleted = model.deleteTopics(List.of(last + 2));
    assertEquals(List.of(last + 1, last + 2), deleted.fittedTopics().retired());
    assertEquals(model.topic(-1).size(), deleted.topic(-1).size());
  }

  @Test
  void no_outlier_and_no_document_comes_to_it() {
    Dataset<Row> passages = Passages.table(spark(), 0, 620).cache();
    SavedModel bare = model.savedModel().withLayout(Optional.empty());
    List<Row> topics =
        opened(bare.withClusterTopics(new int[0])).transform(passages).collectAsList();
    assertTrue(topics.stream().allMatch(row -> row.<Integer>getAs("topic") <= last));
    Dataset<Row> own = live.transform(Passages.table(spark(), 0, 500));
    OutlierReduction reduction =
        OutlierReduction.of(OutlierStep.of(OutlierStrategy.EMBEDDINGS).withThreshold(0));
    BERTopicModel expected = opened(live.savedModel()).reduceOutliers(own, reduction).model();
    BERTopicModel reduced = model.reduceOutliers(own, reduction).model();
    assertSameRows(expected.fittedTopics(), reduced.fittedTopics().withoutRetired());
    assertEquals(List.of(last + 1, last + 2, last + 3), reduced.fittedTopics().retired());
    assertEquals(model.topic(last + 3), reduced.topic(last + 3));
  }

  @Test
  void it_keeps_its_words_when_the_corpus_is_counted_again() {
    Dataset<Row> own = live.transform(Passages.table(spark(), 0, 500));
    TopicUpdate update =
        TopicUpdate.create()
            .withVectorizer(CountVectorizer.create().withStopWords("english").withNgramRange(1, 2));
    BERTopicModel updated = model.updateTopics(update, own);
    assertSameRows(
        opened(live.savedModel()).updateTopics(update, own).fittedTopics(),
        updated.fittedTopics().withoutRetired());
    assertEquals(model.topic(last + 1), updated.topic(last + 1));
  }

  @Test
  void it_is_in_the_tree_and_the_tables_and_no_quality_counts_it() {
    assertEquals(2L * (last + 4) - 1, model.topicTree().lines().count());
    assertEquals(
        2L * (last + 4) - 1,
        model.hierarchicalTopics(TopicSpace.EMBEDDINGS).tree().lines().count());
    List<Row> table = model.getTopicInfo(spark()).collectAsList();
    assertEquals(true, table.get(last + 2).getAs("Retired"));
    assertEquals(false, table.get(last + 1).getAs("Retired"));
    assertFalse(Arrays.asList(live.getTopicInfo(spark()).columns()).contains("Retired"));
    TopicEvaluator evaluator = TopicEvaluator.of(live.savedModel().vectorizer());
    assertEquals(evaluator.topWords(live.topics()), evaluator.topWords(model.topics()));
    assertEquals(
        model.topic(last + 1).label(),
        model
            .topic(
                model.findTopics(model.fittedTopics().embeddings()[last + 2], 2).get(1).topicId())
            .label());
  }

  @Test
  void it_is_saved_and_loaded_and_a_model_without_has_the_bytes_of_before() throws IOException {
    String path = folder.resolve("model").toString();
    ModelDirectory.at(path, new Configuration()).write(model.savedModel(), false);
    SavedModel loaded = ModelDirectory.at(path, new Configuration()).read();
    assertEquals(model.topics(), loaded.topics().topics());
    assertEquals(List.of(last + 1, last + 2, last + 3), loaded.retired());
    assertSameRows(model.fittedTopics(), loaded.topics());
    assertArrayEquals(model.fittedTopics().embeddings(), loaded.topics().embeddings());
    assertEquals(List.of(last + 2), loaded.withRetired(List.of(last + 2)).retired());
    assertThrows(IllegalArgumentException.class, () -> loaded.withRetired(List.of(last + 4)));
    assertThrows(IllegalArgumentException.class, () -> loaded.withRetired(List.of(-1)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TopicsJson.write(model.topics(), bytes);
    assertEquals(
        model.topics(), TopicsJson.read(new ByteArrayInputStream(bytes.toByteArray()), "topics"));
    ByteArrayOutputStream without = new ByteArrayOutputStream();
    TopicsJson.write(live.topics(), without);
    assertFalse(without.toString(StandardCharsets.UTF_8).contains("retired"));
  }
}
