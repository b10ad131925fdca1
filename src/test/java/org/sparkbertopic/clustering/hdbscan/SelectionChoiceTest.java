package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.hdbscan.SelectionChoice.Candidate;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.testing.CrowdedPoints;

class SelectionChoiceTest {

  private static final Hdbscan EOM = Hdbscan.create().withMinClusterSize(15);
  private static final Hdbscan AUTO = EOM.withClusterSelectionMethod(ClusterSelectionMethod.AUTO);

  private static HdbscanModel fit(Hdbscan parameters, double[][] points, int threads) {
    try (Workers workers = Workers.of(threads)) {
      return parameters.fit(points, FitContext.of(1, workers));
    }
  }

  private static void assertSame(HdbscanModel expected, HdbscanModel actual) {
    assertEquals(expected.parameters(), actual.parameters());
    assertArrayEquals(expected.labels(), actual.labels());
    assertArrayEquals(expected.probabilities(), actual.probabilities());
    assertArrayEquals(expected.selectedClusters(), actual.selectedClusters());
  }

  @Test
  void where_excess_of_mass_takes_all_for_one_cluster_a_cap_is_chosen() {
    double[][] points = CrowdedPoints.of(2_000);
    HdbscanModel model = fit(AUTO, points, 2);
    SelectionChoice choice = model.choice().orElseThrow();
    assertEquals(4, choice.candidates().size());
    Candidate mass = choice.candidates().get(0);
    assertEquals(ClusterSelectionMethod.EOM, mass.method());
    assertEquals(0, mass.maxClusterSize());
    assertTrue(mass.isDegenerate());
    assertTrue(
        mass.validity() > choice.best().validity(), "validity alone takes the degenerate one");
    assertEquals(204, choice.best().maxClusterSize());
    assertEquals(EOM.withMaxClusterSize(204), model.parameters());
    assertSame(fit(EOM.withMaxClusterSize(204), points, 2), model);
    for (Candidate candidate : choice.candidates()) {
      assertTrue(
          candidate.isDegenerate() || candidate.validity() <= choice.best().validity(),
          choice::toString);
      HdbscanModel alone =
          fit(
              EOM.withClusterSelectionMethod(candidate.method())
                  .withMaxClusterSize(candidate.maxClusterSize()),
              points,
              2);
      assertEquals(alone.outline(), candidate.outline());
      assertEquals(Optional.empty(), alone.choice());
      try (Workers workers = Workers.of(2)) {
        SpanningTree tree = EOM.spanningTree(points, FitContext.of(1, workers));
        assertEquals(SpanningTreeValidity.of(tree, alone.labels()), candidate.validity());
      }
    }
  }

  @Test
  void where_excess_of_mass_is_sound_the_result_is_its_own() {
    double[][] points = SamplePoints.clusters(2_000, 5, 7, 7);
    HdbscanModel model = fit(AUTO, points, 2);
    assertEquals(0, model.choice().orElseThrow().chosen());
    assertSame(fit(EOM, points, 2), model);
    assertEquals(7, model.clusterCount());
  }

  @Test
  void choice_and_result_are_the_same_on_any_number_of_threads_and_in_any_order_of_the_rows() {
    double[][] points = CrowdedPoints.of(2_000);
    HdbscanModel expected = fit(AUTO, points, 1);
    for (int threads : new int[] {2, 8}) {
      HdbscanModel model = fit(AUTO, points, threads);
      assertEquals(expected.choice(), model.choice());
      assertSame(expected, model);
    }
    int[] order = SamplePoints.permutation(points.length, 9);
    double[][] shuffled =
        Arrays.stream(order).mapToObj(row -> points[row]).toArray(double[][]::new);
    HdbscanModel model = fit(AUTO, shuffled, 2);
    assertEquals(expected.parameters(), model.parameters());
    int[] labels = new int[points.length];
    for (int i = 0; i < order.length; i++) {
      labels[order[i]] = model.labels()[i];
    }
    Partitions.assertSame(expected.labels(), labels);
  }

  @Test
  void a_limit_that_was_given_holds_for_every_candidate() {
    double[][] points = CrowdedPoints.of(2_000);
    List<Hdbscan> candidates = SelectionChoice.parameters(AUTO.withMaxClusterSize(300), 2_040);
    assertEquals(List.of(300, 300, 204), candidates.stream().map(Hdbscan::maxClusterSize).toList());
    HdbscanModel model = fit(AUTO.withMaxClusterSize(300), points, 2);
    assertTrue(
        model.parameters().maxClusterSize() == 300 || model.parameters().maxClusterSize() == 204);
  }

  @Test
  void where_every_selection_is_degenerate_excess_of_mass_is_chosen() {
    double[][] points = SamplePoints.uniform(60, 2, 3);
    Hdbscan coarse = AUTO.withMinClusterSize(40);
    HdbscanModel model = fit(coarse, points, 2);
    SelectionChoice choice = model.choice().orElseThrow();
    assertTrue(choice.candidates().stream().allMatch(Candidate::isDegenerate));
    assertEquals(0, choice.chosen());
    assertEquals(ClusterSelectionMethod.EOM, model.parameters().clusterSelectionMethod());
    HdbscanModel one = fit(AUTO, new double[][] {{1, 2}}, 1);
    assertEquals(0, one.clusterCount());
    assertTrue(Double.isNaN(one.choice().orElseThrow().best().validity()));
  }

  @Test
  void one_large_cluster_hardly_any_members_or_a_single_cluster_are_degenerate() {
    assertFalse(candidate(2, 50, 0, 100).isDegenerate());
    assertTrue(candidate(2, 51, 0, 100).isDegenerate());
    assertTrue(candidate(1, 50, 50, 100).isDegenerate());
    assertFalse(candidate(2, 5, 90, 100).isDegenerate());
    assertTrue(candidate(2, 4, 91, 100).isDegenerate());
    assertTrue(candidate(0, 0, 100, 100).isDegenerate());
  }

  private static Candidate candidate(int clusters, int largest, int outliers, int points) {
    return new Candidate(
        ClusterSelectionMethod.EOM,
        0,
        new ClusterOutline(clusters, largest, outliers, points),
        0.5);
  }

  @Test
  void auto_is_no_selection_by_itself() {
    HdbscanModel model = fit(EOM, SamplePoints.clusters(300, 3, 4, 2), 1);
    try (Workers workers = Workers.of(1)) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> model.outline(AUTO, FitContext.of(0, workers)))
              .getMessage();
      assertTrue(message.startsWith("clusterSelectionMethod must be EOM or LEAF"), message);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new Candidate(ClusterSelectionMethod.AUTO, 0, new ClusterOutline(2, 1, 0, 2), 0.5));
  }
}
