package org.sparkbertopic.operations.merging;

import java.util.Arrays;
import org.sparkbertopic.clustering.smile.Linkage;

/**
 * Agglomerative clustering of topics in which no merge may have more than a share of the documents:
 * of all allowed pairs the nearest is merged, the first at a tie. Distances of merged topics follow
 * the formula of Lance and Williams (1967). Without a limit it gives the tree of the linkage.
 *
 * <p>A library's tree cannot be cut so: what is merged after a forbidden merge depends on it.
 * O(topics²) memory; O(topics²) time, times how often the nearest of a topic changes.
 */
final class LimitedMerging {

  private static final int NONE = -1;

  private final Linkage linkage;
  private final long[] documents;
  private final double limit;

  private double[][] between;
  private int[] topics;
  private int[] nearest;

  /** {@code [topics]}: distance to the nearest, so that the best pair is found in one array. */
  private double[] gaps;

  /**
   * @param sizes documents of each topic
   * @param maxShare of all of them
   */
  LimitedMerging(Linkage linkage, long[] sizes, double maxShare) {
    this.linkage = linkage;
    this.documents = sizes.clone();
    this.limit = maxShare * Arrays.stream(sizes).sum();
  }

  /**
   * The cluster of each topic, numbered by their first topics, when a number is left, or more where
   * no two may be merged.
   *
   * @param distances {@code [topics][topics]}, symmetric
   */
  int[] cut(double[][] distances, int number) {
    int n = distances.length;
    between = new double[n][];
    Arrays.setAll(between, row -> distances[row].clone());
    topics = new int[n];
    Arrays.fill(topics, 1);
    nearest = new int[n];
    gaps = new double[n];
    for (int a = 0; a < n; a++) {
      findNearest(a);
    }
    int[] parents = new int[n];
    Arrays.setAll(parents, topic -> topic);
    for (int left = n; left > number; left--) {
      int a = best();
      if (a == NONE) {
        break;
      }
      int b = nearest[a];
      parents[b] = a;
      merge(a, b);
    }
    return numbered(parents);
  }

  /** The first of the nearest allowed pair. */
  private int best() {
    int best = NONE;
    for (int a = 0; a < nearest.length; a++) {
      if (topics[a] > 0 && nearest[a] != NONE && (best == NONE || gaps[a] < gaps[best])) {
        best = a;
      }
    }
    return best;
  }

  /** Of those behind it that it may be merged with. */
  private void findNearest(int a) {
    double[] row = between[a];
    int found = NONE;
    double least = Double.POSITIVE_INFINITY;
    for (int b = a + 1; b < row.length; b++) {
      if (topics[b] > 0
          && documents[a] + documents[b] <= limit
          && (found == NONE || row[b] < least)) {
        found = b;
        least = row[b];
      }
    }
    nearest[a] = found;
    gaps[a] = least;
  }

  private void merge(int a, int b) {
    for (int k = 0; k < between.length; k++) {
      if (topics[k] > 0 && k != a && k != b) {
        double merged = merged(a, b, k);
        between[a][k] = merged;
        between[k][a] = merged;
      }
    }
    topics[a] += topics[b];
    documents[a] += documents[b];
    topics[b] = 0;
    for (int k = 0; k < b; k++) {
      if (topics[k] > 0 && (k == a || nearest[k] == a || nearest[k] == b)) {
        findNearest(k);
      } else if (topics[k] > 0 && k < a && isNearer(k, a)) {
        nearest[k] = a;
        gaps[k] = between[k][a];
      }
    }
  }

  /** Whether a merged topic is nearer than what was nearest before. */
  private boolean isNearer(int k, int merged) {
    return documents[k] + documents[merged] <= limit
        && (nearest[k] == NONE
            || between[k][merged] < gaps[k]
            || (between[k][merged] == gaps[k] && merged < nearest[k]));
  }

  private double merged(int a, int b, int k) {
    double ak = between[a][k];
    double bk = between[b][k];
    return switch (linkage) {
      case SINGLE -> Math.min(ak, bk);
      case COMPLETE -> Math.max(ak, bk);
      case AVERAGE -> (topics[a] * ak + topics[b] * bk) / (topics[a] + topics[b]);
      case WARD -> {
        double ab = between[a][b];
        double squares =
            (topics[a] + topics[k]) * ak * ak
                + (topics[b] + topics[k]) * bk * bk
                - topics[k] * ab * ab;
        yield Math.sqrt(Math.max(0, squares / (topics[a] + topics[b] + topics[k])));
      }
    };
  }

  private static int[] numbered(int[] parents) {
    int[] labels = new int[parents.length];
    int next = 0;
    for (int topic = 0; topic < labels.length; topic++) {
      // a parent comes before its children, so it has its number
      labels[topic] = parents[topic] == topic ? next++ : labels[parents[topic]];
    }
    return labels;
  }
}
