package org.sparkbertopic.reduction.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.NearestNeighborsTest;
import org.sparkbertopic.reduction.umap.Passages;

class PcaTest {

  @Test
  void axes_of_two_crossed_lines_are_those_lines() {
    float[][] points = {{4, 4, 1}, {-4, -4, 1}, {1, -1, 1}, {-1, 1, 1}};
    PcaModel model = fit(new Pca(2), points);
    double root = Math.sqrt(0.5);
    assertArrayEquals(new double[] {root, root, 0}, model.components()[0], 1e-9);
    assertEquals(root, Math.abs(model.components()[1][0]), 1e-9);
    assertArrayEquals(new float[] {(float) (8 * root), 0}, model.embedding()[0], 1e-5f);
  }

  @Test
  void iteration_finds_the_same_axes_as_the_decomposition_of_the_whole_matrix() {
    float[][] points = Passages.training();
    PcaModel few = fit(new Pca(5), points);
    PcaModel many = fit(new Pca(100), points);
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(many.components()[i], few.components()[i], 1e-5);
    }
  }

  @Test
  void axes_are_orthonormal_and_coordinates_uncorrelated_with_falling_variance() {
    PcaModel model = fit(new Pca(5), Passages.training());
    double[] variance = new double[5];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int d = 0; d < 384; d++) {
          product += model.components()[i][d] * model.components()[j][d];
        }
        assertEquals(i == j ? 1 : 0, product, 1e-9);
        double covariance = 0;
        for (float[] place : model.embedding()) {
          covariance += (double) place[i] * place[j] / 1200;
        }
        if (i == j) {
          variance[i] = covariance;
        } else {
          assertEquals(0, covariance, 1e-6);
        }
      }
      assertTrue(i == 0 || variance[i] <= variance[i - 1]);
    }
  }

  @Test
  void directions_in_which_nothing_varies_give_zeros() {
    PcaModel model = fit(new Pca(3), new float[][] {{1, 2, 3, 4}, {2, 3, 4, 5}});
    assertEquals(0, model.embedding()[0][1]);
    assertEquals(0, model.transform(new float[][] {{9, 0, 0, 0}})[0][2]);
    assertArrayEquals(new float[3], fit(new Pca(3), new float[][] {{1, 2, 3}}).embedding()[0]);
  }

  @Test
  void few_rows_of_many_columns_keep_their_distances() {
    float[][] points = NearestNeighborsTest.randomPoints(4, 500, 5);
    PcaModel model = fit(new Pca(5), points);
    for (int i = 0; i < 4; i++) {
      assertEquals(0, model.embedding()[i][3]);
      assertEquals(0, model.embedding()[i][4]);
      for (int j = 0; j < i; j++) {
        assertEquals(
            distance(points[i], points[j]),
            distance(model.embedding()[i], model.embedding()[j]),
            1e-4);
      }
    }
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += Math.pow((double) a[i] - b[i], 2);
    }
    return Math.sqrt(squares);
  }

  @Test
  void more_components_than_columns_are_an_error() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> fit(new Pca(4), new float[][] {{1, 2, 3}}));
    assertEquals(
        "Pca.nComponents must be at most the length of the points, 3, got 4; ask for fewer components",
        error.getMessage());
  }

  private static PcaModel fit(Pca pca, float[][] points) {
    try (Workers workers = Workers.of(2)) {
      return pca.fit(points, FitContext.of(1, workers));
    }
  }
}
