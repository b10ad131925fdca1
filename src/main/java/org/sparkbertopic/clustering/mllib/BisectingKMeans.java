package org.sparkbertopic.clustering.mllib;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Lloyd;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;

/**
 * Bisecting k-means: of the clusters so far, the one with the largest sum of squares is split in
 * two by k-means, until there are as many as asked for (Steinbach, Karypis, Kumar: A comparison of
 * document clustering techniques, 2000; scikit-learn's strategy "biggest_inertia"). Its clusters
 * are more even in size than those of k-means, and it is faster for many of them. A new point goes
 * down the splits, each time to the nearer of the two means. Every probability is 1.
 *
 * <p>Where the points of all clusters coincide, there are fewer clusters than asked for.
 *
 * <p>Time for n points of d columns: about n x d x log(nClusters) times the rounds of a split;
 * memory: the points twice.
 *
 * @param nClusters clusters to find, at most as many as points
 * @param maxIterations most rounds of a split
 * @param tolerance of a split, as in {@link KMeans}
 */
public record BisectingKMeans(int nClusters, int maxIterations, double tolerance)
    implements Clusterer {

  public BisectingKMeans {
    ClustererChecks.positive(nClusters, "nClusters", "it is the number of topics to find");
    ClustererChecks.positive(maxIterations, "maxIterations", "300 is the usual choice");
    ClustererChecks.tolerance(tolerance, KMeans.DEFAULT_TOLERANCE);
  }

  /** The default parameters. */
  public static BisectingKMeans create() {
    return new BisectingKMeans(
        KMeans.DEFAULT_N_CLUSTERS, KMeans.DEFAULT_MAX_ITERATIONS, KMeans.DEFAULT_TOLERANCE);
  }

  public BisectingKMeans withNClusters(int value) {
    return new BisectingKMeans(value, maxIterations, tolerance);
  }

  public BisectingKMeans withMaxIterations(int value) {
    return new BisectingKMeans(nClusters, value, tolerance);
  }

  public BisectingKMeans withTolerance(double value) {
    return new BisectingKMeans(nClusters, maxIterations, value);
  }

  /**
   * @throws IllegalArgumentException also if there are fewer points than clusters
   */
  @Override
  public BisectingKMeansModel fit(double[][] points, FitContext context) {
    Points checked = Points.of(points);
    ClustererChecks.atMostRows(nClusters, "BisectingKMeans.nClusters", checked.rows);
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.root(checked));
    int leaves = 1;
    while (leaves < nClusters) {
      Node widest = widestLeaf(nodes);
      if (widest == null) {
        break;
      }
      if (split(widest, nodes, checked, context)) {
        leaves++;
      }
      context.progress().report("bisecting k-means", (double) leaves / nClusters);
    }
    return model(nodes, checked);
  }

  /** The leaf with the largest sum of squares, the oldest at a tie; null if none can be split. */
  private static Node widestLeaf(List<Node> nodes) {
    Node widest = null;
    for (Node node : nodes) {
      if (node.left < 0 && node.squares > 0 && (widest == null || node.squares > widest.squares)) {
        widest = node;
      }
    }
    return widest;
  }

  /** Whether there are two different points to begin with. */
  private boolean split(Node node, List<Node> nodes, Points all, FitContext context) {
    Points own = all.subset(node.rows);
    long seed = CounterRandom.bits(context.seed(), nodes.size());
    double[] start = KMeansSeeding.choose(own, 2, seed, context.workers());
    if (start.length == all.dimension) {
      node.squares = 0; // what there is comes from rounding
      return false;
    }
    Lloyd.Result halves = Lloyd.run(own, start, maxIterations, tolerance, context.workers());
    node.left = nodes.size();
    for (int half = 0; half < 2; half++) {
      nodes.add(Node.half(node, halves, half, all.dimension));
    }
    node.rows = null;
    return true;
  }

  private static BisectingKMeansModel model(List<Node> nodes, Points points) {
    int[] left = new int[nodes.size()];
    int[] cluster = new int[nodes.size()];
    double[] centers = new double[nodes.size() * points.dimension];
    int[] labels = new int[points.rows];
    int clusters = 0;
    for (int i = 0; i < left.length; i++) {
      Node node = nodes.get(i);
      left[i] = node.left;
      cluster[i] = -1;
      System.arraycopy(node.center, 0, centers, i * points.dimension, points.dimension);
      if (node.left < 0) {
        for (int row : node.rows) {
          labels[row] = clusters;
        }
        cluster[i] = clusters++;
      }
    }
    return new BisectingKMeansModel(points.dimension, left, cluster, centers, labels);
  }

  /** A cluster while the tree grows. */
  private static final class Node {
    private final double[] center;
    private double squares;
    private int[] rows;

    /** Number of the left child, the right one follows it; -1 for a leaf. */
    private int left = -1;

    private Node(double[] center, double squares, int[] rows) {
      this.center = center;
      this.squares = squares;
      this.rows = rows;
    }

    static Node root(Points points) {
      int[] rows = new int[points.rows];
      Arrays.setAll(rows, row -> row);
      double spread = 0;
      for (int i = points.dimension; i < points.values.length && spread == 0; i++) {
        spread = Math.abs(points.values[i] - points.values[i % points.dimension]);
      }
      return new Node(new double[points.dimension], spread, rows);
    }

    static Node half(Node whole, Lloyd.Result halves, int half, int dimension) {
      int[] rows = new int[whole.rows.length];
      double squares = 0;
      int size = 0;
      for (int i = 0; i < rows.length; i++) {
        if (halves.labels()[i] == half) {
          rows[size++] = whole.rows[i];
          squares += halves.squares()[i];
        }
      }
      return new Node(
          Arrays.copyOfRange(halves.centers(), half * dimension, (half + 1) * dimension),
          squares,
          Arrays.copyOf(rows, size));
    }
  }
}
