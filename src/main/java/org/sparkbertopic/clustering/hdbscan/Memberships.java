package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;
import org.sparkbertopic.clustering.ClusterModel;

/**
 * Soft memberships as Python's hdbscan defines them: the proximity of a point to the densest points
 * ("exemplars") of each cluster, times the density at which it merges with the cluster, times the
 * probability that it is in any cluster at all. One vector costs O(exemplars x dimension + clusters
 * x depth of the cluster tree).
 */
final class Memberships {

  /** Densities are capped here, so that those of coinciding points stay finite. */
  private static final double LARGEST_LAMBDA = 1e38;

  /** Python's hdbscan uses this for a denominator that would be 0. */
  private static final double SMALL = 1e-8;

  private final CondensedTree tree;
  private final Distance metric;
  private final int dimension;
  private final int[] selected;

  /** Exemplars of cluster c are the points from {@code exemplarStarts[c]} on. */
  private final int[] exemplarStarts;

  private final double[] exemplars;

  Memberships(CondensedTree tree, int[] selected, KdTree points, Distance metric) {
    this.tree = tree;
    this.metric = metric;
    this.dimension = points.dimension;
    this.selected = selected;
    int[][] rows = exemplarRows(tree, selected);
    int[] positions = points.positions();
    exemplarStarts = new int[selected.length + 1];
    for (int label = 0; label < selected.length; label++) {
      exemplarStarts[label + 1] = exemplarStarts[label] + rows[label].length;
    }
    exemplars = new double[exemplarStarts[selected.length] * dimension];
    int to = 0;
    for (int[] rowsOfCluster : rows) {
      for (int row : rowsOfCluster) {
        System.arraycopy(points.coordinates, positions[row] * dimension, exemplars, to, dimension);
        to += dimension;
      }
    }
  }

  /** For each selected cluster, the rows that stay longest in the leaves below it. */
  private static int[][] exemplarRows(CondensedTree tree, int[] selected) {
    int[] labelOf = new int[tree.clusterCount()];
    Arrays.fill(labelOf, ClusterModel.NOISE);
    for (int label = 0; label < selected.length; label++) {
      labelOf[selected[label] - tree.root()] = label;
    }
    int[][] rows = new int[selected.length][4];
    int[] counts = new int[selected.length];
    for (int point = 0; point < tree.pointCount(); point++) {
      int leaf = tree.clusterOfPoint(point);
      if (!tree.isLeaf(leaf) || tree.lambdaOfPoint(point) < tree.deathOf(leaf)) {
        continue;
      }
      for (int cluster = leaf; cluster >= 0; cluster = tree.parentOf(cluster)) {
        int label = labelOf[cluster - tree.root()];
        if (label != ClusterModel.NOISE) {
          if (counts[label] == rows[label].length) {
            rows[label] = Arrays.copyOf(rows[label], 2 * counts[label]);
          }
          rows[label][counts[label]++] = point;
        }
      }
    }
    for (int label = 0; label < rows.length; label++) {
      rows[label] = Arrays.copyOf(rows[label], counts[label]);
    }
    return rows;
  }

  /** Memberships of a new point that joins the tree at the given row and density. */
  double[] ofNewPoint(double[] point, TreeAttachment.Joint joint) {
    double[] result = new double[selected.length];
    if (selected.length == 0) {
      return result;
    }
    int cluster = tree.clusterOfPoint(joint.row());
    double lambda = cut(Math.min(joint.lambda(), tree.lambdaOfPoint(joint.row())));
    double[] nearness = nearness(point, 0);
    // The reference rounds this density to single precision. Differences to the end of the cluster
    // are so small that the rounding shows in the result.
    double[] heights = heights(cluster, (float) lambda);
    double end = cut(tree.deathOf(cluster));
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < result.length; i++) {
      double gap = end - heights[i];
      result[i] = end / (gap > 0 ? gap : SMALL);
      highest = Math.max(highest, result[i]);
    }
    double sum = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = StrictMath.exp(result[i] - highest);
      sum += result[i];
    }
    for (int i = 0; i < result.length; i++) {
      double share = result[i] / sum;
      result[i] = Math.sqrt(nearness[i]) * share * share;
    }
    double[] exactHeights = heights(cluster, lambda);
    int best = argMax(exactHeights);
    double most = Math.max(lambda, cut(tree.deathOf(selected[best]))) + SMALL;
    return scaleTo(exactHeights[best] / most, result);
  }

  /** Memberships of a training row. */
  double[] ofRow(int row, double[] coordinates, int from) {
    double[] result = new double[selected.length];
    if (selected.length == 0) {
      return result;
    }
    int cluster = tree.clusterOfPoint(row);
    double lambda = cut(tree.lambdaOfPoint(row));
    double end = cut(tree.deathOf(cluster)) + SMALL;
    double[] nearness = nearness(coordinates, from);
    double[] heights = heights(cluster, lambda);
    for (int i = 0; i < result.length; i++) {
      result[i] = nearness[i] * StrictMath.exp(StrictMath.exp(-(end / heights[i])));
    }
    int best = argMax(heights);
    double most = Math.max(lambda, cut(tree.deathOf(selected[best])));
    return scaleTo(heights[best] / most, result);
  }

  /** Inverse distances to the nearest exemplar of each cluster, as shares of their sum. */
  private double[] nearness(double[] point, int from) {
    double[] result = new double[selected.length];
    int coinciding = 0;
    for (int label = 0; label < result.length; label++) {
      double least = Double.POSITIVE_INFINITY;
      for (int i = exemplarStarts[label]; i < exemplarStarts[label + 1]; i++) {
        least = Math.min(least, metric.reduced(point, from, exemplars, i * dimension, dimension));
      }
      result[label] = metric.toDistance(least);
      coinciding += least == 0 ? 1 : 0;
    }
    double sum = 0;
    for (int label = 0; label < result.length; label++) {
      double distance = result[label];
      if (coinciding > 0) {
        result[label] = distance == 0 ? 1 : 0;
      } else {
        result[label] = 1 / distance;
      }
      sum += result[label];
    }
    for (int label = 0; label < result.length; label++) {
      result[label] /= sum;
    }
    return result;
  }

  /**
   * Density at which a point of a cluster separates from each selected cluster; its own density if
   * one of the two clusters contains the other.
   */
  private double[] heights(int cluster, double lambda) {
    double[] result = new double[selected.length];
    for (int i = 0; i < result.length; i++) {
      int a = cluster;
      int b = selected[i];
      int last = -1;
      boolean movedA = false;
      boolean movedB = false;
      while (a != b) {
        // Parents have smaller numbers, so the larger of two cannot contain the other.
        if (a > b) {
          last = a;
          a = tree.parentOf(a);
          movedA = true;
        } else {
          last = b;
          b = tree.parentOf(b);
          movedB = true;
        }
      }
      result[i] = movedA && movedB ? cut(tree.birthOf(last)) : lambda;
    }
    return result;
  }

  private static double[] scaleTo(double total, double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = sum > 0 ? values[i] / sum * total : 0;
    }
    return values;
  }

  private static int argMax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static double cut(double lambda) {
    return Math.min(lambda, LARGEST_LAMBDA);
  }
}
