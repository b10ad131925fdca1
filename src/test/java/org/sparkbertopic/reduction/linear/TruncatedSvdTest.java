package org.sparkbertopic.reduction.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.NearestNeighborsTest;

class TruncatedSvdTest {

  private static PcaModel fit(TruncatedSvd svd, float[][] points) {
    try (Workers workers = Workers.of(2)) {
      return svd.fit(points, FitContext.of(1, workers));
    }
  }

  @Test
  void its_axes_and_places_are_those_of_a_librarys_decomposition() {
    float[][] points = NearestNeighborsTest.randomPoints(40, 12, 3);
    double[][] rows = new double[40][12];
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 12; j++) {
        points[i][j] += 1; // around the origin and around the mean differ
        rows[i][j] = points[i][j];
      }
    }
    SingularValueDecomposition expected =
        new SingularValueDecomposition(new Array2DRowRealMatrix(rows));
    PcaModel model = fit(new TruncatedSvd(3), points);
    for (int axis = 0; axis < 3; axis++) {
      double[] vector = expected.getV().getColumn(axis);
      double sign = Math.signum(vector[0] * model.components()[axis][0]);
      for (int j = 0; j < 12; j++) {
        assertEquals(sign * vector[j], model.components()[axis][j], 1e-7);
      }
      double left = expected.getU().getEntry(5, axis) * expected.getSingularValues()[axis];
      assertEquals(sign * left, model.embedding()[5][axis], 1e-5);
    }
  }

  @Test
  void points_on_a_line_through_the_origin_need_one_axis() {
    PcaModel model = fit(new TruncatedSvd(2), new float[][] {{3, 4}, {6, 8}, {0, 0}});
    assertArrayEquals(new float[] {5, 0}, model.embedding()[0], 1e-5f);
    assertArrayEquals(new float[] {10, 0}, model.embedding()[1], 1e-5f);
    assertArrayEquals(new float[] {0, 0}, model.embedding()[2], 1e-5f);
  }

  @Test
  void more_components_than_columns_are_an_error() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> fit(new TruncatedSvd(3), new float[][] {{1, 2}}));
    assertEquals(
        "TruncatedSvd.nComponents must be at most the length of the points, 2, got 3; ask for fewer components",
        error.getMessage());
  }
}
