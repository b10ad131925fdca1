package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

class UmapQualityTest {

  private static final int SEEDS = 4;

  /** Less than the standard deviation between the reference's own seeds. */
  private static final double SLACK = 0.001;

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void layouts_keep_neighbours_as_well_as_the_references_do_on_average(int dimension)
      throws IOException {
    int[][] inSpace = LayoutQuality.ordersOfOthers(Passages.training(), true);
    int[][] unseenInSpace = LayoutQuality.orders(Passages.unseen(), Passages.training(), true);
    double[] sum = new double[3];
    try (Workers workers = Workers.of(2)) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Umap umap = Umap.bertopic().withNComponents(dimension);
        UmapModel model = umap.fit(Passages.training(), FitContext.of(seed, workers));
        int[][] inLayout = LayoutQuality.ordersOfOthers(model.embedding(), false);
        float[][] unseen = model.transform(Passages.unseen());
        int[][] unseenInLayout = LayoutQuality.orders(unseen, model.embedding(), false);
        sum[0] += LayoutQuality.trustworthiness(inSpace, inLayout, 15);
        sum[1] += LayoutQuality.overlap(inSpace, inLayout, 15);
        sum[2] += LayoutQuality.overlap(unseenInSpace, unseenInLayout, 15);
      }
    }
    String[] figures = {"trustworthiness", "knn_recall15", "transform_neighbor_overlap15"};
    for (int i = 0; i < figures.length; i++) {
      double floor = referenceMean(dimension, figures[i]) - SLACK;
      double mean = sum[i] / SEEDS;
      assertTrue(mean >= floor, figures[i] + " " + mean + " is below " + floor);
    }
  }

  private static double referenceMean(int dimension, String figure) throws IOException {
    try (InputStream in =
        UmapQualityTest.class.getResourceAsStream("/golden/umap/reference.json")) {
      double sum = 0;
      int count = 0;
      for (JsonNode run : new ObjectMapper().readTree(in).get("quality")) {
        if (run.get("n_components").asInt() == dimension) {
          sum += run.get(figure).asDouble();
          count++;
        }
      }
      return sum / count;
    }
  }
}
