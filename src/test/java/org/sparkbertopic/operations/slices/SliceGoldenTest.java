package org.sparkbertopic.operations.slices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;

/**
 * BERTopic's words over time and per class. It orders words of equal weight arbitrarily: of each
 * word the weight must be the one of its rank.
 */
class SliceGoldenTest extends SparkTest {

  private static final double TOLERANCE = 1e-6;
  private static final double EQUAL = 1e-12;
  private static final int WORDS = 5;

  /** More than five, so that words of the weight of the fifth are among them. */
  private static final SliceSettings SETTINGS = SliceSettings.create().withTopNWords(300);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gives_bertopics_topics_over_time(boolean globalTuning) {
    assertAgrees(
        "over_time_global=" + name(globalTuning),
        overTime(SETTINGS.withEvolutionTuning(false).withGlobalTuning(globalTuning)));
  }

  /** By the documented formula: BERTopic's own evolution tuning has no effect. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void evolution_tuning_does_what_bertopic_says_it_does(boolean globalTuning) {
    assertAgrees(
        "over_time_evolution_global=" + name(globalTuning),
        overTime(SETTINGS.withGlobalTuning(globalTuning)));
  }

  @Test
  void bins_of_equal_width_are_those_of_pandas() {
    assertAgrees(
        "over_time_bins10",
        overTime(SETTINGS.withEvolutionTuning(false).withBins(TimeBins.equalWidth(10))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gives_bertopics_topics_per_class(boolean globalTuning) {
    assertAgrees(
        "per_class_global=" + name(globalTuning),
        slices(
            SETTINGS.withGlobalTuning(globalTuning),
            SliceColumns.create(Optional.empty(), Optional.of("party"))));
  }

  private static String name(boolean flag) {
    return flag ? "True" : "False";
  }

  private static List<TopicSlice> overTime(SliceSettings settings) {
    return slices(settings, SliceColumns.create(Optional.of("year"), Optional.empty()));
  }

  private static List<TopicSlice> slices(SliceSettings settings, SliceColumns columns) {
    return new SliceStage(GoldenSlices.topics(spark()), GoldenSlices.VECTORIZER, settings)
        .run(GoldenSlices.table(spark(), GoldenSlices.rows()).repartition(3), columns)
        .values();
  }

  private static String key(int topic, String slice) {
    return topic + " " + slice;
  }

  private static void assertAgrees(String file, List<TopicSlice> ours) {
    Map<String, TopicSlice> bySlice = new HashMap<>();
    for (TopicSlice slice : ours) {
      bySlice.put(key(slice.topic(), slice.category() + slice.timestamp()), slice);
    }
    JsonNode golden = Golden.json("topics/" + file + ".json");
    assertEquals(golden.size(), ours.size());
    assertEquals(golden.size(), bySlice.size());
    for (JsonNode row : golden) {
      String where =
          key(
              row.get("Topic").asInt(),
              row.path("Class").asText() + row.path("Timestamp").asText());
      TopicSlice slice = bySlice.get(where);
      assertNotNull(slice, where);
      assertEquals(row.get("Frequency").asLong(), slice.frequency(), where);
      assertSameWords(row, slice.words(), where);
    }
  }

  private static void assertSameWords(JsonNode row, List<TermScore> words, String where) {
    String[] expected = row.get("Words").asText().split(", ", -1);
    Map<String, Double> weights = new HashMap<>();
    words.forEach(word -> weights.put(word.term(), word.score()));
    for (int rank = 0; rank < WORDS; rank++) {
      if (rank >= words.size()) {
        // Where there are no more terms, the reference has empty words or some of weight 0.
        assertEquals(0, row.path("Scores").path(rank).asDouble(0), where);
        continue;
      }
      String message = where + ", rank " + rank + ", " + expected[rank];
      assertTrue(weights.containsKey(expected[rank]), message);
      assertEquals(words.get(rank).score(), weights.get(expected[rank]), EQUAL, message);
      if (row.has("Scores")) {
        assertEquals(
            row.get("Scores").get(rank).asDouble(), words.get(rank).score(), TOLERANCE, message);
      }
    }
  }
}
