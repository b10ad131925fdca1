package org.sparkbertopic.report.figures;

import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.reduction.umap.UmapInit;

/**
 * Places of topics and documents on a plane, by UMAP with BERTopic's parameters. Few rows, for
 * which UMAP has no neighbours, lie on a line. The result depends on the rows and the seed, not on
 * the number of threads.
 */
public final class PlaneLayout {

  /** BERTopic's neighbours of a topic. */
  public static final int TOPIC_NEIGHBORS = 2;

  /** BERTopic's neighbours of a document. */
  public static final int DOCUMENT_NEIGHBORS = 10;

  /** umap-learn's, which BERTopic keeps for the map of topics. */
  public static final double TOPIC_MIN_DIST = 0.1;

  /** UMAP needs a neighbour besides the point itself, and something that is not one. */
  private static final int LEAST_ROWS = 3;

  private PlaneLayout() {}

  /**
   * Places of documents.
   *
   * @param embeddings {@code [documents][dimension]}, finite
   * @return {@code [documents][2]}
   * @throws IllegalArgumentException if a row has another length, or NaN or infinite values
   */
  public static float[][] ofDocuments(float[][] embeddings, long seed) {
    Umap umap = Umap.bertopic().withNNeighbors(DOCUMENT_NEIGHBORS).withNComponents(2);
    return fit(umap, embeddings, seed);
  }

  static float[][] ofTopics(float[][] rows, Metric metric, long seed) {
    Umap umap =
        Umap.bertopic()
            .withNNeighbors(TOPIC_NEIGHBORS)
            .withNComponents(2)
            .withMinDist(TOPIC_MIN_DIST)
            .withInit(UmapInit.RANDOM)
            .withMetric(metric);
    return fit(umap, rows, seed);
  }

  private static float[][] fit(Umap umap, float[][] rows, long seed) {
    if (rows.length < LEAST_ROWS) {
      float[][] line = new float[rows.length][2];
      for (int row = 0; row < rows.length; row++) {
        line[row][0] = row - (rows.length - 1) / 2f;
      }
      return line;
    }
    try (Workers workers = Workers.ofAllCores()) {
      return umap.fit(rows, FitContext.of(seed, workers)).embedding();
    }
  }
}
