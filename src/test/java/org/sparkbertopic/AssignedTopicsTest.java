package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.operations.assignment.TopicSplit;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

class AssignedTopicsTest extends SparkTest {

  private static final int TRAINING = 300;

  private static Dataset<Row> passages() {
    return Passages.table(spark(), 0, TRAINING);
  }

  /** The layout knows 240 of the 300 documents. */
  private static final class Fitted {
    private static final BERTopicModel MODEL =
        new BERTopic()
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setReducer(Umap.bertopic().withNEpochs(60))
            .setClusterer(Hdbscan.create().withMinClusterSize(5))
            .setSampleSize(240)
            .setVectorizer(CountVectorizer.create().withStopWords("english"))
            .fit(passages());
    private static final Dataset<Row> DOCUMENTS =
        passages().join(MODEL.summary().assignments().drop("reason"), "id").cache();
    private static final int TOPICS = MODEL.fittedTopics().topicCount();
  }

  private static Map<String, Integer> topics(Dataset<Row> rows) {
    return rows.select("id", "topic").collectAsList().stream()
        .collect(
            Collectors.toMap(r -> r.getString(0), r -> r.getInt(1), (a, b) -> a, TreeMap::new));
  }

  private static Map<String, String> scores(Dataset<Row> rows) {
    return rows.select("id", "topic", "probability").collectAsList().stream()
        .collect(
            Collectors.toMap(
                r -> r.getString(0), r -> r.get(1) + " " + r.get(2), (a, b) -> a, TreeMap::new));
  }

  private static Map<Integer, Long> sizes(BERTopicModel model) {
    return model.topics().stream()
        .collect(Collectors.toMap(Topic::id, Topic::size, Long::sum, TreeMap::new));
  }

  /**
   * Half of topic 0 makes a new topic, outliers join topic 1, some of topic 1 are outliers, and one
   * document of topic 2 goes to topic 0.
   */
  private static Dataset<Row> edited() {
    String number = "CAST(substring(id, 9) AS INT)";
    return Fitted.DOCUMENTS.withColumn(
        "topic",
        functions.expr(
            "CASE WHEN topic = 0 AND "
                + number
                + " % 2 = 0 THEN "
                + Fitted.TOPICS
                + " WHEN topic = -1 AND "
                + number
                + " % 3 = 0 THEN 1 WHEN topic = 1 AND "
                + number
                + " % 4 = 0 THEN -1 ELSE topic END"));
  }

  @Test
  void everything_follows_assignments_that_are_given(@TempDir Path folder) throws Exception {
    Map<String, Integer> given = topics(edited());
    BERTopicModel labelled = Fitted.MODEL.setTopicLabels(Map.of(1, "one"));
    AssignedTopics made = labelled.withAssignments(edited());

    assertEquals(List.of(), made.notes());
    assertEquals(TRAINING, made.documents());
    assertEquals(given, topics(made.assignments()));
    BERTopicModel model = made.model();
    assertEquals(
        given.values().stream()
            .collect(Collectors.groupingBy(t -> t, TreeMap::new, Collectors.counting())),
        sizes(model));
    assertEquals(Fitted.TOPICS + 1, model.fittedTopics().topicCount());
    assertEquals("one", model.topic(1).label());
    for (Topic topic : model.topics()) {
      topic.representativeDocuments().forEach(id -> assertEquals(topic.id(), given.get(id), id));
    }
    // transform gives every one of them its topic, also after saving
    Map<String, String> transformed = scores(model.transform(passages()));
    assertEquals(scores(made.assignments()), transformed);
    String path = folder.resolve("model").toString();
    model.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    assertEquals(transformed, scores(loaded.transform(passages().repartition(3))));
    assertNewDocumentsFollow(loaded);
    assertLaterOperationsFollow(loaded, made);
  }

  /** Only those that went to a divided topic may go elsewhere: to a part of it. */
  private static void assertNewDocumentsFollow(BERTopicModel model) {
    Dataset<Row> unseen = Passages.table(spark(), TRAINING, TRAINING + 400);
    Map<String, Integer> before = topics(Fitted.MODEL.transform(unseen));
    Map<String, Integer> after = topics(model.transform(unseen));
    int moved = 0;
    for (Map.Entry<String, Integer> document : before.entrySet()) {
      int topic = after.get(document.getKey());
      if (topic != document.getValue()) {
        assertEquals(0, document.getValue(), document.getKey());
        assertEquals(Fitted.TOPICS, topic, document.getKey());
        moved++;
      }
    }
    assertTrue(moved > 0);
    List<Row> probable = model.probabilities(unseen, 0).collectAsList();
    assertTrue(
        probable.stream()
            .flatMap(row -> row.<Row>getList(row.fieldIndex("probabilities")).stream())
            .anyMatch(weight -> weight.getInt(0) == Fitted.TOPICS));
  }

  private static void assertLaterOperationsFollow(BERTopicModel model, AssignedTopics made) {
    Dataset<Row> documents = passages().join(made.assignments(), "id");
    ReducedOutliers reduced =
        model.reduceOutliers(documents, OutlierReduction.of(OutlierStrategy.EMBEDDINGS));
    assertEquals(0, reduced.outliersAfter());
    assertEquals(topics(reduced.assignments()), topics(reduced.model().transform(passages())));
    BERTopicModel merged = model.mergeTopics(List.of(List.of(0, Fitted.TOPICS)));
    assertEquals(
        sizes(merged).get(Topic.OUTLIERS),
        topics(merged.transform(passages())).values().stream().filter(t -> t == -1).count());
    // and given again: a topic is emptied, so that those behind it move up
    AssignedTopics again =
        reduced
            .model()
            .withAssignments(
                passages()
                    .join(reduced.assignments(), "id")
                    .withColumn(
                        "topic", functions.expr("CASE topic WHEN 2 THEN -1 ELSE topic END")));
    assertEquals(
        List.of(
            "topics that have no documents any more are gone: [2]",
            "ids are without gaps, so topics got others: "
                + java.util.stream.IntStream.rangeClosed(3, Fitted.TOPICS)
                    .limit(10)
                    .mapToObj(id -> id + " -> " + (id - 1))
                    .collect(Collectors.joining(", "))),
        again.notes());
    assertEquals(topics(again.assignments()), topics(again.model().transform(passages())));
    assertEquals("one", again.model().topic(1).label());
  }

  @Test
  void a_topic_is_split_into_topics_of_its_documents() {
    TopicSplit split = TopicSplit.create().into(3);
    AssignedTopics made = Fitted.MODEL.splitTopic(Fitted.DOCUMENTS, 0, split);
    Map<String, Integer> before = topics(Fitted.DOCUMENTS);
    Map<String, Integer> after = topics(made.assignments());
    List<Integer> ids = List.of(0, Fitted.TOPICS, Fitted.TOPICS + 1);
    before.forEach(
        (id, topic) -> {
          if (topic == 0) {
            assertTrue(ids.contains(after.get(id)), id);
          } else {
            assertEquals(topic, after.get(id), id);
          }
        });
    List<Long> sizes = ids.stream().map(id -> made.model().topic(id).size()).toList();
    assertEquals(Fitted.MODEL.topic(0).size(), sizes.stream().mapToLong(Long::longValue).sum());
    assertTrue(sizes.get(0) >= sizes.get(1) && sizes.get(1) >= sizes.get(2), sizes::toString);
    assertEquals(after, topics(made.model().transform(passages())));
    assertEquals(
        after,
        topics(Fitted.MODEL.splitTopic(Fitted.DOCUMENTS.repartition(3), 0, split).assignments()));
    String whole =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Fitted.MODEL.splitTopic(
                        Fitted.DOCUMENTS, 0, TopicSplit.create().withMinTopicSize(200)))
            .getMessage();
    assertTrue(
        whole.startsWith("topic 0 must fall into several clusters to be split, got 0 of its "),
        whole);
  }

  @Test
  void a_model_of_python_gets_counts_and_then_every_operation_works(@TempDir Path folder)
      throws Exception {
    String saved = Golden.class.getResource("/golden/model/python_bertopic").getPath();
    BERTopicModel python = BERTopicModel.load(saved).setIdCol("id").setEmbeddingCol("embedding");
    List<List<Integer>> group = List.of(List.of(0, 1));
    assertThrows(IllegalArgumentException.class, () -> python.mergeTopics(group));
    Dataset<Row> documents = Passages.table(spark(), 0, 1_500);
    Dataset<Row> assigned = python.transform(documents).cache();
    AssignedTopics made = python.recountTopics(assigned);

    Map<String, String> before = scores(assigned);
    BERTopicModel model = made.model();
    assertEquals(List.of(), made.notes());
    assertEquals(
        topics(assigned).values().stream()
            .collect(Collectors.groupingBy(t -> t, TreeMap::new, Collectors.counting())),
        sizes(model));
    assertEquals(before, scores(made.assignments()));
    String path = folder.resolve("model").toString();
    model.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    assertEquals(before, scores(loaded.transform(documents)));
    assertEquals(
        sizes(model).get(0) + sizes(model).get(1), sizes(loaded.mergeTopics(group)).get(0));
    Dataset<Row> some = Passages.table(spark(), 0, 50);
    for (Row row : loaded.similarities(some, 0, 0.05).collectAsList()) {
      List<Row> weights = row.getList(row.fieldIndex("probabilities"));
      assertEquals(loaded.fittedTopics().topicCount(), weights.size());
      assertEquals(1, weights.stream().mapToDouble(w -> w.getDouble(1)).sum(), 1e-9);
      assertEquals(
          before.get(row.getString(0)).split(" ", -1)[0],
          Integer.toString(weights.get(0).getInt(0)));
    }
    assertThrows(IllegalArgumentException.class, () -> loaded.similarities(some, 0, 0));
    assertEquals(3, loaded.reduceTopics(3).fittedTopics().topicCount());
    assertEquals(
        model.fittedTopics().topicCount() - 1, loaded.hierarchicalTopics().merges().size());
    assertEquals(
        model.topics().stream().mapToLong(t -> t.representativeDocuments().size()).sum(),
        loaded.getRepresentativeDocs(spark()).filter("length(Text) > 0").count());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> python.recountTopics(assigned.filter("topic <> 2")))
            .getMessage()
            .startsWith("every topic of the model must have a document, got none for 1 of "));
  }

  @Test
  void what_is_wrong_with_assignments_is_named() {
    Dataset<Row> documents = Fitted.DOCUMENTS;
    assertMessage(
        "assignments must have the columns 'id' and 'topic', got [id, text, embedding",
        documents.drop("topic"));
    assertMessage(
        "topics must be whole numbers from -1 (outliers), got 2 others, such as passage-3: 1.5,"
            + " passage-4: sport; correct these rows",
        documents.withColumn(
            "topic",
            functions.expr(
                "CASE id WHEN 'passage-3' THEN '1.5' WHEN 'passage-4' THEN 'sport' ELSE"
                    + " CAST(topic AS STRING) END")));
    assertMessage(
        "ids must be different ones, got some more than once, such as passage-7 (2 times);",
        documents.unionByName(documents.filter("id = 'passage-7'")));
    assertMessage(
        "documents must be all of the model's, 300, got 299",
        documents.filter("id <> 'passage-7'"));
    assertMessage(
        "topics must have at least one document, got outliers alone",
        documents.withColumn("topic", functions.lit(-1)));
  }

  private static void assertMessage(String start, Dataset<Row> documents) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Fitted.MODEL.withAssignments(documents))
            .getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
