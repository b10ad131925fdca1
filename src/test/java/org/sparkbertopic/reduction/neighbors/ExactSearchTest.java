package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.Passages;

/** The search on devices in plain Java, whose errors are chosen. */
class ExactSearchTest {

  private static final int WANTED = 7;

  /** Largest error of a score, as a share of the sum of its absolute terms. */
  private record Device(double error) implements ProductDevice {

    @Override
    public Products open(float[][] rows, float[] addends) {
      return new Products() {
        @Override
        public void largest(float[][] queries, int count, int[] ids, float[] scores) {
          for (int query = 0; query < queries.length; query++) {
            float[] all = new float[rows.length];
            for (int row = 0; row < rows.length; row++) {
              all[row] = score(queries[query], rows[row], addends[row], row);
            }
            int[] best =
                IntStream.range(0, rows.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> -all[row]))
                    .limit(count)
                    .mapToInt(row -> row)
                    .toArray();
            for (int i = 0; i < count; i++) {
              ids[query * count + i] = best[count - 1 - i];
              scores[query * count + i] = all[best[count - 1 - i]];
            }
          }
        }

        @Override
        public void close() {}
      };
    }

    /** Near rows are given as farther, and far ones as nearer, as much as may be. */
    private float score(float[] query, float[] row, float addend, int number) {
      double sum = addend;
      double absolute = Math.abs(addend);
      for (int i = 0; i < query.length; i++) {
        sum += (double) query[i] * row[i];
        absolute += Math.abs((double) query[i] * row[i]);
      }
      return (float) (sum + (number % 2 == 0 ? error : -error) * absolute);
    }
  }

  /** What single precision may be off by at most, of the length of the test's rows. */
  private static double mostError(int length) {
    return (length - 1) * 0x1p-24;
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"COSINE", "EUCLIDEAN", "CORRELATION", "HELLINGER"})
  void the_nearest_by_exact_distance_are_found_whatever_rounding_makes_of_the_scores(
      Metric metric) {
    float[][] points = points(500, 21, metric == Metric.HELLINGER);
    MetricSpace space = MetricSpace.of(metric, points);
    float[][] rows = distinct(space, points);
    float[][] queries = Passages.prepare(space, points(60, 21, metric == Metric.HELLINGER));
    try (ExactSearch exact = new ExactSearch(rows, space, new Device(0));
        ExactSearch off = new ExactSearch(rows, space, new Device(mostError(rows[0].length)))) {
      for (ExactSearch search : new ExactSearch[] {exact, off}) {
        int[][] found = new int[queries.length][WANTED];
        float[][] distances = new float[queries.length][WANTED];
        search.find(queries, WANTED, found, distances);
        for (int query = 0; query < queries.length; query++) {
          int[] expected = nearest(rows, space, queries[query], -1, WANTED);
          assertArrayEquals(expected, found[query], metric + ", query " + query);
          assertEquals(
              (float) space.distance(queries[query], rows[expected[3]]), distances[query][3]);
        }
      }
    }
  }

  @Test
  void the_graph_has_every_row_first_among_its_neighbours_and_is_the_same_on_two_threads() {
    float[][] points = points(600, 16, false);
    MetricSpace space = MetricSpace.of(Metric.COSINE, points);
    float[][] rows = distinct(space, points);
    try (Workers one = Workers.of(1);
        Workers two = Workers.of(2);
        ExactSearch search = new ExactSearch(rows, space, new Device(0))) {
      KnnGraph graph = search.graph(WANTED, one, done -> {});
      assertArrayEquals(graph.indices(), search.graph(WANTED, two, done -> {}).indices());
      for (int row = 0; row < rows.length; row++) {
        int[] expected = nearest(rows, space, rows[row], row, WANTED - 1);
        assertEquals(row, graph.indices()[row * WANTED]);
        assertArrayEquals(
            expected,
            Arrays.copyOfRange(graph.indices(), row * WANTED + 1, (row + 1) * WANTED),
            "row " + row);
      }
    }
  }

  @Test
  void rows_too_close_for_single_precision_are_told_apart_by_comparing_all() {
    float[][] points = new float[900][16];
    for (int row = 0; row < points.length; row++) {
      points[row][0] = 1;
      points[row][1 + row % 15] = (1 + row) * 0x1p-22f;
    }
    MetricSpace space = MetricSpace.of(Metric.COSINE, points);
    float[][] rows = distinct(space, points);
    assertTrue(rows.length > 800, rows.length + " distinct rows");
    try (ExactSearch search = new ExactSearch(rows, space, new Device(mostError(rows[0].length)))) {
      int[][] found = new int[20][WANTED];
      search.find(Arrays.copyOf(rows, 20), WANTED, found, new float[20][WANTED]);
      for (int query = 0; query < found.length; query++) {
        assertArrayEquals(nearest(rows, space, rows[query], -1, WANTED), found[query]);
      }
      assertEquals(20, search.widened());
      assertEquals(20, search.scanned());
    }
  }

  @Test
  void zeros_are_at_distance_one_of_all() {
    float[][] points = points(40, 8, false);
    points[11] = new float[8];
    for (float[] point : points) {
      point[0] = Math.abs(point[0]) * 3; // most of the others are nearer than 1
    }
    MetricSpace space = MetricSpace.of(Metric.COSINE, points);
    float[][] rows = distinct(space, points);
    int[][] found = new int[2][39];
    float[][] distances = new float[2][39];
    float[][] queries = {space.prepare(new float[8]), rows[3]};
    try (ExactSearch search = new ExactSearch(rows, space, new Device(0))) {
      search.find(queries, 39, found, distances);
    }
    assertArrayEquals(IntStream.range(0, 39).toArray(), found[0]);
    assertEquals(1, distances[0][20]);
    assertArrayEquals(nearest(rows, space, rows[3], -1, 39), found[1]);
  }

  @Test
  void a_device_of_less_than_single_precision_is_an_error() {
    float[][] points = points(100, 16, false);
    MetricSpace space = MetricSpace.of(Metric.COSINE, points);
    float[][] rows = distinct(space, points);
    try (ExactSearch search = new ExactSearch(rows, space, new Device(0x1p-11))) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> search.find(rows, WANTED, new int[100][WANTED], new float[100][WANTED]));
      assertTrue(e.getMessage().contains("switch reduced precision (TF32, bfloat16) off"));
    }
  }

  @Test
  void manhattan_has_no_products() {
    float[][] points = points(10, 8, false);
    MetricSpace space = MetricSpace.of(Metric.MANHATTAN, points);
    assertThrows(
        IllegalArgumentException.class,
        () -> new ExactSearch(distinct(space, points), space, new Device(0)));
  }

  private static float[][] distinct(MetricSpace space, float[][] points) {
    return DistinctRows.of(Passages.prepare(space, points), new int[points.length]).rows();
  }

  /** Points in groups, so that some are near each other. */
  private static float[][] points(int rows, int dimension, boolean positive) {
    float[][] points = new float[rows][dimension];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < dimension; i++) {
        double center = CounterRandom.unit(CounterRandom.bits(1, row % 9, i)) - 0.5;
        double own = CounterRandom.unit(CounterRandom.bits(2 + rows, row, i)) - 0.5;
        points[row][i] = (float) (center + 0.3 * own);
        points[row][i] = positive ? Math.abs(points[row][i]) : points[row][i];
      }
    }
    return points;
  }

  private static int[] nearest(
      float[][] rows, MetricSpace space, float[] query, int without, int wanted) {
    double[] distances =
        IntStream.range(0, rows.length).mapToDouble(i -> space.distance(query, rows[i])).toArray();
    return IntStream.range(0, rows.length)
        .filter(row -> row != without)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> distances[row]))
        .limit(wanted)
        .mapToInt(row -> row)
        .toArray();
  }
}
