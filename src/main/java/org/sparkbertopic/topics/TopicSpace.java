package org.sparkbertopic.topics;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.TermMatrix;

/** By what topics are compared: 1 - cosine of the angle between their vectors. */
public enum TopicSpace {
  /** The means of their documents' embeddings: what the documents say. */
  EMBEDDINGS {
    @Override
    double[][] distances(FittedTopics topics, Workers workers) {
      double[][] rows = normalized(topics);
      double[][] distances = new double[rows.length][rows.length];
      workers.forEachRange(
          rows.length,
          ROWS_OF_TASK,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              for (int j = 0; j < i; j++) {
                distances[i][j] = distance(dot(rows[i], rows[j]));
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
      TermMatrix weights = topics.ctfidf().weights();
      int offset = topics.hasOutliers() ? 1 : 0;
      int n = weights.rows() - offset;
      double[] norms = norms(weights);
      int[][] rowsOfTerm = new int[weights.vocabulary().size()][];
      double[][] weightsOfTerm = new double[rowsOfTerm.length][];
      transpose(weights, offset, rowsOfTerm, weightsOfTerm);
      double[][] distances = new double[n][n];
      workers.forEachRange(
          n,
          ROWS_OF_TASK,
          (from, to) -> {
            double[] dots = new double[n];
            for (int i = from; i < to; i++) {
              Arrays.fill(dots, 0);
              int row = i + offset;
              for (int e = weights.rowPointers()[row]; e < weights.rowPointers()[row + 1]; e++) {
                int term = weights.columns()[e];
                addUpTo(i, weights.values()[e], rowsOfTerm[term], weightsOfTerm[term], dots);
              }
              for (int j = 0; j < i; j++) {
                double norm = norms[row] * norms[j + offset];
                distances[i][j] = distance(norm == 0 ? 0 : dots[j] / norm);
              }
            }
          });
      return mirrored(distances);
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
    int offset = topics.hasOutliers() ? 1 : 0;
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

  private static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int d = 0; d < a.length; d++) {
      dot += a[d] * b[d];
    }
    return dot;
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

  private static double[] norms(TermMatrix weights) {
    double[] norms = new double[weights.rows()];
    for (int row = 0; row < norms.length; row++) {
      double squares = 0;
      for (int e = weights.rowPointers()[row]; e < weights.rowPointers()[row + 1]; e++) {
        squares += weights.values()[e] * weights.values()[e];
      }
      norms[row] = Math.sqrt(squares);
    }
    return norms;
  }

  private static void transpose(
      TermMatrix weights, int offset, int[][] rowsOfTerm, double[][] weightsOfTerm) {
    int[] counts = new int[rowsOfTerm.length];
    for (int e = weights.rowPointers()[offset]; e < weights.columns().length; e++) {
      counts[weights.columns()[e]]++;
    }
    for (int term = 0; term < counts.length; term++) {
      rowsOfTerm[term] = new int[counts[term]];
      weightsOfTerm[term] = new double[counts[term]];
    }
    Arrays.fill(counts, 0);
    for (int row = offset; row < weights.rows(); row++) {
      for (int e = weights.rowPointers()[row]; e < weights.rowPointers()[row + 1]; e++) {
        int term = weights.columns()[e];
        rowsOfTerm[term][counts[term]] = row - offset;
        weightsOfTerm[term][counts[term]++] = weights.values()[e];
      }
    }
  }

  private static void addUpTo(
      int limit, double weight, int[] rows, double[] weights, double[] dots) {
    for (int p = 0; p < rows.length && rows[p] < limit; p++) {
      dots[rows[p]] += weight * weights[p];
    }
  }
}
