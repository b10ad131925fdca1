package org.sparkbertopic.operations.merging;

import org.sparkbertopic.compute.RowProducts;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.topics.FittedTopics;

/** What topics are compared by: 1 - cosine between vectors. */
public enum TopicSpace {
  /** The means of their documents' embeddings: what the documents say. */
  EMBEDDINGS {
    @Override
    double[][] distances(FittedTopics topics, Workers workers) {
      double[][] rows = normalized(topics);
      RowProducts products = RowProducts.of(rows);
      double[][] distances = new double[rows.length][rows.length];
      workers.forEachRange(
          rows.length,
          ROWS_OF_TASK,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              products.with(rows[i], i, distances[i]);
              for (int j = 0; j < i; j++) {
                distances[i][j] = distance(distances[i][j]);
              }
            }
          });
      return mirrored(distances);
    }
  },
  /** Their c-TF-IDF weights: in which words they say it. */
  CTFIDF {
    @Override
    double[][] distances(FittedTopics topics, Workers workers) {
      topics.requireTerms("distances of topics by their words");
      return WeightDistances.of(topics.ctfidf().weights(), topics.outlierRows(), workers);
    }
  };

  private static final int ROWS_OF_TASK = 8;

  /**
   * Distances between all topics without the outliers, in the order of their ids. Embeddings take
   * O(n² dimension) time, c-TF-IDF the sum over the terms of the squared number of topics that have
   * them; n² doubles of memory.
   */
  abstract double[][] distances(FittedTopics topics, Workers workers);

  /** {@code [topics][dimension]} of the topics without the outliers, each of length 1. */
  static double[][] normalized(FittedTopics topics) {
    int offset = topics.outlierRows();
    double[][] rows = new double[topics.topics().size() - offset][];
    for (int i = 0; i < rows.length; i++) {
      float[] embedding = topics.embeddings()[i + offset];
      double[] row = new double[embedding.length];
      double squares = 0;
      for (float value : embedding) {
        squares += (double) value * value;
      }
      double norm = Math.sqrt(squares);
      for (int d = 0; d < row.length; d++) {
        row[d] = norm == 0 ? 0 : embedding[d] / norm;
      }
      rows[i] = row;
    }
    return rows;
  }

  /** Rounding must not make it negative. */
  private static double distance(double cosine) {
    return Math.max(0, 1 - cosine);
  }

  private static double[][] mirrored(double[][] distances) {
    for (int i = 0; i < distances.length; i++) {
      for (int j = 0; j < i; j++) {
        distances[j][i] = distances[i][j];
      }
    }
    return distances;
  }
}
