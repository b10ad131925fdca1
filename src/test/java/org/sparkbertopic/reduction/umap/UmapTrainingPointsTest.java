package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.TrainingPoints;
import org.sparkbertopic.reduction.linear.Pca;

class UmapTrainingPointsTest {

  private static final int ROWS = 400;
  private static final int DIMENSION = 13;

  @Test
  void distances_to_the_nearest_row_are_those_of_a_comparison_with_all() {
    float[][] rows = points(1);
    rows[7] = rows[3].clone();
    TrainingPoints training = training(rows);
    float[][] others = points(2);
    others[0] = rows[5].clone();
    double[] found = training.distances(others);
    for (int i = 0; i < others.length; i++) {
      assertEquals(nearest(others[i], rows, -1), found[i], 1e-5, "point " + i);
    }
    assertEquals(0, found[0], 0);
    int[] all = IntStream.range(0, ROWS).toArray();
    double[] own = training.distancesOfTraining(all);
    for (int i = 0; i < ROWS; i++) {
      assertEquals(nearest(rows[i], rows, i), own[i], 1e-5, "row " + i);
    }
    assertEquals(0, own[3], 0);
    assertEquals(1, Vectors.cosine(rows[9], training.direction(9).orElseThrow()), 1e-6);
  }

  @Test
  void a_reduction_by_axes_keeps_no_rows() {
    try (Workers workers = Workers.of(1)) {
      assertTrue(new Pca(3).fit(points(1), FitContext.of(1, workers)).trainingPoints().isEmpty());
    }
  }

  @Test
  void a_single_row_has_no_other() {
    float[][] rows = {points(1)[0]};
    assertArrayEquals(new double[] {Double.NaN}, training(rows).distancesOfTraining(new int[] {0}));
  }

  private static TrainingPoints training(float[][] rows) {
    try (Workers workers = Workers.of(1)) {
      return Umap.bertopic()
          .withNEpochs(5)
          .fit(rows, FitContext.of(1, workers))
          .trainingPoints()
          .orElseThrow();
    }
  }

  private static float[][] points(long seed) {
    Random random = new Random(seed);
    float[][] points = new float[ROWS][DIMENSION];
    for (float[] point : points) {
      for (int d = 0; d < DIMENSION; d++) {
        point[d] = (float) random.nextGaussian();
      }
    }
    return points;
  }

  private static double nearest(float[] point, float[][] rows, int without) {
    return IntStream.range(0, rows.length)
        .filter(row -> row != without)
        .mapToDouble(row -> 1 - Vectors.cosine(point, rows[row]))
        .min()
        .orElse(Double.NaN);
  }
}
