package org.sparkbertopic.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Coherence on Spark against gensim's, and the figures of a model together. */
class TopicEvaluatorTest extends SparkTest {

  private static final int TOP_WORDS = 10;
  private static final StructType SCHEMA =
      new StructType()
          .add("text", DataTypes.StringType)
          .add("topic", DataTypes.IntegerType)
          .add("label", DataTypes.StringType);

  private static Dataset<Row> passages(int partitions) {
    List<Row> rows = new ArrayList<>();
    int[] topics = Golden.topics();
    List<String> texts = Golden.passages();
    for (int i = 0; i < topics.length; i++) {
      rows.add(RowFactory.create(texts.get(i), topics[i], i % 5 == 0 ? null : "l" + i % 5));
    }
    return spark().createDataFrame(rows, SCHEMA).repartition(partitions);
  }

  private static List<Topic> topics() {
    int[] assigned = Golden.topics();
    List<Topic> topics = new ArrayList<>();
    for (Map.Entry<Integer, List<TermScore>> entry :
        Golden.words(Golden.json("topics/base.json").get("words")).entrySet()) {
      int id = entry.getKey();
      long size = Arrays.stream(assigned).filter(topic -> topic == id).count();
      topics.add(new Topic(id, size, "topic " + id, entry.getValue(), List.of()));
    }
    return topics;
  }

  @Test
  void coherence_is_that_of_gensim_over_all_words_of_the_texts() {
    CountVectorizer vectorizer = CountVectorizer.create().withStopWords("english");
    TopicQuality quality = TopicEvaluator.of(vectorizer).evaluate(passages(3), topics(), false);
    JsonNode expected = Golden.json("evaluation/coherence.json");
    assertEquals(32, quality.topics().size());
    for (TopicQuality.OfTopic topic : quality.topics()) {
      String id = Integer.toString(topic.id());
      assertEquals(TOP_WORDS, topic.words().size());
      assertEquals(expected.get("c_npmi").get(id).asDouble(), topic.npmi(), 1e-9, "NPMI of " + id);
      assertEquals(expected.get("c_v").get(id).asDouble(), topic.cv(), 1e-9, "c_v of " + id);
    }
  }

  @Test
  void figures_are_the_same_bits_on_any_partitions() {
    TopicEvaluator evaluator = TopicEvaluator.of(CountVectorizer.create());
    TopicQuality one = evaluator.evaluate(passages(1), topics(), true);
    assertEquals(one, evaluator.evaluate(passages(5), topics(), true));
    assertEquals(1500, one.documents());
    assertEquals(325, one.outliers());
    assertEquals(325 / 1500.0, one.outlierShare(), 1e-12);
    assertEquals(1200, one.all().orElseThrow().documents());
  }

  @Test
  void a_term_of_several_words_stands_where_its_last_word_does() {
    Dataset<Row> texts = texts("new york city", "york new", "new the york new the york");
    double[] npmi =
        TopicCoherence.of(
                texts,
                "text",
                CountVectorizer.create().withNgramRange(1, 2).withStopWords(List.of("The")),
                List.of(List.of("new york", "city"), List.of("new york", "york")),
                EnumSet.of(CoherenceMeasure.NPMI))
            .ofTopics(CoherenceMeasure.NPMI);
    // "new york" is in texts 1 and 3, "city" in 1, "york" in all: each text is one window.
    assertEquals(Math.log((1 / 3.0) / (2 / 3.0 / 3)) / -Math.log(1 / 3.0), npmi[0], 1e-9);
    assertEquals(0, npmi[1], 1e-9);
  }

  @Test
  void topics_without_two_words_in_the_texts_have_no_coherence() {
    Dataset<Row> texts = texts("alpha beta", null, "alpha gamma");
    TopicCoherence coherence =
        TopicCoherence.of(
            texts,
            "text",
            CountVectorizer.create(),
            List.of(
                List.of("alpha"), List.of("alpha", "unheard"), List.of(), List.of("alpha", "beta")),
            EnumSet.allOf(CoherenceMeasure.class));
    for (CoherenceMeasure measure : CoherenceMeasure.values()) {
      double[] figures = coherence.ofTopics(measure);
      assertTrue(Double.isNaN(figures[0]) && Double.isNaN(figures[1]) && Double.isNaN(figures[2]));
      assertEquals(figures[3], coherence.mean(measure), 0);
    }
  }

  @Test
  void only_outliers_have_shares_but_no_words() {
    TopicQuality quality =
        TopicEvaluator.of(CountVectorizer.create())
            .evaluate(
                texts("alpha beta")
                    .withColumn("topic", functions.lit(-1))
                    .withColumn("label", functions.lit("x")),
                List.of(new Topic(-1, 1, "-1", List.of(new TermScore("alpha", 1)), List.of())),
                true);
    assertEquals(1, quality.outlierShare());
    assertTrue(Double.isNaN(quality.npmi()) && Double.isNaN(quality.diversity()));
    assertEquals(0, quality.clustered().orElseThrow().documents());
  }

  @Test
  void one_word_is_no_topic() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new TopicEvaluator(CountVectorizer.create(), 1));
    assertTrue(error.getMessage().startsWith("topNWords must be at least 2, got 1"));
  }

  @Test
  void stability_is_the_mean_over_pairs_of_runs() {
    Dataset<Row> left = run(0, 0, 1, 1, -1);
    Dataset<Row> same = run(5, 5, 2, 2, -1);
    Dataset<Row> other = run(0, 1, 0, 1, 1);
    List<List<String>> words = List.of(List.of("a", "b"), List.of("c", "d"));
    Stability twins =
        Stability.of(List.of(new Stability.Run(left, words), new Stability.Run(same, words)));
    assertEquals(new Stability(2, 1, 1, 1, 1, 1), twins);
    Stability three =
        Stability.of(
            List.of(
                new Stability.Run(left, words),
                new Stability.Run(same, words),
                new Stability.Run(other, List.of(List.of("a", "x")))));
    // Of three pairs one agrees wholly; each of the others shares one word of three in one topic.
    assertEquals((1 + 2 * (1 / 3.0) / 2) / 3, three.words(), 1e-12);
    assertTrue(three.ari() < 1 && three.ari() > 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> Stability.of(List.of(new Stability.Run(left, words))));
  }

  private static Dataset<Row> run(int... topics) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      rows.add(RowFactory.create("d" + i, topics[i]));
    }
    return spark()
        .createDataFrame(
            rows,
            new StructType().add("id", DataTypes.StringType).add("topic", DataTypes.IntegerType));
  }

  private static Dataset<Row> texts(String... texts) {
    return spark()
        .createDataFrame(
            Arrays.stream(texts).map(RowFactory::create).toList(),
            new StructType().add("text", DataTypes.StringType));
  }
}
