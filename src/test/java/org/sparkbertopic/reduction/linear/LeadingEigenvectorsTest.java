package org.sparkbertopic.reduction.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.FuzzyGraph;
import org.sparkbertopic.reduction.umap.NormalizedAdjacency;
import org.sparkbertopic.testing.Npy;

class LeadingEigenvectorsTest {

  @Test
  void smallest_eigenvalues_of_the_laplacian_are_the_references() {
    double[] expected = Npy.doubles1d("golden/umap/laplacian_eigenvalues.npy");
    try (Workers workers = Workers.of(2)) {
      NormalizedAdjacency operator = ofPassages(workers);
      LeadingEigenvectors found = leading(operator, workers, 1e-6);
      assertTrue(found.converged());
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], 1 - found.values()[i], 2e-6, "eigenvalue " + i);
        double[] product = new double[operator.size()];
        operator.multiply(found.vectors()[i], 1, product);
        for (int v = 0; v < product.length; v++) {
          assertEquals(found.values()[i] * found.vectors()[i][v], product[v], 1e-6);
        }
      }
    }
  }

  @Test
  void eigenvectors_are_the_same_bits_on_any_number_of_threads() {
    try (Workers one = Workers.of(1);
        Workers eight = Workers.of(8)) {
      double[][] expected = leading(ofPassages(one), one, 1e-4).vectors();
      double[][] found = leading(ofPassages(eight), eight, 1e-4).vectors();
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], found[i]);
      }
    }
  }

  @Test
  void rotations_decompose_a_symmetric_matrix() {
    int size = 30;
    double[][] matrix = new double[size][size];
    double[][] copy = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = CounterRandom.unit(CounterRandom.bits(9, i, j)) - 0.5;
        matrix[j][i] = matrix[i][j];
        copy[i][j] = matrix[i][j];
        copy[j][i] = matrix[i][j];
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    for (int k = 0; k < size; k++) {
      assertTrue(k == 0 || eigen.values()[k - 1] >= eigen.values()[k]);
      for (int i = 0; i < size; i++) {
        double product = 0;
        for (int j = 0; j < size; j++) {
          product += copy[i][j] * eigen.vectors()[k][j];
        }
        assertEquals(eigen.values()[k] * eigen.vectors()[k][i], product, 1e-12);
      }
    }
  }

  private static LeadingEigenvectors leading(
      NormalizedAdjacency operator, Workers workers, double tolerance) {
    return LeadingEigenvectors.of(operator, 7, operator.first(), tolerance, 1, workers);
  }

  private static NormalizedAdjacency ofPassages(Workers workers) {
    double[][] edges = Npy.doubles2d("golden/umap/graph_union.npy");
    int[] starts = new int[1201];
    for (double[] edge : edges) {
      starts[(int) edge[0] + 1]++;
    }
    for (int v = 0; v < 1200; v++) {
      starts[v + 1] += starts[v];
    }
    int[] columns = new int[edges.length];
    float[] weights = new float[edges.length];
    int[] next = starts.clone();
    for (double[] edge : edges) {
      int place = next[(int) edge[0]]++;
      columns[place] = (int) edge[1];
      weights[place] = (float) edge[2];
    }
    return new NormalizedAdjacency(new FuzzyGraph(starts, columns, weights), workers);
  }
}
