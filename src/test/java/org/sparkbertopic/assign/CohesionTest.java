package org.sparkbertopic.assign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.umap.Umap;

class CohesionTest {

  private static final int HEAPS = 6;
  private static final int DOCUMENTS = 20;

  @Test
  void it_is_the_median_of_a_cluster_and_the_lower_tenth_of_many() {
    assertEquals(0.5, Cohesion.of(new double[] {0.9, 0.1, 0.5}));
    assertEquals(0.1, Cohesion.of(new double[] {0.5, 0.1}));
    double[] many = new double[21];
    for (int i = 0; i < many.length; i++) {
      many[i] = 1 - i / 100.0;
    }
    assertEquals(0.82, Cohesion.usual(many), 1e-12);
    assertEquals(0, Cohesion.usual(new double[] {0.9, 0.9, 0.9, 0.9}));
  }

  /**
   * Each coordinate has noise of variance 0.01 / 3: the cosine with a centre without noise is about
   * 1 / sqrt(1 + 8 * 0.01 / 3), which is 0.987.
   */
  @Test
  void clusters_of_a_layout_are_compared_by_the_sample_that_it_keeps() {
    assertEquals(0.987, usual(Umap.create().withNNeighbors(10)), 0.008);
    assertEquals(0, usual(new NoReduction()));
  }

  private static double usual(DimensionReducer reducer) {
    float[][] sample = new float[HEAPS * DOCUMENTS][9];
    for (int row = 0; row < sample.length; row++) {
      for (int i = 0; i < sample[row].length; i++) {
        double noise = 2 * CounterRandom.unit(CounterRandom.bits(7, row, i)) - 1;
        sample[row][i] = (float) ((i == row / DOCUMENTS ? 1 : 0) + 0.1 * noise);
      }
    }
    try (Workers workers = Workers.of(1)) {
      LayoutModel layout =
          LayoutModel.fit(
              sample, reducer, Hdbscan.create().withMinClusterSize(8), FitContext.of(1, workers));
      assertEquals(HEAPS, layout.clusterCount());
      assertEquals(0, Cohesion.looser(layout, 0).length);
      int looser = Cohesion.looser(layout, 1).length;
      assertEquals(Cohesion.usual(layout) > 0 ? HEAPS : 0, looser);
      return Cohesion.usual(layout);
    }
  }
}
