package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.testing.Npy;

class FuzzyGraphTest {

  @Test
  void scales_and_connected_distances_of_the_passages_are_the_references() {
    KnnGraph knn = reference();
    SmoothKnn smooth = new SmoothKnn(1, FuzzyGraph.meanDistance(knn));
    double[] sigmas = Npy.doubles1d("golden/umap/sigmas.npy");
    double[] rhos = Npy.doubles1d("golden/umap/rhos.npy");
    for (int v = 0; v < knn.vertices(); v++) {
      double rho = smooth.rho(knn.distances(), v * 15, v * 15 + 15);
      double sigma = smooth.sigma(knn.distances(), v * 15, v * 15 + 15, rho);
      assertEquals(rhos[v], rho, 1e-7, "rho of " + v);
      assertEquals(sigmas[v], sigma, 1e-4 * sigmas[v], "sigma of " + v);
    }
  }

  @ParameterizedTest
  @CsvSource({"union, 1", "intersection, 0", "mix50, 0.5"})
  void graph_of_the_passages_is_the_references_for_every_set_operation(String name, double mix) {
    Map<Long, Double> expected = new HashMap<>();
    for (double[] edge : Npy.doubles2d("golden/umap/graph_" + name + ".npy")) {
      expected.put(((long) edge[0] << 32) | (long) edge[1], edge[2]);
    }
    try (Workers workers = Workers.of(2)) {
      FuzzyGraph graph = FuzzyGraph.of(reference(), 1, mix, workers);
      assertEquals(expected.size(), graph.columns().length);
      for (int v = 0; v < graph.vertices(); v++) {
        for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
          Double weight = expected.get(((long) v << 32) | graph.columns()[i]);
          assertEquals(weight, graph.weights()[i], 2e-4, "edge " + v + "-" + graph.columns()[i]);
        }
      }
    }
  }

  @Test
  void graph_is_the_same_bits_on_any_number_of_threads() {
    try (Workers one = Workers.of(1);
        Workers eight = Workers.of(8)) {
      FuzzyGraph expected = FuzzyGraph.of(reference(), 1, 1, one);
      FuzzyGraph found = FuzzyGraph.of(reference(), 1, 1, eight);
      assertArrayEquals(expected.columns(), found.columns());
      assertArrayEquals(expected.weights(), found.weights());
    }
  }

  @Test
  void a_neighbourhood_of_zero_distances_has_full_weights() {
    SmoothKnn smooth = new SmoothKnn(1, 0);
    float[] distances = new float[5];
    double rho = smooth.rho(distances, 0, 5);
    double sigma = smooth.sigma(distances, 0, 5, rho);
    assertEquals(0, rho);
    assertEquals(1, SmoothKnn.weight(0, rho, sigma));
  }

  @Test
  void a_fraction_of_local_connectivity_lies_between_two_neighbours() {
    float[] distances = {0, 1, 2, 4};
    assertEquals(1.5, new SmoothKnn(1.5, 1).rho(distances, 0, 4), 1e-12);
    assertEquals(0.5, new SmoothKnn(0.5, 1).rho(distances, 0, 4), 1e-12);
    assertEquals(4, new SmoothKnn(3.9, 1).rho(distances, 0, 4), 1e-12);
  }

  @Test
  void the_table_of_forces_follows_the_gradient_of_the_curve() {
    MembershipCurve curve = MembershipCurve.fit(0, 1);
    UmapForces forces = new UmapForces(curve, 1);
    double a = curve.a();
    double b = curve.b();
    for (double squared = 1e-9; squared < 1e9; squared *= 1.37) {
      double pull = -2 * a * b * Math.pow(squared, b - 1) / (1 + a * Math.pow(squared, b));
      double push = 2 * b / ((0.001 + squared) * (1 + a * Math.pow(squared, b)));
      assertEquals(pull, forces.pull((float) squared), 2e-4 * -pull);
      assertEquals(push, forces.push((float) squared), 2e-4 * push);
    }
    assertTrue(Float.isFinite(forces.pull(0)) && Float.isFinite(forces.push(1e38f)));
  }

  static KnnGraph reference() {
    double[] distances = Npy.doubles1d("golden/umap/knn_distances.npy");
    float[] single = new float[distances.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) distances[i];
    }
    return new KnnGraph(15, Npy.ints1d("golden/umap/knn_indices.npy"), single);
  }
}
