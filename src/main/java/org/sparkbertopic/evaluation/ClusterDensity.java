package org.sparkbertopic.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.hdbscan.HdbscanMetric;

/**
 * The density within one cluster, as {@link DensityValidity} needs it: all-points core distances,
 * the minimum spanning tree of mutual reachability over them, with the tree's inner points and
 * longest inner edge. Computes O(n²) distances; memory is a few numbers per point.
 */
final class ClusterDensity {

  private final HdbscanMetric metric;
  private final int dimension;

  /** {@code [points x dimension]}, prepared for the metric. */
  private final double[] points;

  private final double[] cores;

  /** Points of the tree with more than one edge, ascending; the first point if there is none. */
  private final int[] inner;

  private final double sparseness;

  private ClusterDensity(double[] points, int dimension, HdbscanMetric metric) {
    this.points = points;
    this.dimension = dimension;
    this.metric = metric;
    this.cores = new double[size()];
    double[] scratch = new double[size()];
    Arrays.setAll(cores, point -> core(point, scratch));
    int[] parents = new int[size()];
    double[] lengths = new double[size()];
    growTree(parents, lengths);
    int[] degrees = new int[size()];
    for (int point = 1; point < size(); point++) {
      degrees[point]++;
      degrees[parents[point]]++;
    }
    int[] several = IntStream.range(0, size()).filter(i -> degrees[i] > 1).toArray();
    this.inner = several.length == 0 ? new int[1] : several;
    this.sparseness = longest(parents, lengths, degrees);
  }

  /**
   * @param points {@code [points x dimension]} of one cluster, at least two
   */
  static ClusterDensity of(double[] points, int dimension, HdbscanMetric metric) {
    return new ClusterDensity(points, dimension, metric);
  }

  private int size() {
    return points.length / dimension;
  }

  private double distance(int a, int b) {
    return metric.toDistance(
        metric.reduced(points, a * dimension, points, b * dimension, dimension));
  }

  /**
   * {@code (mean over the others of (1 / distance)^dimension)^(-1 / dimension)}; coinciding points
   * add nothing. Distances are divided by that to the nearest point, so that no power overflows.
   */
  private double core(int point, double[] distances) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int other = 0; other < size(); other++) {
      double distance = distance(point, other);
      distances[other] = distance;
      if (distance > 0 && distance < nearest) {
        nearest = distance;
      }
    }
    if (nearest == Double.POSITIVE_INFINITY) {
      return 0;
    }
    double sum = 0;
    for (double distance : distances) {
      sum += distance > 0 ? power(nearest / distance, dimension) : 0;
    }
    return nearest * StrictMath.pow(sum / (size() - 1), -1.0 / dimension);
  }

  private static double power(double base, int exponent) {
    double power = 1;
    double square = base;
    for (int left = exponent; left > 0; left >>= 1) {
      power = (left & 1) == 1 ? power * square : power;
      square *= square;
    }
    return power;
  }

  /** Prim's algorithm from the first point; ties go to the smaller point numbers. */
  private void growTree(int[] parents, double[] lengths) {
    Arrays.fill(lengths, Double.POSITIVE_INFINITY);
    boolean[] inTree = new boolean[size()];
    int newest = 0;
    inTree[0] = true;
    for (int edges = 1; edges < size(); edges++) {
      int next = -1;
      for (int point = 0; point < size(); point++) {
        if (inTree[point]) {
          continue;
        }
        double length = Math.max(distance(newest, point), Math.max(cores[newest], cores[point]));
        if (length < lengths[point] || (length == lengths[point] && newest < parents[point])) {
          lengths[point] = length;
          parents[point] = newest;
        }
        if (next < 0 || lengths[point] < lengths[next]) {
          next = point;
        }
      }
      inTree[next] = true;
      newest = next;
    }
  }

  /** The longest of the edges between inner points, or of all edges if there are none. */
  private static double longest(int[] parents, double[] lengths, int[] degrees) {
    double longest = 0;
    double longestInner = -1;
    for (int point = 1; point < parents.length; point++) {
      longest = Math.max(longest, lengths[point]);
      if (degrees[point] > 1 && degrees[parents[point]] > 1) {
        longestInner = Math.max(longestInner, lengths[point]);
      }
    }
    return longestInner < 0 ? longest : longestInner;
  }

  /** The longest edge between inner points of the tree. */
  double sparseness() {
    return sparseness;
  }

  /**
   * The shortest mutual reachability distance from an inner point of this cluster to one of the
   * other.
   */
  double separation(ClusterDensity other) {
    double shortest = Double.POSITIVE_INFINITY;
    double shortestReduced = Double.POSITIVE_INFINITY;
    for (int a : inner) {
      if (cores[a] >= shortest) {
        continue;
      }
      for (int b : other.inner) {
        if (other.cores[b] >= shortest) {
          continue;
        }
        double reduced =
            metric.reduced(points, a * dimension, other.points, b * dimension, dimension);
        if (reduced < shortestReduced) {
          double length = Math.max(metric.toDistance(reduced), Math.max(cores[a], other.cores[b]));
          if (length < shortest) {
            shortest = length;
            shortestReduced = metric.toReduced(shortest);
          }
        }
      }
    }
    return shortest;
  }
}
