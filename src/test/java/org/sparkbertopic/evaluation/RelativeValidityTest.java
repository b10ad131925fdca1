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
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.ReferenceCase;
import org.sparkbertopic.clustering.hdbscan.SpanningTree;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.testing.Golden;

/** Python hdbscan's {@code relative_validity_}, and cases that can be worked out by hand. */
class RelativeValidityTest {

  /**
   * Mutual reachability distances tie wherever a core distance is the longest of the three, and
   * which of the tied edges is in the tree decides what it joins.
   */
  private static final double FOR_TIES = 0.1;

  static Stream<JsonNode> references() {
    JsonNode cases = Golden.json("evaluation/partitions.json").get("relative_validity");
    return StreamSupport.stream(cases.spliterator(), false);
  }

  private static double validity(double[][] points, int[] labels, Hdbscan parameters) {
    try (Workers workers = Workers.of(2)) {
      return RelativeValidity.of(points, labels, parameters, FitContext.of(0, workers));
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void validity_is_that_of_the_python_library(JsonNode reference) {
    ReferenceCase run =
        ReferenceCase.all()
            .filter(
                c ->
                    c.set().equals(reference.get("set").asText())
                        && c.name().equals(reference.get("name").asText()))
            .findFirst()
            .orElseThrow();
    assertEquals(
        reference.get("value").asDouble(),
        validity(run.train(), run.ints("labels"), run.parameters()),
        FOR_TIES);
  }

  @Test
  void validity_of_the_references_own_tree_is_exact() {
    int trees = 0;
    for (JsonNode reference : references().filter(c -> c.has("tree")).toList()) {
      int[] labels =
          StreamSupport.stream(reference.get("labels").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      SpanningTree tree = new SpanningTree(labels.length);
      for (JsonNode edge : reference.get("tree")) {
        tree.add(edge.get(0).asInt(), edge.get(1).asInt(), edge.get(2).asDouble());
      }
      assertEquals(reference.get("value").asDouble(), RelativeValidity.of(tree, labels), 1e-12);
      trees++;
    }
    assertEquals(2, trees);
  }

  @Test
  void clusters_far_apart_are_valid_and_mixed_ones_are_not() {
    Random random = new Random(5);
    double[][] points = new double[60][];
    int[] labels = new int[60];
    int[] mixed = new int[60];
    for (int i = 0; i < 60; i++) {
      double centre = i < 30 ? 0 : 100;
      points[i] = new double[] {centre + random.nextGaussian(), random.nextGaussian()};
      labels[i] = i / 30;
      mixed[i] = i % 2;
    }
    Hdbscan parameters = Hdbscan.create().withMinSamples(3);
    assertTrue(validity(points, labels, parameters) > 0.9);
    assertTrue(validity(points, mixed, parameters) < 0);
  }

  @Test
  void there_is_no_validity_without_clusters_and_none_of_points_on_one_spot() {
    double[][] points = new double[12][2];
    int[] noise = new int[12];
    Arrays.fill(noise, ClusterModel.NOISE);
    assertTrue(Double.isNaN(validity(points, noise, Hdbscan.create())));
    assertEquals(0, validity(points, new int[12], Hdbscan.create()));
    assertThrows(
        IllegalArgumentException.class, () -> validity(points, new int[3], Hdbscan.create()));
  }
}
