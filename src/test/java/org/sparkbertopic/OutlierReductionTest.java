package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.testing.Assigned.describe;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.operations.outliers.OutlierOutcome;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.vectorizer.CountVectorizer;

class OutlierReductionTest extends SparkTest {

  private static final int TRAINING = 400;

  private static final int SAMPLE = 320;

  private static Dataset<Row> passages() {
    return Passages.table(spark(), 0, TRAINING);
  }

  private static BERTopic estimator(int minClusterSize) {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setReducer(Umap.bertopic().withNEpochs(60))
        .setClusterer(Hdbscan.create().withMinClusterSize(minClusterSize))
        .setSampleSize(SAMPLE)
        .setVectorizer(CountVectorizer.create().withStopWords("english"))
        .setAspects(Aspects.of(Map.of("plain", CtfidfRepresentation.create())));
  }

  /** Fitted once: the tests only read it. The layout knows 320 of the 400 documents. */
  private static final class Fitted {
    private static final BERTopicModel MODEL = estimator(5).fit(passages());
    private static final Dataset<Row> DOCUMENTS =
        passages().join(MODEL.summary().assignments(), "id").cache();
  }

  private static long outliers() {
    return Fitted.MODEL.summary().outliers();
  }

  private static Map<String, String> byId(Dataset<Row> rows) {
    return rows.select("id", "topic", "probability").collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0),
                row -> row.get(1) + " " + row.get(2),
                (a, b) -> a + " and " + b,
                TreeMap::new));
  }

  private static Map<Integer, Long> sizes(BERTopicModel model) {
    return model.topics().stream()
        .collect(Collectors.toMap(Topic::id, Topic::size, Long::sum, TreeMap::new));
  }

  private static Map<Integer, Long> sizes(Map<String, String> assignments) {
    return assignments.values().stream()
        .collect(
            Collectors.groupingBy(
                value -> Integer.valueOf(value.split(" ", -1)[0]),
                TreeMap::new,
                Collectors.counting()));
  }

  @Test
  void a_chain_of_all_strategies_gives_a_model_that_assigns_as_it_reduced(@TempDir Path folder)
      throws Exception {
    OutlierReduction chain =
        OutlierReduction.of(
            OutlierStep.of(OutlierStrategy.CTFIDF).withThreshold(0.15),
            OutlierStep.of(OutlierStrategy.DISTRIBUTIONS)
                .withThreshold(0.25)
                .withWindows(DistributionSettings.create().withWindow(6).withStride(2)),
            OutlierStep.of(OutlierStrategy.EMBEDDINGS).withThreshold(0.6),
            OutlierStep.of(OutlierStrategy.PROBABILITIES).withThreshold(middleProbability()));
    ReducedOutliers reduced = Fitted.MODEL.reduceOutliers(Fitted.DOCUMENTS, chain);

    assertEquals(List.of(), reduced.notes());
    assertEquals(TRAINING, reduced.documents());
    assertEquals(outliers(), reduced.outliersBefore());
    long left = outliers();
    for (OutlierOutcome.Step step : reduced.steps()) {
      assertEquals(left, step.before());
      assertTrue(step.after() < step.before(), () -> reduced.steps().toString());
      left = step.after();
    }
    assertEquals(4, reduced.steps().size());
    assertTrue(left > 0, () -> reduced.steps().toString());

    Map<String, String> before = byId(Fitted.MODEL.summary().assignments());
    Map<String, String> after = byId(reduced.assignments());
    before.forEach(
        (id, topic) -> {
          if (!topic.startsWith("-1 ")) {
            assertEquals(topic, after.get(id), id);
          }
        });
    BERTopicModel model = reduced.model();
    assertEquals(sizes(after), sizes(model));
    assertEquals(left, sizes(model).get(Topic.OUTLIERS));
    assertEquals(after, byId(model.transform(passages())));
    for (Topic topic : model.topics()) {
      for (String id : topic.representativeDocuments()) {
        assertTrue(after.get(id).startsWith(topic.id() + " "), id);
      }
    }
    assertNotEquals(describe(Fitted.MODEL), describe(model));
    assertEquals(model.topic(0).words(), model.topic(0).aspects().get("plain"));
    assertOrderFollows(model, after);
    assertNewDocumentsFollow(model, folder);
  }

  /** That half of the outliers have, so that some of those left find a topic by it. */
  private static double middleProbability() {
    List<Row> best =
        Fitted.MODEL
            .probabilities(Fitted.DOCUMENTS.filter("topic = -1"), 1)
            .selectExpr("probabilities[0].weight AS best")
            .orderBy("best")
            .collectAsList();
    return best.get(best.size() / 2).getDouble(0);
  }

  /** What Python pairs with documents by their place follows. */
  private static void assertOrderFollows(BERTopicModel model, Map<String, String> after) {
    int[] training = model.savedModel().trainingTopics().topics();
    assertEquals(TRAINING, training.length);
    List<Row> rows = passages().select("id").collectAsList();
    for (int row = 0; row < TRAINING; row++) {
      String topic = after.get(rows.get(row).getString(0)).split(" ", -1)[0];
      assertEquals(Integer.parseInt(topic), training[row]);
    }
  }

  private static void assertNewDocumentsFollow(BERTopicModel model, Path folder) throws Exception {
    String path = folder.resolve("model").toString();
    model.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    assertEquals(describe(model), describe(loaded));
    Dataset<Row> unseen = Passages.table(spark(), TRAINING, TRAINING + 200);
    Map<String, String> inBatch = byId(model.transform(unseen));
    assertEquals(inBatch, byId(loaded.transform(unseen.repartition(5))));
    List<Row> rows = Passages.rows(TRAINING, TRAINING + 200);
    for (int i : new int[] {0, 77, 150}) {
      Dataset<Row> alone = spark().createDataFrame(rows.subList(i, i + 1), Passages.SCHEMA);
      byId(loaded.transform(alone)).forEach((id, topic) -> assertEquals(inBatch.get(id), topic));
    }
    // Texts without any word of the topics are outliers still, embeddings alone cannot say.
    assertEquals(
        "the text column must be a column of strings, got 'text' of the columns [id, embedding];"
            + " the model looks at texts: set textCol to their column",
        assertThrows(IllegalArgumentException.class, () -> loaded.transform(unseen.drop("text")))
            .getMessage());
  }

  @Test
  void when_no_outlier_is_left_there_is_no_topic_of_them(@TempDir Path folder) throws Exception {
    ReducedOutliers reduced =
        Fitted.MODEL.reduceOutliers(
            Fitted.DOCUMENTS, OutlierReduction.of(OutlierStrategy.EMBEDDINGS));
    assertEquals(0, reduced.outliersAfter());
    BERTopicModel model = reduced.model();
    assertEquals(0, model.topics().get(0).id());
    assertEquals(Fitted.MODEL.topics().size() - 1, model.topics().size());
    assertEquals(model.topics().size(), model.fittedTopics().embeddings().length);
    String path = folder.resolve("model").toString();
    model.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    Map<String, String> after = byId(reduced.assignments());
    // No step looks at texts, so none are asked for.
    assertEquals(after, byId(loaded.transform(passages().drop("text"))));
    assertEquals(sizes(after), sizes(loaded));
    // Again: nothing to do.
    ReducedOutliers again =
        loaded.reduceOutliers(
            passages().join(reduced.assignments(), "id"),
            OutlierReduction.of(OutlierStrategy.CTFIDF));
    assertEquals(List.of(), again.steps());
    assertEquals(
        List.of("there are no outliers to reduce; the model stays as it is"), again.notes());
    assertSame(loaded.savedModel(), again.model().savedModel());
  }

  @Test
  void a_target_is_met_by_the_highest_threshold_that_meets_it() {
    double share = 0.1;
    long allowed = (long) (share * TRAINING);
    OutlierReduction reduction =
        OutlierReduction.of(OutlierStrategy.CTFIDF, OutlierStrategy.EMBEDDINGS)
            .withMaxOutliers(share);
    ReducedOutliers reduced = Fitted.MODEL.reduceOutliers(Fitted.DOCUMENTS, reduction);
    assertEquals(1, reduced.steps().size());
    assertEquals(allowed, reduced.outliersAfter());
    double threshold = reduced.steps().get(0).threshold();
    // The last document that had to find a topic has just that score.
    Map<String, String> before = byId(Fitted.MODEL.summary().assignments());
    Map<String, String> after = byId(reduced.assignments());
    double least =
        after.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
            .mapToDouble(entry -> Double.parseDouble(entry.getValue().split(" ", -1)[1]))
            .min()
            .orElseThrow();
    assertEquals(threshold, least);
    ReducedOutliers shuffled =
        Fitted.MODEL.reduceOutliers(
            Fitted.DOCUMENTS.orderBy(functions.xxhash64(functions.col("id"))).repartition(7),
            reduction);
    assertEquals(reduced.steps(), shuffled.steps());
    assertEquals(describe(reduced.model()), describe(shuffled.model()));
    assertArrayEquals(
        reduced.model().fittedTopics().embeddings()[1],
        shuffled.model().fittedTopics().embeddings()[1]);
  }

  @Test
  void a_target_takes_up_the_next_strategy_where_one_does_not_reach() {
    OutlierStep strict = OutlierStep.of(OutlierStrategy.DISTRIBUTIONS).withThreshold(0.6);
    ReducedOutliers missed =
        Fitted.MODEL.reduceOutliers(
            Fitted.DOCUMENTS, OutlierReduction.of(strict).withMaxOutliers(0));
    assertEquals(0.6, missed.steps().get(0).threshold());
    assertTrue(missed.outliersAfter() > 20, missed.steps()::toString);
    assertEquals(1, missed.notes().size());
    assertTrue(
        missed.notes().get(0).contains("more than asked for (0.0)"), missed.notes()::toString);
    // What is left is reduced again, by the topics as they are now.
    ReducedOutliers reduced =
        missed
            .model()
            .reduceOutliers(
                passages().join(missed.assignments(), "id"),
                OutlierReduction.of(strict, OutlierStep.of(OutlierStrategy.EMBEDDINGS))
                    .withMaxOutliers(0.02));
    assertEquals(missed.outliersAfter(), reduced.outliersBefore());
    assertEquals(2, reduced.steps().size());
    assertEquals(0.6, reduced.steps().get(0).threshold());
    assertTrue(reduced.steps().get(1).threshold() > 0);
    assertEquals((long) (0.02 * TRAINING), reduced.outliersAfter());
    BERTopicModel model = reduced.model();
    assertEquals(2, model.savedModel().outlierRules().size());
    Map<String, String> after = byId(reduced.assignments());
    assertEquals(after, byId(model.transform(passages())));
    // Few enough already: nothing changes.
    ReducedOutliers idle =
        model.reduceOutliers(
            passages().join(reduced.assignments(), "id"),
            OutlierReduction.of(OutlierStrategy.CTFIDF).withMaxOutliers(0.5));
    assertEquals(List.of(), idle.steps());
    assertEquals(1, idle.notes().size());
    assertSame(model.savedModel(), idle.model().savedModel());
    assertLaterOperationsAreFollowed(model, after);
  }

  /** Documents that a rule gave to a topic go where the topic goes. */
  private static void assertLaterOperationsAreFollowed(
      BERTopicModel model, Map<String, String> assignments) {
    TopicMapping mapping =
        TopicMapping.merging(model.fittedTopics(), List.of(List.of(0, 2)))
            .then(
                TopicMapping.deleting(
                    model.mergeTopics(List.of(List.of(0, 2))).fittedTopics(), List.of(1)));
    BERTopicModel changed = model.mergeTopics(List.of(List.of(0, 2))).deleteTopics(List.of(1));
    Map<String, String> found = byId(changed.transform(passages()));
    assertEquals(sizes(found), sizes(changed));
    assignments.forEach(
        (id, before) -> {
          int topic = Integer.parseInt(before.split(" ", -1)[0]);
          assertEquals(mapping.apply(topic), Integer.parseInt(found.get(id).split(" ", -1)[0]), id);
        });
  }

  @Test
  void only_outliers_have_no_topic_to_go_to() {
    BERTopicModel model = estimator(300).fit(passages());
    assertEquals(1, model.topics().size());
    Dataset<Row> documents = passages().join(model.summary().assignments(), "id");
    ReducedOutliers reduced =
        model.reduceOutliers(documents, OutlierReduction.of(OutlierStrategy.EMBEDDINGS));
    assertEquals(
        List.of("there are only outliers and no topic to give them to; the model stays as it is"),
        reduced.notes());
    assertEquals(TRAINING, reduced.outliersAfter());
    Row first = model.approximateDistribution(passages(), DistributionSettings.create()).first();
    assertEquals(List.of(), first.getList(first.fieldIndex("distribution")));
    Row probable = model.probabilities(passages(), 0).first();
    assertEquals(List.of(), probable.getList(probable.fieldIndex("probabilities")));
  }

  @Test
  void documents_that_are_not_those_of_the_model_are_refused() {
    OutlierReduction reduction = OutlierReduction.of(OutlierStrategy.EMBEDDINGS);
    Dataset<Row> documents = Fitted.DOCUMENTS;
    assertMessage("documents must have the column 'topic'", documents.drop("topic"), reduction);
    assertMessage(
        "documents must be all of the model's", documents.filter("id <> 'passage-0'"), reduction);
    assertMessage(
        "embedding must have 384 numbers as those of the model, got from 10 to 10",
        documents.withColumn("embedding", functions.slice(functions.col("embedding"), 1, 10)),
        reduction);
    assertMessage(
        "embedding must be an array of finite numbers, got others in 1 documents",
        documents.withColumn(
            "embedding",
            functions.expr(
                "CASE WHEN id = 'passage-5' THEN transform(embedding, x -> float('nan'))"
                    + " ELSE embedding END")),
        reduction);
    assertMessage(
        "topic must not be null, got",
        documents.withColumn("topic", functions.expr("CASE WHEN topic >= 0 THEN topic END")),
        reduction);
  }

  private static void assertMessage(
      String start, Dataset<Row> documents, OutlierReduction reduction) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Fitted.MODEL.reduceOutliers(documents, reduction))
            .getMessage();
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void probabilities_are_the_memberships_of_the_topics_clusters() {
    LayoutModel layout = Fitted.MODEL.savedModel().layout().orElseThrow();
    int[] clusterTopics = Fitted.MODEL.savedModel().clusterTopics();
    Dataset<Row> rows =
        passages()
            .withColumn(
                "embedding", functions.expr("CASE WHEN id <> 'passage-3' THEN embedding END"));
    List<Row> found = Fitted.MODEL.probabilities(rows, 3).collectAsList();
    assertEquals(
        List.of("id", "text", "embedding", "probabilities"),
        Arrays.asList(found.get(0).schema().fieldNames()));
    for (Row row : found) {
      if (row.isNullAt(2)) {
        assertEquals("passage-3", row.getString(0));
        assertNull(row.get(3));
        continue;
      }
      float[] embedding = new float[384];
      for (int i = 0; i < embedding.length; i++) {
        embedding[i] = row.<Float>getList(2).get(i);
      }
      double[] expected = new double[Fitted.MODEL.fittedTopics().topicCount()];
      double[] memberships = layout.memberships(new float[][] {embedding})[0];
      for (int cluster = 0; cluster < memberships.length; cluster++) {
        if (clusterTopics[cluster] >= 0) {
          expected[clusterTopics[cluster]] += memberships[cluster];
        }
      }
      List<Row> topics = row.getList(3);
      // Of a document at the very core of a cluster all others are 0, and left out.
      long positive = Arrays.stream(expected).filter(weight -> weight > 0).count();
      assertEquals(Math.min(3, positive), topics.size());
      double[] sorted = Arrays.stream(expected).sorted().toArray();
      for (int rank = 0; rank < topics.size(); rank++) {
        assertEquals(sorted[sorted.length - 1 - rank], topics.get(rank).getDouble(1));
        assertEquals(expected[topics.get(rank).getInt(0)], topics.get(rank).getDouble(1));
      }
    }
  }

  @Test
  void distributions_need_texts_and_a_model_that_embeds_for_embeddings() {
    DistributionSettings settings = DistributionSettings.create();
    assertThrows(
        IllegalArgumentException.class,
        () -> Fitted.MODEL.approximateDistribution(passages().drop("text"), settings));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Fitted.MODEL.approximateDistribution(
                passages(), settings.withBy(DistributionSettings.By.EMBEDDING)));
    Dataset<Row> once = Fitted.MODEL.approximateDistribution(passages(), settings);
    assertThrows(
        IllegalArgumentException.class, () -> Fitted.MODEL.approximateDistribution(once, settings));
    assertFalse(once.filter("size(distribution) > 0").isEmpty());
  }
}
