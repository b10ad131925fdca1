package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.testing.CrowdedPoints;

class HdbscanFormatTest {

  private static HdbscanModel fit(Hdbscan parameters, double[][] points) {
    try (Workers workers = Workers.of(2)) {
      return parameters.fit(points, FitContext.of(1, workers));
    }
  }

  private static byte[] bytes(ClusterModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ClusterModels.write(model, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static HdbscanModel read(byte[] bytes) throws IOException {
    return (HdbscanModel) ClusterModels.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  static Stream<Arguments> models() {
    Hdbscan defaults = Hdbscan.create();
    double[][] points = SamplePoints.clusters(6000, 4, 12, 1);
    return Stream.of(
        Arguments.of("defaults", defaults, points),
        Arguments.of(
            "every parameter",
            new Hdbscan(
                20, 5, ClusterSelectionMethod.LEAF, 0.01, 500, true, 1.1, HdbscanMetric.MANHATTAN),
            points),
        Arguments.of("cosine", defaults.withMetric(HdbscanMetric.COSINE), points),
        Arguments.of("high dimension", defaults, SamplePoints.clusters(500, 30, 4, 2)),
        Arguments.of("one cluster", defaults.withAllowSingleCluster(true), equalPoints()),
        Arguments.of("one point", defaults, SamplePoints.uniform(1, 4, 3)));
  }

  private static double[][] equalPoints() {
    double[][] points = new double[50][];
    Arrays.fill(points, new double[] {1, 2, 3, 4});
    return points;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void a_model_read_back_is_the_model_written(String name, Hdbscan parameters, double[][] points)
      throws IOException {
    HdbscanModel written = fit(parameters, points);
    byte[] bytes = bytes(written);
    HdbscanModel model = read(bytes);
    assertEquals(parameters, model.parameters());
    assertEquals(points.length, model.rowCount());
    assertEquals(written.clusterCount(), model.clusterCount());
    assertArrayEquals(written.labels(), model.labels());
    assertArrayEquals(written.probabilities(), model.probabilities());
    assertArrayEquals(written.outlierScores(), model.outlierScores());
    assertArrayEquals(written.persistence(), model.persistence());
    assertArrayEquals(written.selectedClusters(), model.selectedClusters());
    assertArrayEquals(written.condensedTree().lambda(), model.condensedTree().lambda());
    assertArrayEquals(written.singleLinkageTree().distance(), model.singleLinkageTree().distance());
    double[][] rows = written.allPointsMembershipVectors();
    assertArrayEquals(rows, model.allPointsMembershipVectors());
    for (double[] point : SamplePoints.uniform(300, points[0].length, 4)) {
      assertEquals(written.predict(point), model.predict(point));
      assertArrayEquals(written.membershipVector(point), model.membershipVector(point));
    }
    assertArrayEquals(bytes, bytes(model), name);
  }

  @Test
  void a_later_version_is_refused_by_number() throws IOException {
    byte[] bytes = bytes(fit(Hdbscan.create(), SamplePoints.uniform(30, 2, 5)));
    ByteBuffer.wrap(bytes).putInt(2 + HdbscanModel.FORMAT.length(), 7);
    IOException e = assertThrows(IOException.class, () -> read(bytes));
    assertTrue(e.getMessage().contains("unknown version 7"), e.getMessage());
    assertTrue(e.getMessage().contains("this class supports at most 3"), e.getMessage());
  }

  @Test
  void only_a_metric_that_version_one_did_not_know_makes_a_file_of_version_two()
      throws IOException {
    double[][] points = SamplePoints.uniform(30, 2, 5);
    for (HdbscanMetric metric : HdbscanMetric.values()) {
      byte[] bytes = bytes(fit(Hdbscan.create().withMetric(metric), points));
      int version = ByteBuffer.wrap(bytes).getInt(2 + HdbscanModel.FORMAT.length());
      assertEquals(metric == HdbscanMetric.COSINE ? 2 : 1, version);
    }
  }

  @Test
  void a_selection_that_was_chosen_is_kept_with_its_reasons_in_a_file_of_version_three()
      throws IOException {
    double[][] points = CrowdedPoints.of(2_000);
    Hdbscan auto =
        Hdbscan.create()
            .withMinClusterSize(15)
            .withClusterSelectionMethod(ClusterSelectionMethod.AUTO);
    HdbscanModel written = fit(auto, points);
    byte[] bytes = bytes(written);
    assertEquals(3, ByteBuffer.wrap(bytes).getInt(2 + HdbscanModel.FORMAT.length()));
    HdbscanModel model = read(bytes);
    assertEquals(ClusterSelectionMethod.EOM, model.parameters().clusterSelectionMethod());
    assertEquals(204, model.parameters().maxClusterSize());
    assertEquals(written.parameters(), model.parameters());
    assertEquals(written.choice(), model.choice());
    assertArrayEquals(written.labels(), model.labels());
    assertArrayEquals(bytes, bytes(model));
    assertThrows(EOFException.class, () -> read(Arrays.copyOf(bytes, bytes.length - 2)));
    byte[] damaged = bytes.clone();
    ByteBuffer.wrap(damaged).putInt(damaged.length - 4, 9);
    IOException e = assertThrows(IOException.class, () -> read(damaged));
    assertTrue(e.getMessage().contains("chosen selection"), e.getMessage());
  }

  @Test
  void a_cut_file_is_an_error() throws IOException {
    byte[] bytes = bytes(fit(Hdbscan.create(), SamplePoints.uniform(30, 2, 5)));
    for (int length : new int[] {3, 12, 60, bytes.length / 2, bytes.length - 1}) {
      assertThrows(EOFException.class, () -> read(Arrays.copyOf(bytes, length)));
    }
  }

  @Test
  void a_damaged_tree_is_an_error_that_says_so() throws IOException {
    HdbscanModel model = fit(Hdbscan.create(), SamplePoints.uniform(30, 2, 5));
    byte[] bytes = bytes(model);
    // The condensed tree's columns lie before the count of clusters: 30 rows of 4 + 4 + 8 + 4.
    int parents = bytes.length - 4 - model.clusterCount() * 12 - 30 * 20;
    ByteBuffer.wrap(bytes).putInt(parents, -5);
    IOException e = assertThrows(IOException.class, () -> read(bytes));
    assertTrue(e.getMessage().contains("damaged"), e.getMessage());
  }
}
