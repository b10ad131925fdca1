package org.sparkbertopic.operations.slices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;

/** The sparse way against the formula worked out on dense rows. */
class TopicSeriesTest {

  private static final int TERMS = 40;
  private static final int TIMES = 30;
  private static final SliceSettings SETTINGS = SliceSettings.create().withTopNWords(8);

  /** Topics -1, 0, 2 and 7: ids with gaps, as after a deletion. */
  private static final int[] TOPICS = {-1, 0, 2, 7};

  private static List<String> vocabulary(int terms) {
    List<String> vocabulary = new ArrayList<>();
    for (int i = 0; i < terms; i++) {
      vocabulary.add("w" + (char) ('A' + i / 26) + (char) ('a' + i % 26));
    }
    return vocabulary;
  }

  private static TermMatrix matrix(int[] topics, double[][] rows) {
    int[] pointers = new int[rows.length + 1];
    List<Integer> columns = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < rows[row].length; column++) {
        if (rows[row][column] != 0) {
          columns.add(column);
          values.add(rows[row][column]);
        }
      }
      pointers[row + 1] = columns.size();
    }
    return new TermMatrix(
        topics,
        vocabulary(rows[0].length),
        pointers,
        columns.stream().mapToInt(Integer::intValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double[] randomCounts(Random random, double density) {
    double[] counts = new double[TERMS];
    for (int i = 0; i < TERMS; i++) {
      counts[i] = random.nextDouble() < density ? 1 + random.nextInt(6) : 0;
    }
    return counts;
  }

  private static ClassTfidfModel model(Random random, boolean bm25) {
    double[][] rows = new double[TOPICS.length][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = randomCounts(random, 0.5);
    }
    return ClassTfidf.create().withBm25Weighting(bm25).fit(matrix(TOPICS, rows));
  }

  private static List<TermScore> next(TopicSeries series, int time, double[] dense) {
    int[] columns = new int[dense.length + 3];
    double[] counts = new double[dense.length + 3];
    int length = 0;
    for (int column = 0; column < dense.length; column++) {
      if (dense[column] != 0) {
        columns[length] = column;
        counts[length++] = dense[column];
      }
    }
    return series.next(time, columns, counts, length);
  }

  private static double[] normalized(double[] row) {
    double norm = 0;
    for (double value : row) {
      norm += Math.abs(value);
    }
    double[] result = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      result[i] = norm == 0 ? 0 : row[i] / norm;
    }
    return result;
  }

  private static double[] mean(double[] a, double[] b) {
    double[] mean = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      mean[i] = (a[i] + b[i]) / 2;
    }
    return mean;
  }

  private static double[] wholeRow(ClassTfidfModel model, int topic) {
    double[] dense = new double[TERMS];
    TermMatrix weights = model.weights();
    int row = weights.rowOf(topic);
    for (int i = weights.rowPointers()[row]; i < weights.rowPointers()[row + 1]; i++) {
      dense[weights.columns()[i]] = weights.values()[i];
    }
    return normalized(dense);
  }

  /** The formula, on dense rows. */
  private static double[] formula(
      ClassTfidfModel model, SliceSettings settings, int topic, double[] counts, double[] before) {
    double total = 0;
    for (double count : counts) {
      total += count;
    }
    double[] row = new double[TERMS];
    for (int i = 0; i < TERMS; i++) {
      row[i] = total == 0 ? 0 : counts[i] / total * model.idf()[i];
    }
    if (settings.evolutionTuning() || settings.globalTuning()) {
      row = normalized(row);
    }
    if (settings.evolutionTuning() && before != null) {
      row = mean(row, before);
    }
    return settings.globalTuning() ? mean(wholeRow(model, topic), row) : row;
  }

  private static void assertTop(
      double[] row, List<TermScore> words, SliceSettings settings, String where) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < TERMS; i++) {
      if (row[i] > 0) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparingDouble(column -> -row[column]));
    assertEquals(Math.min(settings.topNWords(), order.size()), words.size(), where);
    for (int rank = 0; rank < words.size(); rank++) {
      TermScore word = words.get(rank);
      assertEquals(row[order.get(rank)], word.score(), 1e-15, where);
      assertEquals(row[vocabulary(TERMS).indexOf(word.term())], word.score(), 1e-15, where);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false",
    "false, true, false",
    "true, false, false",
    "true, true, false",
    "true, true, true"
  })
  void agrees_with_the_formula(boolean evolutionTuning, boolean globalTuning, boolean bm25) {
    Random random = new Random(7);
    ClassTfidfModel model = model(random, bm25);
    SliceSettings settings =
        SETTINGS.withEvolutionTuning(evolutionTuning).withGlobalTuning(globalTuning);
    TopicSeries series = new TopicSeries(model, settings);
    for (int topic : new int[] {2, -1, -1, 7, 0}) {
      series.start(topic);
      double[] before = null;
      for (int time = 0; time < TIMES; time++) {
        if (random.nextInt(4) == 0) {
          before = null; // no documents: the next timestamp has none before it
          continue;
        }
        double[] counts = randomCounts(random, random.nextInt(5) == 0 ? 0 : 0.1);
        before = formula(model, settings, topic, counts, before);
        assertTop(before, next(series, time, counts), settings, topic + " at " + time);
      }
    }
  }

  @Test
  void the_model_stays_as_it_is() {
    ClassTfidfModel model = model(new Random(3), false);
    double[] weights = model.weights().values().clone();
    double[] idf = model.idf().clone();
    TopicSeries series = new TopicSeries(model, SETTINGS);
    series.start(2);
    next(series, 0, randomCounts(new Random(4), 0.3));
    next(series, 1, randomCounts(new Random(5), 0.3));
    assertArrayEquals(weights, model.weights().values());
    assertArrayEquals(idf, model.idf());
  }

  /** One topic, all of whose words have the same weight. */
  private static ClassTfidfModel evenModel() {
    double[][] rows = new double[1][TERMS];
    Arrays.fill(rows[0], 2);
    return ClassTfidf.create().fit(matrix(new int[] {0}, rows));
  }

  @Test
  void words_of_equal_weight_come_in_the_order_of_the_vocabulary() {
    TopicSeries series = new TopicSeries(evenModel(), SETTINGS.withTopNWords(4));
    double[] counts = new double[TERMS];
    counts[30] = 1;
    counts[20] = 1;
    series.start(0);
    assertEquals(
        List.of(vocabulary(TERMS).get(20), vocabulary(TERMS).get(30), "wAa", "wAb"),
        next(series, 0, counts).stream().map(TermScore::term).toList());
  }

  @Test
  void a_topic_without_terms_at_a_time_has_the_words_of_the_whole_or_none() {
    ClassTfidfModel model = model(new Random(3), false);
    TopicSeries tuned = new TopicSeries(model, SETTINGS);
    tuned.start(0);
    assertEquals(
        model.topTerms(0, 8).stream().map(TermScore::term).toList(),
        next(tuned, 0, new double[TERMS]).stream().map(TermScore::term).toList());
    TopicSeries plain = new TopicSeries(model, SETTINGS.withGlobalTuning(false));
    plain.start(0);
    assertTrue(next(plain, 0, new double[TERMS]).isEmpty());
  }

  /** After a thousand timestamps the first one's words are below the smallest number. */
  @Test
  void what_has_faded_away_is_forgotten() {
    SliceSettings settings = SETTINGS.withGlobalTuning(false).withTopNWords(TERMS);
    TopicSeries series = new TopicSeries(evenModel(), settings);
    double[] once = new double[TERMS];
    double[] ever = new double[TERMS];
    once[3] = 1;
    ever[4] = 1;
    series.start(0);
    TreeMap<Integer, Integer> sizes = new TreeMap<>();
    for (int time = 0; time < 1100; time++) {
      sizes.merge(next(series, time, time == 0 ? once : ever).size(), 1, Integer::sum);
    }
    assertEquals(2, sizes.lastKey());
    assertEquals(1, next(series, 1100, ever).size());
  }

  @Test
  void refuses_an_unknown_topic_and_a_time_that_is_not_later() {
    ClassTfidfModel model = model(new Random(3), false);
    TopicSeries series = new TopicSeries(model, SETTINGS);
    assertThrows(IllegalArgumentException.class, () -> series.start(1));
    series.start(0);
    next(series, 5, new double[TERMS]);
    assertThrows(IllegalArgumentException.class, () -> next(series, 5, new double[TERMS]));
  }

  @Test
  void settings_and_bins_say_what_is_wrong_with_them() {
    assertThrows(IllegalArgumentException.class, () -> SETTINGS.withTopNWords(0));
    assertThrows(IllegalArgumentException.class, () -> TimeBins.equalWidth(0));
    assertThrows(IllegalArgumentException.class, () -> TimeBins.parse("0"));
    assertThrows(IllegalArgumentException.class, () -> TimeBins.parse("fortnight"));
    assertThrows(IllegalArgumentException.class, () -> TimeBins.parse("equal_width"));
    assertEquals(TimeBins.equalWidth(20), TimeBins.parse("20"));
    assertEquals(TimeBins.by(TimeBins.Kind.DECADE), TimeBins.parse(" Decade "));
    assertEquals(TimeBins.each(), TimeBins.parse("each"));
  }
}
