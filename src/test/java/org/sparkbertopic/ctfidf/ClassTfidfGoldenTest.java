package org.sparkbertopic.ctfidf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;
import org.sparkbertopic.vectorizer.counting.TopicTermCounts;

/** BERTopic's words and scores on the reference corpus, to 1e-6. */
class ClassTfidfGoldenTest extends SparkTest {

  private static final double TOLERANCE = 1e-6;
  private static final CountVectorizer ENGLISH = CountVectorizer.create().withStopWords("english");
  private static final ClassTfidf PLAIN = ClassTfidf.create();

  @Test
  void gives_bertopics_words_sizes_and_vocabulary() {
    JsonNode base = Golden.json("topics/base.json");
    TopicTermCounts counted = count(ENGLISH);
    assertEquals(base.get("vocabulary").asInt(), counted.counts().vocabulary().size());
    for (int row = 0; row < counted.documents().length; row++) {
      String topic = Integer.toString(counted.counts().topicIds()[row]);
      assertEquals(base.get("sizes").get(topic).asLong(), counted.documents()[row]);
    }
    assertAgrees(base.get("words"), 30, PLAIN.fit(counted.counts()));
  }

  @Test
  void gives_bertopics_words_for_every_weighting() {
    TermMatrix counts = count(ENGLISH).counts();
    assertVariant("bm25", PLAIN.withBm25Weighting(true).fit(counts));
    assertVariant("reduce_frequent", PLAIN.withReduceFrequentWords(true).fit(counts));
    assertVariant(
        "bm25_reduce_frequent",
        PLAIN.withBm25Weighting(true).withReduceFrequentWords(true).fit(counts));
    assertVariant(
        "seed_words", PLAIN.withSeedWords(List.of("nuclear", "tax", "health")).fit(counts));
  }

  @Test
  void gives_bertopics_words_for_other_vocabularies() {
    assertVariant("no_stop_words", PLAIN.fit(count(CountVectorizer.create()).counts()));
    assertVariant("min_topic_df_5", PLAIN.fit(count(ENGLISH.withMinTopicDf(5)).counts()));
  }

  /**
   * 502 words occur 22 times or more, so that two of the thirty with exactly 22 must go.
   * scikit-learn's sort drops "fully" and "rising"; ours, by code point, the last two.
   */
  @Test
  void gives_bertopics_words_for_the_most_frequent_terms_but_for_ties_at_the_cut() {
    TermMatrix tied = count(ENGLISH.withMaxFeatures(502)).counts();
    List<String> ours = new ArrayList<>(tied.vocabulary());
    ours.removeAll(List.of("stronger", "took"));
    assertEquals(ours, count(ENGLISH.withMaxFeatures(500)).counts().vocabulary());
    assertVariant("max_features_500", PLAIN.fit(without(tied, Set.of("fully", "rising"))));
  }

  private static TermMatrix without(TermMatrix counts, Set<String> terms) {
    double[] values = counts.values().clone();
    for (int i = 0; i < values.length; i++) {
      if (terms.contains(counts.vocabulary().get(counts.columns()[i]))) {
        values[i] = 0;
      }
    }
    return counts.withValues(values);
  }

  @Test
  void gives_bertopics_bigrams() {
    JsonNode bigrams = Golden.json("topics/ctfidf_bigrams.json");
    TermMatrix counts = count(ENGLISH.withNgramRange(1, 2)).counts();
    assertEquals(bigrams.get("vocabulary").asInt(), counts.vocabulary().size());
    assertAgrees(bigrams.get("words"), 15, PLAIN.fit(counts));
  }

  private static void assertVariant(String name, ClassTfidfModel model) {
    assertAgrees(Golden.json("topics/ctfidf_variants.json").get(name), 10, model);
  }

  /**
   * The reference orders words of equal score arbitrarily: scores must agree rank by rank, and
   * every word must have its score.
   */
  private static void assertAgrees(JsonNode byTopic, int words, ClassTfidfModel model) {
    Map<Integer, List<TermScore>> expected = Golden.words(byTopic);
    assertEquals(33, expected.size());
    expected.forEach(
        (topic, terms) -> {
          assertEquals(words, terms.size());
          List<TermScore> actual = model.topTerms(topic, words);
          Map<String, Double> scores = new HashMap<>();
          List<TermScore> all = model.topTerms(topic, Integer.MAX_VALUE);
          assertEquals(actual, all.subList(0, actual.size()));
          assertEquals(
              model.topTerms(topic, 200),
              all.subList(0, Math.min(200, all.size())),
              "by insertion");
          all.forEach(t -> scores.put(t.term(), t.score()));
          for (int rank = 0; rank < words; rank++) {
            TermScore term = terms.get(rank);
            String where = "topic " + topic + ", rank " + rank + ", " + term;
            assertEquals(term.score(), actual.get(rank).score(), TOLERANCE, where);
            assertTrue(scores.containsKey(term.term()), where);
            assertEquals(term.score(), scores.get(term.term()), TOLERANCE, where);
          }
        });
  }

  private static TopicTermCounts count(CountVectorizer parameters) {
    List<String> passages = Golden.passages();
    int[] topics = Golden.topics();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      rows.add(RowFactory.create(passages.get(i), topics[i]));
    }
    StructType schema =
        new StructType()
            .add(TopicTermCounter.TEXT_COLUMN, DataTypes.StringType)
            .add(TopicTermCounter.TOPIC_COLUMN, DataTypes.IntegerType);
    return TopicTermCounter.count(spark().createDataFrame(rows, schema).repartition(3), parameters);
  }
}
