package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

class HdbscanTest {

  private static HdbscanModel fit(Hdbscan parameters, double[][] points) {
    try (Workers workers = Workers.of(2)) {
      return parameters.fit(points, FitContext.of(1, workers));
    }
  }

  private static double[][] take(double[][] points, int[] order) {
    return Arrays.stream(order).mapToObj(i -> points[i]).toArray(double[][]::new);
  }

  private static void assertAllNoise(HdbscanModel model) {
    assertEquals(0, model.clusterCount());
    assertTrue(Arrays.stream(model.labels()).allMatch(label -> label == ClusterModel.NOISE));
    assertTrue(Arrays.stream(model.probabilities()).allMatch(p -> p == 0));
    double[] point = new double[model.dimension()];
    assertEquals(new ClusterModel.Prediction(ClusterModel.NOISE, 0), model.predict(point));
    assertEquals(0, model.membershipVector(point).length);
  }

  @Test
  void the_result_is_the_same_bits_on_any_number_of_threads() {
    double[][] points = SamplePoints.clusters(20_000, 5, 15, 1);
    HdbscanModel expected = null;
    for (int threads : new int[] {1, 2, 8}) {
      try (Workers workers = Workers.of(threads)) {
        HdbscanModel model = Hdbscan.create().fit(points, FitContext.of(1, workers));
        expected = expected == null ? model : expected;
        assertTrue(model.clusterCount() > 1);
        assertArrayEquals(expected.labels(), model.labels());
        assertArrayEquals(expected.probabilities(), model.probabilities());
        assertArrayEquals(expected.outlierScores(), model.outlierScores());
        assertArrayEquals(expected.persistence(), model.persistence());
        assertArrayEquals(
            expected.singleLinkageTree().distance(), model.singleLinkageTree().distance());
        assertArrayEquals(expected.singleLinkageTree().left(), model.singleLinkageTree().left());
        assertArrayEquals(expected.condensedTree().child(), model.condensedTree().child());
        assertArrayEquals(expected.condensedTree().lambda(), model.condensedTree().lambda());
        assertArrayEquals(
            expected.allPointsMembershipVectors(), model.allPointsMembershipVectors(workers));
      }
    }
  }

  @Test
  void the_outline_with_other_parameters_is_that_of_a_fit_with_them() {
    double[][] points = SamplePoints.clusters(3000, 4, 11, 21);
    Hdbscan parameters = Hdbscan.create().withMinSamples(7);
    HdbscanModel model = fit(parameters, points);
    assertEquals(fit(parameters, points).outline(), model.outline());
    assertEquals(3000, model.outline().points());
    Set<ClusterOutline> found = new HashSet<>();
    try (Workers workers = Workers.of(2)) {
      for (Hdbscan other :
          List.of(
              parameters,
              parameters.withClusterSelectionMethod(ClusterSelectionMethod.LEAF),
              parameters.withMinClusterSize(40),
              parameters.withMaxClusterSize(150),
              parameters.withClusterSelectionEpsilon(0.1),
              parameters.withMinSamples(1),
              parameters.withMinSamples(0).withMinClusterSize(25),
              parameters.withAlpha(0.8))) {
        ClusterOutline outline = model.outline(other, FitContext.of(0, workers));
        assertEquals(fit(other, points).outline(), outline, other::toString);
        found.add(outline);
      }
      assertTrue(found.size() > 4, found::toString);
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      model.outline(
                          parameters.withMetric(HdbscanMetric.COSINE), FitContext.of(0, workers)))
              .getMessage();
      assertEquals(
          "metric must be EUCLIDEAN, that of the model, got COSINE; fit again to compare metrics",
          message);
    }
  }

  @Test
  void an_outline_counts_clusters_members_and_outliers() {
    ClusterOutline outline = ClusterOutline.of(new int[] {0, 1, 1, -1, 1, 0, -1, -1}, 2);
    assertEquals(new ClusterOutline(2, 3, 3, 8), outline);
    assertEquals(0.6, outline.shareOfLargest());
    assertEquals(0.375, outline.shareOfOutliers());
    assertEquals(new ClusterOutline(0, 0, 2, 2), ClusterOutline.of(new int[] {-1, -1}, 0));
    assertEquals(0, ClusterOutline.of(new int[] {-1, -1}, 0).shareOfLargest());
  }

  @Test
  void predictions_of_many_threads_are_those_of_one() {
    HdbscanModel model = fit(Hdbscan.create(), SamplePoints.clusters(3000, 3, 9, 15));
    double[][] points = SamplePoints.clusters(4000, 3, 9, 16);
    ClusterModel.Prediction[] together = new ClusterModel.Prediction[points.length];
    try (Workers workers = Workers.of(8)) {
      workers.forEachRange(
          points.length,
          50,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              together[i] = model.predict(points[i]);
            }
          });
    }
    for (int i = 0; i < points.length; i++) {
      assertEquals(model.predict(points[i]), together[i]);
    }
    assertTrue(Arrays.stream(together).anyMatch(prediction -> prediction.label() > 0));
  }

  @Test
  void the_order_of_the_rows_does_not_change_the_partition_even_where_distances_tie() {
    double[][][] inputs = {
      SamplePoints.clusters(3000, 5, 12, 2),
      SamplePoints.grid(2000, 2, 30, 3),
      SamplePoints.grid(500, 2, 6, 4),
      SamplePoints.clusters(800, 24, 6, 5)
    };
    for (double[][] points : inputs) {
      int[] order = SamplePoints.permutation(points.length, 9);
      HdbscanModel model = fit(Hdbscan.create().withMinSamples(5), points);
      HdbscanModel shuffled = fit(Hdbscan.create().withMinSamples(5), take(points, order));
      int[] labels = new int[points.length];
      double[] probabilities = new double[points.length];
      double[] scores = new double[points.length];
      for (int i = 0; i < order.length; i++) {
        labels[order[i]] = shuffled.labels()[i];
        probabilities[order[i]] = shuffled.probabilities()[i];
        scores[order[i]] = shuffled.outlierScores()[i];
      }
      Partitions.assertSame(model.labels(), labels);
      assertArrayEquals(model.probabilities(), probabilities);
      assertArrayEquals(model.outlierScores(), scores);
    }
  }

  @Test
  void equal_rows_get_equal_labels() {
    double[][] points = SamplePoints.clusters(1500, 3, 8, 6);
    double[][] twice = new double[2 * points.length][];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = points[i / 2];
    }
    HdbscanModel model = fit(Hdbscan.create(), twice);
    assertTrue(model.clusterCount() > 1);
    for (int i = 0; i < twice.length; i += 2) {
      assertEquals(model.labels()[i], model.labels()[i + 1]);
      assertEquals(model.probabilities()[i], model.probabilities()[i + 1]);
    }
  }

  @Test
  void well_separated_clusters_are_found() {
    double[][] points = SamplePoints.clusters(2000, 5, 7, 7);
    HdbscanModel model = fit(Hdbscan.create().withMinClusterSize(30), points);
    assertEquals(7, model.clusterCount());
    int[] truth = IntStream.range(0, 2000).map(i -> i % 10 == 0 ? -1 : i % 7).toArray();
    assertTrue(Partitions.agreement(truth, model.labels()) > 0.97);
  }

  @Test
  void manhattan_and_euclidean_clusters_differ_only_at_the_edges() {
    double[][] points = SamplePoints.clusters(2000, 3, 7, 7);
    HdbscanModel euclidean = fit(Hdbscan.create().withMinClusterSize(30), points);
    HdbscanModel manhattan =
        fit(Hdbscan.create().withMinClusterSize(30).withMetric(HdbscanMetric.MANHATTAN), points);
    assertTrue(Partitions.agreement(euclidean.labels(), manhattan.labels()) > 0.95);
  }

  @Test
  void no_points_are_an_error() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> fit(Hdbscan.create(), new double[0][]));
    assertTrue(e.getMessage().startsWith("points must have at least one row, got 0"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9})
  void fewer_points_than_a_cluster_needs_are_all_noise(int rows) {
    double[][] points = SamplePoints.uniform(rows, 2, 10);
    assertAllNoise(fit(Hdbscan.create(), points));
    assertAllNoise(fit(Hdbscan.create().withAllowSingleCluster(true), points));
  }

  @Test
  void with_more_samples_than_points_the_farthest_point_is_the_core_neighbour() {
    double[][] points = {{0}, {1}, {2}, {4}, {9}, {10}};
    HdbscanModel model = fit(Hdbscan.create().withMinClusterSize(2).withMinSamples(50), points);
    assertArrayEquals(new double[] {8, 9, 9, 10, 10}, model.singleLinkageTree().distance());
    assertEquals(6, model.labels().length);
  }

  @Test
  void equal_points_are_one_cluster_only_where_that_is_allowed() {
    double[][] points = new double[200][];
    Arrays.fill(points, new double[] {1, 2});
    assertEquals(0, fit(Hdbscan.create(), points).clusterCount());
    HdbscanModel one = fit(Hdbscan.create().withAllowSingleCluster(true), points);
    assertEquals(1, one.clusterCount());
    assertTrue(Arrays.stream(one.probabilities()).allMatch(p -> p == 1));
    assertEquals(new ClusterModel.Prediction(0, 1), one.predict(new double[] {1, 2}));
    assertEquals(ClusterModel.NOISE, one.predict(new double[] {5, 2}).label());
    assertArrayEquals(new double[] {1}, one.membershipVector(new double[] {1, 2}), 1e-6);
  }

  @Test
  void two_heaps_of_equal_points_are_two_clusters() {
    double[][] points = new double[100][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {i % 2, 0};
    }
    HdbscanModel model = fit(Hdbscan.create(), points);
    assertEquals(2, model.clusterCount());
    for (int i = 0; i < points.length; i++) {
      assertEquals(i % 2, model.labels()[i]);
      assertEquals(1, model.probabilities()[i]);
      assertEquals(0, model.outlierScores()[i]);
    }
    double[] memberships = model.membershipVector(new double[] {0, 0});
    assertTrue(memberships[0] > 0.99 && memberships[1] < 0.01);
    for (double[] row : model.allPointsMembershipVectors()) {
      assertTrue(Arrays.stream(row).allMatch(p -> p >= 0 && p <= 1));
    }
  }

  @Test
  void a_chain_of_two_hundred_thousand_points_is_no_deeper_than_memory() {
    double[][] points = new double[200_000][1];
    double at = 0;
    for (int i = 0; i < points.length; i++) {
      // Growing gaps: every merge adds one point, so the single linkage tree is one long branch.
      at += 1 + i * 1e-6;
      points[i][0] = at;
    }
    HdbscanModel model = fit(Hdbscan.create().withMinSamples(1), points);
    assertEquals(200_000, model.singleLinkageTree().size()[199_998]);
    assertAllNoise(model);
    assertTrue(Arrays.stream(model.outlierScores()).allMatch(score -> score >= 0 && score <= 1));
    // Where all may be one cluster, it is the densest rows: the first two, whose gap is smallest.
    HdbscanModel one = fit(Hdbscan.create().withMinSamples(1).withAllowSingleCluster(true), points);
    assertEquals(1, one.clusterCount());
    assertEquals(0, one.labels()[0]);
    assertEquals(ClusterModel.NOISE, one.labels()[100_000]);
    assertEquals(0, one.predict(points[0]).label());
    assertEquals(200_000, one.allPointsMembershipVectors().length);
  }

  @ParameterizedTest
  @EnumSource(ClusterSelectionMethod.class)
  void a_tree_of_as_many_levels_as_clusters_is_no_deeper_than_memory(
      ClusterSelectionMethod method) {
    // Heaps of ten rows at growing distances: each event splits off one heap from all before it.
    int heaps = 5_000;
    double[][] points = new double[heaps * 10][1];
    double at = 0;
    for (int i = 0; i < points.length; i++) {
      at += i % 10 == 0 ? 1 + i * 1e-4 : 1e-3;
      points[i][0] = at;
    }
    Hdbscan parameters = Hdbscan.create().withMinSamples(1).withClusterSelectionMethod(method);
    HdbscanModel model = fit(parameters, points);
    assertEquals(heaps, model.clusterCount());
    assertEquals(2 * heaps - 1, model.condensedTree().clusterCount());
    for (int i = 0; i < points.length; i++) {
      assertEquals(model.labels()[i / 10 * 10], model.labels()[i]);
    }
    assertEquals(model.labels()[7], model.predict(points[7]).label());
    assertEquals(heaps, model.membershipVector(points[7]).length);
    HdbscanModel joined = fit(parameters.withClusterSelectionEpsilon(2), points);
    assertTrue(joined.clusterCount() > 1 && joined.clusterCount() < heaps);
    assertEquals(joined.labels()[0], joined.labels()[9_999]);
    assertNotEquals(joined.labels()[0], joined.labels()[points.length - 1]);
  }

  @Test
  void a_chain_of_equal_gaps_is_one_event() {
    double[][] points = new double[50_000][1];
    Arrays.setAll(points, i -> new double[] {i});
    HdbscanModel model = fit(Hdbscan.create().withMinSamples(1), points);
    assertEquals(1, model.condensedTree().clusterCount());
  }

  @Test
  void fifty_thousand_equal_points_among_others_are_a_cluster() {
    double[][] points = SamplePoints.clusters(52_000, 2, 3, 11);
    for (int i = 0; i < 50_000; i++) {
      points[i] = new double[] {7, 7};
    }
    HdbscanModel model = fit(Hdbscan.create(), points);
    int label = model.labels()[0];
    assertTrue(label >= 0);
    for (int i = 0; i < 50_000; i++) {
      assertEquals(label, model.labels()[i]);
    }
    assertEquals(label, model.predict(new double[] {7, 7}).label());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e200})
  void a_coordinate_that_is_not_finite_is_named_by_row_and_column(double bad) {
    double[][] points = SamplePoints.uniform(40, 3, 12);
    points[17][2] = bad;
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> fit(Hdbscan.create(), points));
    assertTrue(e.getMessage().contains(bad + " in row 17, column 2"), e.getMessage());
  }

  @Test
  void rows_of_differing_lengths_are_named() {
    double[][] points = SamplePoints.uniform(40, 3, 12);
    points[8] = new double[2];
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> fit(Hdbscan.create(), points));
    assertTrue(e.getMessage().contains("got 2 in row 8"), e.getMessage());
    points[0] = new double[0];
    assertThrows(IllegalArgumentException.class, () -> fit(Hdbscan.create(), points));
  }

  @Test
  void a_point_to_predict_must_fit_the_training_points() {
    HdbscanModel model = fit(Hdbscan.create(), SamplePoints.uniform(100, 3, 13));
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> model.predict(new double[2]));
    assertTrue(wrong.getMessage().startsWith("point must have 3 columns"), wrong.getMessage());
    IllegalArgumentException nan =
        assertThrows(
            IllegalArgumentException.class,
            () -> model.membershipVector(new double[] {0, Double.NaN, 0}));
    assertTrue(nan.getMessage().contains("NaN in column 1"), nan.getMessage());
  }

  @Test
  void parameters_out_of_range_are_refused_with_what_to_do() {
    Hdbscan defaults = Hdbscan.create();
    List<Runnable> wrong =
        List.of(
            () -> defaults.withMinClusterSize(1),
            () -> defaults.withMinSamples(-1),
            () -> defaults.withClusterSelectionEpsilon(-0.1),
            () -> defaults.withClusterSelectionEpsilon(Double.NaN),
            () -> defaults.withMaxClusterSize(-1),
            () -> defaults.withAlpha(0),
            () -> defaults.withAlpha(Double.POSITIVE_INFINITY));
    for (Runnable change : wrong) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, change::run);
      assertTrue(e.getMessage().matches("\\w+ must be .+, got .+; .+"), e.getMessage());
    }
  }

  @Test
  void changing_one_parameter_leaves_the_others() {
    Hdbscan changed =
        Hdbscan.create()
            .withMinClusterSize(20)
            .withMinSamples(3)
            .withClusterSelectionMethod(ClusterSelectionMethod.LEAF)
            .withClusterSelectionEpsilon(0.5)
            .withMaxClusterSize(99)
            .withAllowSingleCluster(true)
            .withAlpha(1.5)
            .withMetric(HdbscanMetric.MANHATTAN);
    assertEquals(
        new Hdbscan(
            20, 3, ClusterSelectionMethod.LEAF, 0.5, 99, true, 1.5, HdbscanMetric.MANHATTAN),
        changed);
  }

  @Test
  void the_steps_are_reported_in_order_and_to_their_end() {
    List<String> steps = Collections.synchronizedList(new ArrayList<>());
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    try (Workers workers = Workers.of(2)) {
      Hdbscan.create()
          .fit(
              SamplePoints.clusters(3000, 2, 5, 14),
              new FitContext(
                  1,
                  workers,
                  (step, fraction) -> {
                    steps.add(step);
                    assertTrue(fraction >= 0 && fraction <= 1);
                    if (fraction == 1) {
                      ended.add(step);
                    }
                  }));
    }
    List<String> expected = List.of("core distances", "spanning tree", "condensed tree");
    assertEquals(expected, List.copyOf(new LinkedHashSet<>(steps)));
    assertEquals(expected, List.copyOf(new LinkedHashSet<>(ended)));
  }
}
