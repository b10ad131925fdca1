package org.sparkbertopic.topics.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicTrendsTest {

  /** Figures of BERTrend's recurrence, worked out by hand. */
  @Test
  void popularity_grows_by_documents_and_decays_faster_the_longer_there_are_none() {
    double day1 = 10;
    double day2 = day1 * Math.exp(-0.01);
    double day3 = day2 * Math.exp(-0.04);
    double day4 = day3 + 5;
    double day5 = day4 * Math.exp(-0.01);
    assertArrayEquals(
        new double[] {Double.NaN, day1, day2, day3, day4, day5},
        Popularity.of(new int[] {0, 1, 2, 3, 4, 5}, new long[] {0, 10, 0, 0, 5, 0}, 0.01),
        1e-12);
    // what is between chunks decays as well
    assertArrayEquals(
        new double[] {10, day3 + 5},
        Popularity.of(new int[] {1, 4}, new long[] {10, 5}, 0.01),
        1e-12);
    assertEquals(9.9004983, day2, 1e-7);
    assertEquals(9.5122942, day3, 1e-7);
  }

  @Test
  void percentiles_are_those_of_numpy() {
    // numpy.percentile([1, 2, 4, 8], [10, 50, 100])
    double[] values = {1, 2, 4, 8};
    assertEquals(1.3, Popularity.percentile(values, 10), 1e-12);
    assertEquals(3.0, Popularity.percentile(values, 50), 1e-12);
    assertEquals(8.0, Popularity.percentile(values, 100), 1e-12);
    assertEquals(0.0, Popularity.percentile(new double[0], 10), 0);
  }

  @Test
  void a_line_through_values_rises_or_not() {
    assertTrue(Popularity.rises(new double[] {3}));
    assertTrue(Popularity.rises(new double[] {3, 3.1}));
    assertFalse(Popularity.rises(new double[] {3, 3}));
    assertFalse(Popularity.rises(new double[] {5, 1, 3}));
  }

  @Test
  void between_the_thresholds_what_rises_is_a_weak_signal_and_what_falls_is_noise() {
    assertEquals(Signal.NOISE, Popularity.signal(0.9, 1, 5, true));
    assertEquals(Signal.WEAK, Popularity.signal(1, 1, 5, true));
    assertEquals(Signal.NOISE, Popularity.signal(5, 1, 5, false));
    assertEquals(Signal.STRONG, Popularity.signal(5.1, 1, 5, false));
  }

  /** Three topics in four days: a large one, one that stops, one that is born on the third day. */
  @Test
  void a_topic_that_is_born_small_is_a_weak_signal_and_one_that_stops_becomes_noise() {
    ModelHistory history =
        history(
            new long[] {0, 100, 101, 102, 103},
            new long[][] {{50, 20, 0}, {10, 0, 0}, {10, 0, 0}, {10, 0, 8}, {10, 0, 10}});
    List<TopicTrend> rows = TopicTrends.of(history, SignalSettings.create());
    double stopped = 20;
    for (int n = 1; n <= 4; n++) {
      stopped *= Math.exp(-0.01 * n * n);
    }
    assertEquals(90, row(rows, "4", 0).popularity(), 1e-12);
    assertEquals(stopped, row(rows, "4", 1).popularity(), 1e-12);
    assertEquals(18, row(rows, "4", 2).popularity(), 1e-12);
    assertEquals(10.0 / 20, row(rows, "4", 2).share(), 1e-12);
    assertEquals(Optional.of(Signal.STRONG), row(rows, "4", 0).signal());
    assertEquals(Optional.of(Signal.NOISE), row(rows, "4", 1).signal());
    assertEquals(Optional.of(Signal.WEAK), row(rows, "4", 2).signal());
    assertTrue(rows.stream().noneMatch(row -> row.topic() == 2 && row.chunk().equals("2")));
  }

  @Test
  void chunks_of_one_day_count_together_and_late_ones_in_their_own_time() {
    long[] days = {0, 100, 101, 102};
    long[][] documents = {{5, 5}, {1, 0}, {2, 4}, {3, 0}};
    List<TopicTrend> inOrder = TopicTrends.of(history(days, documents), SignalSettings.create());
    List<TopicTrend> late =
        TopicTrends.of(
            history(
                new long[] {0, 102, 101, 100, 101},
                new long[][] {{5, 5}, {3, 0}, {1, 0}, {1, 0}, {1, 4}}),
            SignalSettings.create());
    assertEquals(row(inOrder, "3", 1).popularity(), row(late, "1", 1).popularity(), 1e-12);
    assertEquals(row(inOrder, "2", 0).popularity(), row(late, "2", 0).popularity(), 1e-12);
    assertEquals(row(late, "2", 0).popularity(), row(late, "4", 0).popularity(), 1e-12);
    assertEquals(row(inOrder, "1", 1).signal(), row(late, "3", 1).signal());
  }

  @Test
  void chunks_by_the_month_are_slices_of_a_month() {
    List<TopicTrend> rows =
        TopicTrends.of(
            history(new long[] {20_000, 0, 31, 59, 90}, new long[][] {{5}, {1}, {0}, {0}, {2}}),
            SignalSettings.create());
    double expected = 6 * Math.exp(-0.01) * Math.exp(-0.04) + 2;
    assertEquals(expected, row(rows, "4", 0).popularity(), 1e-12);
  }

  @Test
  void settings_that_make_no_sense_are_refused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> SignalSettings.create().withWindow(0))
            .getMessage();
    assertTrue(message.contains("window must be 1 or more, got 0"), message);
  }

  /** The first is the fit; topics without documents have no row. */
  private static ModelHistory history(long[] days, long[][] documents) {
    ModelHistory history = ModelHistory.NONE;
    for (int i = 0; i < days.length; i++) {
      List<TopicChunk> rows = new ArrayList<>();
      long all = 0;
      for (int topic = 0; topic < documents[i].length; topic++) {
        all += documents[i][topic];
        if (documents[i][topic] > 0) {
          rows.add(new TopicChunk(0, topic, documents[i][topic], 0.5, List.of("w"), List.of(0.1)));
        }
      }
      String name = i == 0 ? Chunk.FIT : String.valueOf(i);
      history =
          history.plus(
              new Chunk(name, "c" + i, days[i], all, 0, 0, 0.5, 0.1, List.of(), List.of()), rows);
    }
    return history;
  }

  private static TopicTrend row(List<TopicTrend> rows, String chunk, int topic) {
    return rows.stream()
        .filter(row -> row.chunk().equals(chunk) && row.topic() == topic)
        .findFirst()
        .orElseThrow();
  }
}
