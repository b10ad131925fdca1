package org.sparkbertopic.ctfidf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;

/**
 * The counts of BERTopic's OnlineCountVectorizer after three chunks of 500 passages. A passage of
 * topic t is of class t mod 4, and outliers are of class 3.
 */
class OnlineCountsGoldenTest extends SparkTest {

  private static final int CLASSES = 4;
  private static final int CHUNK = 500;

  @Test
  void plain_sums_are_those_of_bertopic_exactly() {
    assertAgrees("decay=None,delete_min_df=None", OnlineCounts.create(), 0);
  }

  @Test
  void counts_with_decay_are_those_of_bertopic() {
    assertAgrees("decay=0.01,delete_min_df=None", OnlineCounts.create().withDecay(0.01), 1e-9);
  }

  @Test
  void counts_with_decay_and_a_least_frequency_are_those_of_bertopic() {
    assertAgrees(
        "decay=0.2,delete_min_df=3", OnlineCounts.create().withDecay(0.2).withDeleteMinDf(3), 1e-9);
  }

  private static void assertAgrees(String name, OnlineCounts parameters, double tolerance) {
    JsonNode steps = Golden.json("topics/online_vectorizer.json").get(name);
    assertFalse(steps.isEmpty());
    TermMatrix counts = null;
    for (int chunk = 0; chunk < steps.size(); chunk++) {
      TermMatrix batch = count(chunk);
      counts = chunk == 0 ? parameters.first(batch) : parameters.add(counts, batch);
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

  private static TermMatrix count(int chunk) {
    List<String> passages = Golden.passages();
    int[] topics = Golden.topics();
    List<Row> rows = new ArrayList<>();
    for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
      rows.add(RowFactory.create(passages.get(i), Math.floorMod(topics[i], CLASSES)));
    }
    StructType schema =
        new StructType()
            .add(TopicTermCounter.TEXT_COLUMN, DataTypes.StringType)
            .add(TopicTermCounter.TOPIC_COLUMN, DataTypes.IntegerType);
    return TopicTermCounter.count(
            spark().createDataFrame(rows, schema),
            CountVectorizer.create().withStopWords("english"))
        .counts();
  }
}
