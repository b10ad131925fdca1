package org.sparkbertopic.operations.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.params.Parts;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** A fit that reduces its topics: as a reduction of the fitted model, described once. */
class NrTopicsTest extends SparkTest {

  /** How many topics each call was given. */
  private static final List<Integer> DESCRIBED = new ArrayList<>();

  static {
    Parts.register("test-noted", Noted.class);
  }

  /** c-TF-IDF's words, and a note of the call. */
  public record Noted() implements RepresentationModel {

    private static final long serialVersionUID = 1L;

    @Override
    public Map<Integer, List<TermScore>> represent(Evidence evidence) {
      DESCRIBED.add(evidence.topics().size());
      return CtfidfRepresentation.create().represent(evidence);
    }
  }

  private static Dataset<Row> passages;
  private static BERTopicModel plain;

  private static BERTopic estimator() {
    return new BERTopic("reduced")
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setReducer(new Pca(5))
        .setClusterer(
            Hdbscan.create()
                .withMinClusterSize(4)
                .withClusterSelectionMethod(ClusterSelectionMethod.LEAF))
        .setVectorizer(CountVectorizer.create().withStopWords("english"))
        .setRepresentation(new Noted());
  }

  @BeforeAll
  static void fit() {
    passages = Passages.table(spark(), 0, 300).coalesce(2).cache();
    plain = estimator().fit(passages);
    assertTrue(plain.topics().size() > 6, "topics: " + plain.topics().size());
  }

  @BeforeEach
  void forgetCalls() {
    DESCRIBED.clear();
  }

  private static Map<String, Integer> topics(Dataset<Row> rows) {
    return rows.select("id", "topic").collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0), row -> row.getInt(1), (a, b) -> a, TreeMap::new));
  }

  private static void assertEqualModels(BERTopicModel expected, BERTopicModel actual) {
    FittedTopics one = expected.fittedTopics();
    FittedTopics other = actual.fittedTopics();
    assertEquals(one.topics(), other.topics());
    assertArrayEquals(one.embeddings(), other.embeddings());
    assertEquals(one.documents(), other.documents());
    assertArrayEquals(one.ctfidf().weights().values(), other.ctfidf().weights().values());
    assertArrayEquals(expected.savedModel().clusterTopics(), actual.savedModel().clusterTopics());
    assertEquals(expected.savedModel().trainingTopics(), actual.savedModel().trainingTopics());
    assertEquals(expected.summary().outliers(), actual.summary().outliers());
    Map<String, Integer> assigned = topics(actual.summary().assignments());
    assertEquals(topics(expected.summary().assignments()), assigned);
    assertEquals(assigned, topics(actual.transform(passages)), "one assignment");
  }

  @Test
  void
      a_fit_with_a_number_of_topics_is_the_reduction_of_the_fit_without_and_describes_the_topics_left_alone() {
    BERTopicModel reduced = estimator().setNrTopics(3).fit(passages);
    assertEquals(List.of(-1, 0, 1, 2), reduced.topics().stream().map(Topic::id).toList());
    assertEquals(List.of(4), DESCRIBED);
    assertEqualModels(plain.reduceTopics(3), reduced);
  }

  @Test
  void auto_is_the_reduction_by_hdbscan() {
    BERTopic many = estimator().setClusterer(KMeans.create().withNClusters(40));
    BERTopicModel expected = many.fit(passages).reduceTopicsAuto();
    DESCRIBED.clear();
    BERTopicModel reduced = many.setNrTopics(NrTopics.byHdbscan()).fit(passages);
    assertEquals(List.of(reduced.topics().size()), DESCRIBED);
    assertTrue(reduced.topics().size() < 40, "topics: " + reduced.topics().size());
    assertEqualModels(expected, reduced);
  }

  @Test
  void a_number_above_those_found_changes_nothing() {
    BERTopicModel same = estimator().setNrTopics(1000).fit(passages);
    assertEquals(List.of(plain.topics().size()), DESCRIBED);
    assertEqualModels(plain, same);
  }

  @Test
  void given_topics_that_are_merged_are_named_by_their_words() {
    Dataset<Row> themes =
        passages.selectExpr("*", "concat('theme ', least(abs(hash(id)) % 8, 4)) AS theme");
    BERTopicModel reduced = estimator().setGivenTopicCol("theme").setNrTopics(1).fit(themes);
    assertEquals(1, reduced.topics().size());
    assertTrue(reduced.topic(0).hasDefaultName(), reduced.topic(0).name());
    assertEquals(300, reduced.topic(0).size());
    assertEquals(
        topics(reduced.summary().assignments()), topics(reduced.transform(themes.drop("topic"))));
  }

  @Test
  void a_number_is_at_least_one_or_auto() {
    assertEquals(NrTopics.of(20), NrTopics.parse(" 20 "));
    assertEquals(NrTopics.byHdbscan(), NrTopics.parse("auto"));
    for (NrTopics value : List.of(NrTopics.of(20), NrTopics.byHdbscan())) {
      assertEquals(value, PartJson.decode(PartJson.encode(value, NrTopics.class), NrTopics.class));
    }
    for (String bad : List.of("0", "-1", "2.5", "many", "Auto")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> NrTopics.parse(bad)).getMessage();
      assertTrue(message.startsWith("setNrTopics must be "), message);
      assertTrue(message.contains(bad), message);
    }
  }
}
