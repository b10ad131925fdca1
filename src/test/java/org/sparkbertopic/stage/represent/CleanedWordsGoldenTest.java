package org.sparkbertopic.stage.represent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;
import org.sparkbertopic.vectorizer.language.Cleaning;

/** The words of the reference corpus as BERTopic counts them for English, see cleaned.py. */
class CleanedWordsGoldenTest extends SparkTest {

  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"english", "none"})
  void with_cleaning_the_words_and_scores_are_bertopics_own(String stopWords) {
    ClassTfidfModel ours = weights(stopWords, Cleaning.BERTOPIC);
    Map<Integer, List<TermScore>> expected = expected(stopWords);
    assertEquals(33, expected.size());
    expected.forEach((topic, words) -> assertSameWords(words, ours.topTerms(topic, 30), topic));
  }

  @ParameterizedTest
  @ValueSource(strings = "english")
  void without_it_many_topics_have_other_words(String stopWords) {
    ClassTfidfModel ours = weights(stopWords, Cleaning.NONE);
    long same =
        expected(stopWords).entrySet().stream()
            .filter(
                topic -> terms(ours.topTerms(topic.getKey(), 10)).equals(terms(topic.getValue())))
            .count();
    assertTrue(same > 5 && same < 20, "topics with the same words: " + same);
  }

  private static List<String> terms(List<TermScore> words) {
    return words.stream().map(TermScore::term).sorted().toList();
  }

  /** Terms of equal scores come in another order there. */
  private static void assertSameWords(List<TermScore> expected, List<TermScore> ours, int topic) {
    Map<String, Double> scores = new HashMap<>();
    ours.forEach(word -> scores.put(word.term(), word.score()));
    for (int rank = 0; rank < expected.size(); rank++) {
      TermScore word = expected.get(rank);
      assertEquals(word.score(), ours.get(rank).score(), TOLERANCE, "topic " + topic);
      assertEquals(
          word.score(),
          scores.getOrDefault(word.term(), 0.0),
          TOLERANCE,
          topic + ": " + word.term());
    }
  }

  private static Map<Integer, List<TermScore>> expected(String stopWords) {
    return Golden.words(Golden.json("topics/cleaned.json").get(stopWords));
  }

  private static ClassTfidfModel weights(String stopWords, Cleaning cleaning) {
    List<String> passages = Golden.passages();
    int[] topics = Golden.topics();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      rows.add(RowFactory.create(passages.get(i), topics[i]));
    }
    StructType schema =
        new StructType().add("text", DataTypes.StringType).add("topic", DataTypes.IntegerType);
    Dataset<Row> corpus = spark().createDataFrame(rows, schema).repartition(2);
    CountVectorizer vectorizer =
        CountVectorizer.create()
            .withStopWords(stopWords)
            .withText(TextAnalysis.create().withCleaning(cleaning));
    return ClassTfidf.create().fit(TopicTermCounter.count(corpus, vectorizer).counts());
  }
}
