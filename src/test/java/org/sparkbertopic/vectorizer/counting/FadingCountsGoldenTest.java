package org.sparkbertopic.vectorizer.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * The counts of BERTopic's OnlineCountVectorizer after three chunks of 500 passages. A passage of
 * topic t is of class t mod 4, and outliers are of class 3. BERTopic's c-TF-IDF changes the counts
 * with decay; the reference is without that defect.
 */
class FadingCountsGoldenTest extends SparkTest {

  private static final int CLASSES = 4;
  private static final int CHUNK = 500;
  private static final int BITS = 16;
  private static final double UNIT = 1 << BITS;
  private static final CountVectorizer WORDS = CountVectorizer.create().withStopWords("english");

  @Test
  void plain_sums_are_those_of_bertopic_exactly() {
    assertAgrees("decay=None,delete_min_df=None", 0, 0, 0);
  }

  @Test
  void counts_with_decay_are_those_of_bertopic() {
    assertAgrees("decay=0.01,delete_min_df=None", 0.01, 0, 1e-4);
  }

  @Test
  void counts_with_decay_and_a_least_frequency_are_those_of_bertopic() {
    assertAgrees("decay=0.2,delete_min_df=3", 0.2, 3, 1e-4);
  }

  private static void assertAgrees(String name, double decay, double least, double tolerance) {
    JsonNode steps = Golden.json("topics/online_vectorizer.json").get(name);
    assertFalse(steps.isEmpty());
    SparkTally tally = null;
    for (int chunk = 0; chunk < steps.size(); chunk++) {
      SparkTally batch = ScaledTally.of(batch(chunk), UNIT);
      SparkTally sum =
          tally == null
              ? batch
              : HeldTally.sum(spark(), List.of(ScaledTally.of(tally, 1 - decay), batch), List.of());
      tally = ScaledTally.withoutRare(sum, least * UNIT);
      TermMatrix counts = TopicTermCounter.count(spark(), tally, WORDS, BITS).counts();
      JsonNode expected = steps.get(chunk);
      assertEquals(expected.get("vocabulary").asInt(), counts.vocabulary().size());
      double total = expected.get("total").asDouble();
      assertEquals(total, Arrays.stream(counts.values()).sum(), tolerance * total);
      // c-TF-IDF reads the counts at each step, and must leave them as they are
      ClassTfidf.create().fit(counts);
      for (JsonNode term : expected.get("top")) {
        String word = term.get(0).asText();
        for (int topic = 0; topic < CLASSES; topic++) {
          double count = term.get(1).get(topic).asDouble();
          assertEquals(count, cell(counts, topic, word), tolerance * count, word);
        }
      }
    }
  }

  private static double cell(TermMatrix counts, int topic, String term) {
    int row = counts.rowOf(topic);
    int column = Collections.binarySearch(counts.vocabulary(), term, CodePointOrder.ASCENDING);
    int place =
        Arrays.binarySearch(
            counts.columns(), counts.rowPointers()[row], counts.rowPointers()[row + 1], column);
    return column < 0 || place < 0 ? 0 : counts.values()[place];
  }

  private static HeldTally batch(int chunk) {
    List<String> passages = Golden.passages();
    int[] topics = Golden.topics();
    List<Row> rows = new ArrayList<>();
    for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
      rows.add(RowFactory.create(passages.get(i), Math.floorMod(topics[i], CLASSES)));
    }
    return HeldTally.of(
        spark().createDataFrame(rows, TopicTermCounter.DOCUMENT_SCHEMA), WORDS, RowObserver.NONE);
  }
}
