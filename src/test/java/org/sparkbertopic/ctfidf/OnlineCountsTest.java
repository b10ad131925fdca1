package org.sparkbertopic.ctfidf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;

class OnlineCountsTest {

  private static final OnlineCounts PLAIN = OnlineCounts.create();

  /** Counts by "topic term", as a matrix. */
  private static TermMatrix matrix(Map<String, Double> cells) {
    Map<Integer, Map<String, Double>> rows = new TreeMap<>();
    cells.forEach(
        (cell, count) ->
            rows.computeIfAbsent(
                    Integer.valueOf(cell.split(" ", -1)[0]),
                    topic -> new TreeMap<>(CodePointOrder.ASCENDING))
                .put(cell.split(" ", -1)[1], count));
    List<String> vocabulary =
        rows.values().stream()
            .flatMap(row -> row.keySet().stream())
            .distinct()
            .sorted(CodePointOrder.ASCENDING)
            .toList();
    int[] pointers = new int[rows.size() + 1];
    int[] columns = new int[cells.size()];
    double[] values = new double[cells.size()];
    int row = 0;
    int size = 0;
    for (Map<String, Double> terms : rows.values()) {
      for (Map.Entry<String, Double> term : terms.entrySet()) {
        columns[size] = vocabulary.indexOf(term.getKey());
        values[size++] = term.getValue();
      }
      pointers[++row] = size;
    }
    int[] topics = rows.keySet().stream().mapToInt(Integer::intValue).toArray();
    return new TermMatrix(topics, vocabulary, pointers, columns, values);
  }

  private static Map<String, Double> cells(TermMatrix counts) {
    Map<String, Double> cells = new TreeMap<>();
    for (int row = 0; row < counts.rows(); row++) {
      for (int i = counts.rowPointers()[row]; i < counts.rowPointers()[row + 1]; i++) {
        cells.put(
            counts.topicIds()[row] + " " + counts.vocabulary().get(counts.columns()[i]),
            counts.values()[i]);
      }
    }
    return cells;
  }

  private static Map<String, Double> random(long seed) {
    Map<String, Double> cells = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      long bits = CounterRandom.bits(seed, i, 0);
      int topic = Math.floorMod(bits, 9) - 1;
      cells.put(topic + " w" + Math.floorMod(bits >> 8, 80), 1.0 + Math.floorMod(bits >> 20, 5));
    }
    return cells;
  }

  @Test
  void topics_and_terms_of_both_are_in_the_sum() {
    TermMatrix sum =
        PLAIN.add(
            matrix(Map.of("-1 the", 3.0, "0 oil", 2.0)),
            matrix(Map.of("0 oil", 5.0, "0 gas", 1.0, "2 \uD83D\uDE00", 4.0, "2 \uFFFD", 1.0)));
    assertEquals(
        Map.of("-1 the", 3.0, "0 oil", 7.0, "0 gas", 1.0, "2 \uD83D\uDE00", 4.0, "2 \uFFFD", 1.0),
        cells(sum));
    assertArrayEquals(new int[] {-1, 0, 2}, sum.topicIds());
    assertEquals(List.of("gas", "oil", "the", "\uFFFD", "\uD83D\uDE00"), sum.vocabulary());
  }

  @Test
  void without_decay_the_sum_is_exact_and_does_not_depend_on_the_order() {
    TermMatrix[] batches = new TermMatrix[6];
    Arrays.setAll(batches, i -> matrix(random(i)));
    Map<String, Double> expected = new TreeMap<>();
    for (int i = 0; i < 6; i++) {
      random(i).forEach((cell, count) -> expected.merge(cell, count, Double::sum));
    }
    TermMatrix forward = PLAIN.first(batches[0]);
    TermMatrix backward = PLAIN.first(batches[5]);
    for (int i = 1; i < 6; i++) {
      forward = PLAIN.add(forward, batches[i]);
      backward = PLAIN.add(backward, batches[5 - i], 30);
    }
    assertEquals(expected, cells(forward));
    assertEquals(expected, cells(backward));
    assertTrue(forward.hasCellsOf(backward));
  }

  @Test
  void decay_takes_its_share_of_earlier_counts_at_each_batch() {
    OnlineCounts decaying = PLAIN.withDecay(0.25);
    TermMatrix counts = decaying.first(matrix(Map.of("0 oil", 16.0)));
    assertEquals(16, counts.values()[0]);
    counts = decaying.add(counts, matrix(Map.of("0 oil", 1.0)));
    counts = decaying.add(counts, matrix(Map.of("1 gas", 1.0)));
    assertEquals(Map.of("0 oil", 16 * 0.75 * 0.75 + 0.75, "1 gas", 1.0), cells(counts));
  }

  @Test
  void by_time_a_count_halves_in_the_half_life_and_a_late_batch_has_its_own_weight() {
    OnlineCounts fading = PLAIN.withHalfLifeDays(10);
    TermMatrix counts = fading.first(matrix(Map.of("0 oil", 8.0)));
    counts = fading.add(counts, matrix(Map.of("0 oil", 1.0)), 20);
    assertEquals(Map.of("0 oil", 3.0), cells(counts));
    counts = fading.add(counts, matrix(Map.of("0 oil", 8.0, "0 gas", 4.0)), -10);
    assertEquals(Map.of("0 oil", 7.0, "0 gas", 2.0), cells(counts));
    assertEquals(cells(counts), cells(fading.add(counts, matrix(Map.of()), 0)));
  }

  @Test
  void counts_that_have_faded_away_leave_their_topic_but_no_entry() {
    OnlineCounts fading = PLAIN.withHalfLifeDays(1).withDeleteMinDf(0.5);
    TermMatrix counts = fading.first(matrix(Map.of("0 oil", 1.0)));
    counts = fading.add(counts, matrix(Map.of("1 gas", 1.0)), 5000);
    assertEquals(Map.of("1 gas", 1.0), cells(counts));
    assertArrayEquals(new int[] {0, 1}, counts.topicIds());
    assertEquals(List.of("gas"), counts.vocabulary());
  }

  @Test
  void a_term_below_the_limit_goes_and_starts_at_zero_again() {
    OnlineCounts limited = PLAIN.withDeleteMinDf(3);
    TermMatrix counts = limited.first(matrix(Map.of("0 oil", 2.0, "1 oil", 1.0, "0 gas", 2.0)));
    assertEquals(Map.of("0 oil", 2.0, "1 oil", 1.0), cells(counts));
    counts = limited.add(counts, matrix(Map.of("0 gas", 2.0)));
    assertEquals(List.of("oil"), counts.vocabulary());
    counts = limited.add(counts, matrix(Map.of("0 gas", 3.0)));
    assertEquals(3, cells(counts).get("0 gas"));
  }

  @Test
  void weights_do_not_change_the_counts() {
    TermMatrix counts = PLAIN.withDecay(0.1).first(matrix(random(1)));
    double[] before = counts.values().clone();
    ClassTfidf.create().fit(counts);
    assertArrayEquals(before, counts.values());
  }

  @Test
  void bad_parameters_are_named() {
    assertRefused("decay must be from 0 to 1, got 1.5", () -> PLAIN.withDecay(1.5));
    assertRefused("halfLifeDays must be 0 or more", () -> PLAIN.withHalfLifeDays(Double.NaN));
    assertRefused("deleteMinDf must be 0 or more", () -> PLAIN.withDeleteMinDf(-1));
    assertRefused(
        "decay must be 0 where halfLifeDays is given, got 0.5",
        () -> PLAIN.withDecay(0.5).withHalfLifeDays(3));
    assertRefused(
        "days must be finite, got NaN",
        () -> PLAIN.add(matrix(Map.of()), matrix(Map.of()), Double.NaN));
  }

  private static void assertRefused(String expected, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.startsWith(expected), message);
  }
}
