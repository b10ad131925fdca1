package org.sparkbertopic.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.StreamingKMeans;
import org.sparkbertopic.clustering.mllib.StreamingKMeansModel;
import org.sparkbertopic.reduction.linear.IncrementalPca;
import org.sparkbertopic.reduction.linear.IncrementalPcaModel;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;

class PartialFitTest extends SparkTest {

  private static final class Fitted {
    private static final BERTopicModel FIRST =
        estimator().partialFit(rows(0, 200), Optional.empty());
    private static final UpdatedModel SECOND = FIRST.partialFit(rows(200, 400));
  }

  @TempDir Path folder;

  private static BERTopic estimator() {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setReducer(IncrementalPca.create())
        .setClusterer(StreamingKMeans.create().withNClusters(8).withMaxIterations(10));
  }

  private static Dataset<Row> rows(int from, int to) {
    return Passages.table(spark(), from, to);
  }

  private static Map<String, Integer> topics(Dataset<Row> rows) {
    Map<String, Integer> topics = new HashMap<>();
    rows.select("id", "topic")
        .collectAsList()
        .forEach(row -> topics.put(row.getString(0), row.getInt(1)));
    return topics;
  }

  private static List<Long> sizes(BERTopicModel model) {
    return model.topics().stream().map(Topic::size).toList();
  }

  @Test
  void the_batch_continues_the_layout_and_is_counted() {
    BERTopicModel model = Fitted.SECOND.model();
    assertEquals(8, model.fittedTopics().topicCount());
    assertEquals(400, sizes(model).stream().mapToLong(Long::longValue).sum());
    assertEquals(200, sizes(Fitted.FIRST).stream().mapToLong(Long::longValue).sum());
    IncrementalPcaModel pca =
        (IncrementalPcaModel) model.savedModel().layout().orElseThrow().reduction();
    assertEquals(400, pca.rowsSeen());
    StreamingKMeansModel clusters =
        (StreamingKMeansModel) model.savedModel().layout().orElseThrow().clustering();
    double weight = 0;
    for (double each : clusters.weights()) {
      weight += each;
    }
    assertEquals(400, weight, 1e-2);
    Map<String, Integer> given = topics(Fitted.SECOND.assignments());
    assertEquals(200, given.size());
    given.values().forEach(topic -> assertTrue(model.topic(topic).size() > 0, "topic " + topic));
  }

  @Test
  void documents_of_the_batches_keep_the_topics_they_got() {
    Map<String, Integer> given = topics(Fitted.FIRST.summary().assignments());
    given.putAll(topics(Fitted.SECOND.assignments()));
    assertEquals(given, topics(Fitted.SECOND.model().transform(rows(0, 400))));
  }

  @Test
  void the_same_batch_again_changes_nothing() {
    UpdatedModel again = Fitted.SECOND.model().partialFit(rows(200, 400), "batch 2");
    assertTrue(again.isRepeat());
    assertFalse(Fitted.SECOND.isRepeat());
    assertSame(
        Fitted.SECOND.model().savedModel().layout().orElseThrow(),
        again.model().savedModel().layout().orElseThrow());
    assertEquals(sizes(Fitted.SECOND.model()), sizes(again.model()));
  }

  @Test
  void a_saved_model_goes_on_as_the_model_itself() throws Exception {
    String path = folder.resolve("model").toString();
    Fitted.SECOND.model().write().overwrite().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    BERTopicModel expected =
        estimator().partialFit(rows(400, 500), Optional.of(Fitted.SECOND.model()));
    BERTopicModel found = estimator().partialFit(rows(400, 500), Optional.of(loaded));
    assertEquals(sizes(expected), sizes(found));
    assertArrayEquals(
        expected.fittedTopics().counts().orElseThrow().values(),
        found.fittedTopics().counts().orElseThrow().values());
    assertEquals(topics(expected.transform(rows(0, 600))), topics(found.transform(rows(0, 600))));
  }

  @Test
  void a_model_by_other_parts_is_refused_with_those_that_can_be_continued() {
    BERTopicModel model =
        estimator().setClusterer(KMeans.create().withNClusters(4)).fit(rows(0, 100));
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.partialFit(rows(100, 150)))
            .getMessage();
    assertTrue(message.contains("incremental-pca or none"), message);
    assertTrue(message.contains("got 'incremental-pca' and 'centroids'"), message);
  }
}
