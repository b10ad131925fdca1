package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.online.merge.MergeSource;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Fitted models of two parts of the passages, which share 50. */
class MergedModelTest extends SparkTest {

  private static final Hdbscan HDBSCAN = Hdbscan.create().withMinClusterSize(8).withMinSamples(2);

  private static BERTopicModel fit(int from, int to, Clusterer clusterer) {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setVectorizer(CountVectorizer.create().withStopWords("english"))
        .setReducer(Pca.create())
        .setClusterer(clusterer)
        .fit(Passages.table(spark(), from, to));
  }

  /** Fitted once: the tests only read them. */
  private static final class Fitted {
    private static final BERTopicModel A = fit(0, 450, HDBSCAN);
    private static final BERTopicModel B = fit(400, 850, HDBSCAN);
    private static final BERTopicModel MERGED = BERTopicModel.mergeModels(List.of(A, B), 0.8);
  }

  private static Map<String, Integer> topics(Dataset<Row> assigned) {
    Map<String, Integer> topics = new HashMap<>();
    assigned
        .select("id", "topic")
        .collectAsList()
        .forEach(row -> topics.put(row.getString(0), row.getInt(1)));
    return topics;
  }

  /** What the documents had before, those of A first; outliers of a part may be known elsewhere. */
  private static void assertKept(BERTopicModel a, BERTopicModel b, MergedModels merged) {
    Map<String, Integer> now = topics(merged.model().transform(Passages.table(spark(), 0, 850)));
    Map<String, Integer> ofA = topics(a.transform(Passages.table(spark(), 0, 450)));
    Map<String, Integer> ofB = topics(b.transform(Passages.table(spark(), 400, 850)));
    TopicMapping mapping = merged.parts().get(1).mapping();
    for (Map.Entry<String, Integer> document : now.entrySet()) {
      int expected = ofA.getOrDefault(document.getKey(), Topic.OUTLIERS);
      if (expected == Topic.OUTLIERS) {
        expected = mapping.apply(ofB.getOrDefault(document.getKey(), Topic.OUTLIERS));
      }
      assertEquals(expected, document.getValue(), document.getKey());
    }
  }

  private static MergedModels merged(BERTopicModel a, BERTopicModel b) {
    return a.merge(
        List.of(
            new MergeSource("a", ModelStorage.digest(a), a::savedModel),
            new MergeSource("b", ModelStorage.digest(b), b::savedModel)),
        0.9);
  }

  @Test
  void a_training_document_of_any_part_keeps_its_topic(@TempDir Path folder) throws Exception {
    MergedModels merged = merged(Fitted.A, Fitted.B);
    assertTrue(merged.parts().get(1).fresh() > 0, () -> merged.parts().get(1).describe());
    assertKept(Fitted.A, Fitted.B, merged);
    String path = folder.resolve("merged").toString();
    merged.model().write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    Dataset<Row> unseen = Passages.table(spark(), 850, 1000);
    assertEquals(topics(merged.model().transform(unseen)), topics(loaded.transform(unseen)));
    assertTrue(
        loaded.provenance().describe().contains("merge models minSimilarity=0.9"),
        loaded.provenance().describe());
    assertEquals(merged.model().fittedTopics().topics(), loaded.fittedTopics().topics());
  }

  @Test
  void later_operations_work_on_the_merged_model() {
    BERTopicModel model = Fitted.MERGED;
    int topics = model.fittedTopics().topicCount();
    assertTrue(topics > 4, () -> "topics: " + model.topics());
    assertEquals(topics - 2, model.reduceTopics(topics - 2).fittedTopics().topicCount());
    assertEquals(topics, model.hierarchicalTopics().merges().size() + 1);
    assertEquals(1, model.findTopics(model.fittedTopics().embeddings()[1], 1).size());
    assertEquals(
        5, model.updateTopics(TopicUpdate.create().withTopNWords(5)).topic(0).words().size());
    Dataset<Row> some = Passages.table(spark(), 0, 40);
    assertEquals(40, model.approximateDistribution(some, DistributionSettings.create()).count());
    assertEquals(40, model.probabilities(some, 3).count());
  }

  @Test
  void rules_for_outliers_come_along_each_behind_its_layout() {
    BERTopicModel a = reduced(Fitted.A, 0, 450);
    BERTopicModel b = reduced(Fitted.B, 400, 850);
    assertKept(a, b, merged(a, b));
    assertKept(Fitted.A, b, merged(Fitted.A, b));
  }

  private static BERTopicModel reduced(BERTopicModel model, int from, int to) {
    return model
        .reduceOutliers(
            model.transform(Passages.table(spark(), from, to)),
            OutlierReduction.of(OutlierStrategy.EMBEDDINGS))
        .model();
  }

  @Test
  void a_model_that_assigns_every_document_leaves_the_topics_of_others_within_reach() {
    BERTopicModel a = fit(0, 450, KMeans.create().withNClusters(5));
    MergedModels merged = merged(a, Fitted.B);
    assertKept(a, Fitted.B, merged);
    Map<String, Integer> unseen =
        topics(merged.model().transform(Passages.table(spark(), 850, 1100)));
    assertFalse(unseen.containsValue(Topic.OUTLIERS));
    assertTrue(
        unseen.values().stream().anyMatch(topic -> topic >= 5),
        () -> merged.parts().get(1).describe() + unseen);
    assertEquals(20, merged.model().probabilities(Passages.table(spark(), 0, 20), 3).count());
  }
}
