package org.sparkbertopic.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.hdbscan.HdbscanMetric;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.evaluation.DensityValidity.Result;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Npy;

/** DBCV beside Python hdbscan's {@code validity_index}, and what it does on many points. */
class DensityValidityTest {

  private static final int ALL = Integer.MAX_VALUE;

  static Stream<JsonNode> references() {
    return StreamSupport.stream(Golden.json("evaluation/dbcv.json").spliterator(), false);
  }

  private static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  private static double[][] points(JsonNode reference) {
    if (reference.has("set")) {
      return Npy.doubles2d("golden/hdbscan/" + reference.get("set").asText() + "/train.npy");
    }
    return StreamSupport.stream(reference.get("points").spliterator(), false)
        .map(
            row ->
                StreamSupport.stream(row.spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .toArray())
        .toArray(double[][]::new);
  }

  private static Result validity(double[][] points, int[] labels, int most, int threads) {
    try (Workers workers = Workers.of(threads)) {
      return DensityValidity.of(
          points, labels, HdbscanMetric.EUCLIDEAN, most, FitContext.of(7, workers));
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void validity_is_that_of_the_python_library(JsonNode reference) {
    int[] labels = ints(reference.get("labels"));
    Result found = validity(points(reference), labels, ALL, 2);
    assertEquals(
        reference.get("value").asDouble(), found.value(), 1e-9, reference.get("name").asText());
    assertEquals(Arrays.stream(labels).filter(label -> label >= 0).count(), found.points());
  }

  @Test
  void a_part_of_many_points_gives_nearly_their_validity_and_always_the_same() {
    Random random = new Random(11);
    double[][] points = new double[3000][];
    int[] labels = new int[3000];
    for (int i = 0; i < points.length; i++) {
      labels[i] = i % 10 == 9 ? ClusterModel.NOISE : i % 100 < 4 ? 2 : i % 2;
      double centre = 12 * (labels[i] + 1);
      points[i] = new double[] {centre + random.nextGaussian(), centre + random.nextGaussian()};
    }
    Result whole = validity(points, labels, ALL, 2);
    assertEquals(whole.clustered(), whole.points());
    Result part = validity(points, labels, 900, 1);
    assertTrue(part.isSampled());
    assertEquals(2700, part.clustered());
    assertEquals(900, part.points(), 2);
    assertEquals(whole.value(), part.value(), 0.1);
    assertEquals(part, validity(points, labels, 900, 3));
  }

  @Test
  void there_is_no_validity_of_fewer_than_two_clusters_and_none_of_points_on_one_spot() {
    double[][] spots = new double[12][2];
    int[] two = new int[12];
    Arrays.fill(two, 0, 6, 1);
    assertEquals(0, validity(spots, two, ALL, 1).value());
    assertTrue(Double.isNaN(validity(spots, new int[12], ALL, 1).value()));
    int[] noise = new int[12];
    Arrays.fill(noise, ClusterModel.NOISE);
    assertTrue(Double.isNaN(validity(spots, noise, ALL, 1).value()));
    assertTrue(Double.isNaN(validity(new double[0][], new int[0], ALL, 1).value()));
    assertThrows(IllegalArgumentException.class, () -> validity(spots, new int[3], ALL, 1));
    assertThrows(IllegalArgumentException.class, () -> validity(spots, two, 1, 1));
  }

  @Test
  void a_cluster_of_one_point_counts_as_nothing() {
    double[][] points = {{0}, {1}, {2}, {10}, {11}, {12}, {5}};
    int[] with = {0, 0, 0, 1, 1, 1, 2};
    int[] without = {0, 0, 0, 1, 1, 1, ClusterModel.NOISE};
    double value = validity(points, with, ALL, 1).value();
    assertTrue(value > 0.5, "value: " + value);
    assertEquals(validity(points, without, ALL, 1).value(), value);
  }
}
