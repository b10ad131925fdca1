package org.sparkbertopic.clustering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.testing.SparkTest;

/** What every clusterer must do. Those that MLlib trains start {@link #spark()}. */
public abstract class AnyClustererContract extends SparkTest {

  private static final long SEED = 17;
  private static final int BLOBS = 6;
  private static final int ROWS = 1500;

  /**
   * @param clusters how many the points have: 6 heaps that lie apart ({@link #blobs}), 4 different
   *     points at distances of at least 1, or any number of points that fill a square or a cube
   */
  protected abstract Clusterer clusterer(int clusters);

  /** More than a range of any loop. */
  protected int rowsOnManyThreads() {
    return 2500;
  }

  /** Six round heaps of 250 points each at corners of a cube; row i is of heap i mod 6. */
  protected static double[][] blobs() {
    double[][] points = new double[ROWS][3];
    for (int row = 0; row < ROWS; row++) {
      for (int j = 0; j < 3; j++) {
        double noise = 0;
        for (int k = 0; k < 6; k++) {
          noise += CounterRandom.unit(CounterRandom.bits(5, row, j, k)) - 0.5;
        }
        double center = 20 * (row % BLOBS >> j & 1);
        points[row][j] = center + noise;
      }
    }
    return points;
  }

  public static double[][] uniform(int rows, int columns, long seed) {
    double[][] points = new double[rows][columns];
    for (int row = 0; row < rows; row++) {
      int r = row;
      Arrays.setAll(points[row], j -> CounterRandom.unit(CounterRandom.bits(seed, r, j)));
    }
    return points;
  }

  public ClusterModel fit(double[][] points, int clusters, int threads) {
    try (Workers workers = Workers.of(threads)) {
      return clusterer(clusters).fit(points, FitContext.of(SEED, workers));
    }
  }

  @Test
  public void heaps_that_lie_apart_are_the_clusters() {
    ClusterModel model = fit(blobs(), BLOBS, 2);
    assertEquals(BLOBS, model.clusterCount());
    for (int row = 0; row < ROWS; row++) {
      assertEquals(model.labels()[row % BLOBS], model.labels()[row], "row " + row);
      assertTrue(model.probabilities()[row] > 0.99 && model.probabilities()[row] <= 1);
    }
    assertEquals(BLOBS, Arrays.stream(model.labels()).distinct().count());
  }

  @Test
  void a_new_point_in_a_heap_belongs_to_its_cluster() {
    ClusterModel model = fit(blobs(), BLOBS, 2);
    for (int row = 0; row < 60; row++) {
      double[] point = blobs()[row].clone();
      point[0] += 0.1;
      assertEquals(model.labels()[row], model.predict(point).label());
      assertEquals(1, model.predict(point).probability(), 0.01);
    }
  }

  @Test
  void the_same_bits_on_one_two_and_eight_threads() throws IOException {
    double[][] points = uniform(rowsOnManyThreads(), 4, 3);
    byte[] expected = write(fit(points, 12, 1));
    for (int threads : new int[] {2, 8}) {
      assertArrayEquals(expected, write(fit(points, 12, threads)));
    }
  }

  @Test
  void a_model_that_was_written_and_read_is_the_same() throws IOException {
    double[][] points = uniform(300, 4, 8);
    ClusterModel model = fit(points, 7, 1);
    ClusterModel read = read(write(model));
    assertArrayEquals(model.labels(), read.labels());
    assertArrayEquals(model.probabilities(), read.probabilities());
    assertEquals(model.clusterCount(), read.clusterCount());
    for (double[] point : uniform(200, 4, 9)) {
      assertEquals(model.predict(point), read.predict(point));
    }
    assertArrayEquals(write(model), write(read));
  }

  @Test
  void equal_points_share_a_cluster_and_there_are_no_more_clusters_than_different_points() {
    double[][] points = new double[40][];
    Arrays.setAll(points, row -> new double[] {row % 4, 0.1 * (row % 4)});
    ClusterModel model = fit(points, 4, 1);
    for (int row = 0; row < 40; row++) {
      assertEquals(model.labels()[row % 4], model.labels()[row]);
    }
    assertEquals(4, Arrays.stream(model.labels()).distinct().count());
  }

  @Test
  void bad_points_are_named() {
    double[][] points = uniform(10, 2, 1);
    points[7][1] = Double.NaN;
    assertTrue(message(() -> fit(points, 2, 1)).contains("NaN in row 7, column 1"));
    assertTrue(message(() -> fit(new double[0][], 2, 1)).contains("at least one row"));
    ClusterModel model = fit(uniform(10, 2, 1), 2, 1);
    assertTrue(message(() -> model.predict(new double[3])).contains("2 columns"));
  }

  @Test
  void its_parameters_are_kept_as_json() {
    Clusterer clusterer = clusterer(7);
    String json = PartJson.encode(clusterer, Clusterer.class);
    assertEquals(clusterer, PartJson.decode(json, Clusterer.class));
  }

  @Test
  void a_damaged_model_or_one_of_a_later_version_is_refused() throws IOException {
    byte[] bytes = write(fit(uniform(30, 2, 1), 3, 1));
    int version = 2 + fit(uniform(30, 2, 1), 3, 1).format().length() + 3;
    byte[] later = bytes.clone();
    later[version] = 9;
    assertTrue(
        assertThrows(IOException.class, () -> read(later)).getMessage().contains("version 9"));
    assertThrows(IOException.class, () -> read(Arrays.copyOf(bytes, bytes.length - 1)));
  }

  @Test
  void lengths_that_are_not_true_are_told_and_take_no_memory() throws IOException {
    byte[] bytes = write(fit(uniform(30, 2, 1), 3, 1));
    int begin = 2 + fit(uniform(30, 2, 1), 3, 1).format().length() + 4;
    int refused = 0;
    for (int offset = begin; offset <= Math.min(bytes.length - 4, begin + 64); offset++) {
      for (int value : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, -1}) {
        byte[] damaged = bytes.clone();
        ByteBuffer.wrap(damaged).putInt(offset, value);
        try {
          read(damaged);
        } catch (IOException e) {
          // Anything else, or an OutOfMemoryError, fails the test.
          refused++;
        }
      }
    }
    assertTrue(refused >= 3, "refused: " + refused);
  }

  public static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  public static byte[] write(ClusterModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ClusterModels.write(model, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  public static ClusterModel read(byte[] bytes) throws IOException {
    return ClusterModels.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
