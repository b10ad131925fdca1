package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;

/**
 * The cluster hierarchy without splits that only shed fewer than {@code minClusterSize} points
 * (Campello et al. 2013, section 4; McInnes and Healy 2017, section 2.4), as rows (parent, child,
 * lambda, child size): at density lambda, the inverse of a distance, the child leaves the parent,
 * as a point on its own or as a cluster of its own.
 *
 * <p>Nodes below {@link #pointCount()} are training rows; {@code pointCount()} is the root, which
 * holds every row; larger numbers are clusters, numbered breadth first, the children of one cluster
 * by descending size and then by the smallest row they hold. Rows of the table are sorted by
 * parent, then lambda, then points before clusters, then number.
 *
 * <p>Merges at exactly the same distance are one event, as in the paper: a cluster may split into
 * more than two, and a row that is the only contact of two clusters belongs to neither. Therefore
 * the tree does not depend on the order of the input or on the choice among equal edges, and equal
 * rows always leave together.
 *
 * <p>Immutable; callers must not change the arrays.
 */
public final class CondensedTree {

  private final int pointCount;
  private final int[] parent;
  private final int[] child;
  private final double[] lambda;
  private final int[] childSize;

  // By cluster number minus pointCount.
  private final int[] clusterParents;
  private final double[] births;
  private final int[] clusterSizes;
  private final double[] lastLambdas;
  private final boolean[] leaves;

  // By training row.
  private final int[] pointParents;
  private final double[] pointLambdas;

  /**
   * @throws IllegalArgumentException if the rows are not those of a condensed tree
   */
  CondensedTree(int pointCount, int[] parent, int[] child, double[] lambda, int[] childSize) {
    this.pointCount = pointCount;
    this.parent = parent;
    this.child = child;
    this.lambda = lambda;
    this.childSize = childSize;
    int clusters = parent.length - pointCount + 1;
    require(clusters >= 1, "a row for every point");
    clusterParents = new int[clusters];
    births = new double[clusters];
    clusterSizes = new int[clusters];
    lastLambdas = new double[clusters];
    leaves = new boolean[clusters];
    pointParents = new int[pointCount];
    pointLambdas = new double[pointCount];
    Arrays.fill(clusterParents, -1);
    Arrays.fill(pointParents, -1);
    Arrays.fill(leaves, true);
    clusterSizes[0] = pointCount;
    for (int row = 0; row < parent.length; row++) {
      index(row, clusters);
    }
  }

  private void index(int row, int clusters) {
    int from = parent[row] - pointCount;
    int to = child[row] - pointCount;
    require(from >= 0 && from < clusters && child[row] >= 0 && to < clusters, "known nodes");
    require(lambda[row] >= 0, "lambdas that are not negative");
    lastLambdas[from] = Math.max(lastLambdas[from], lambda[row]);
    if (to < 0) {
      require(pointParents[child[row]] < 0, "each point once");
      pointParents[child[row]] = parent[row];
      pointLambdas[child[row]] = lambda[row];
    } else {
      require(to > from && clusterParents[to] < 0, "each cluster once, after its parent");
      clusterParents[to] = parent[row];
      births[to] = lambda[row];
      clusterSizes[to] = childSize[row];
      leaves[from] = false;
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(
          "condensed tree must have " + what + "; the file is damaged or was not written by this");
    }
  }

  /** Training rows. */
  public int pointCount() {
    return pointCount;
  }

  /** Clusters, including the root; they are numbered from {@link #root()} on. */
  public int clusterCount() {
    return births.length;
  }

  /** Number of the cluster that holds every row. */
  public int root() {
    return pointCount;
  }

  /** Parent cluster, by table row. */
  public int[] parent() {
    return parent;
  }

  /** Training row or cluster that leaves the parent, by table row. */
  public int[] child() {
    return child;
  }

  /** Density (1 / distance) at which it leaves, infinite at distance 0, by table row. */
  public double[] lambda() {
    return lambda;
  }

  /** Training rows that leave, by table row: 1 for a point. */
  public int[] childSize() {
    return childSize;
  }

  /** Last cluster that holds a training row. */
  public int clusterOfPoint(int point) {
    return pointParents[point];
  }

  /** Density at which a training row leaves its last cluster. */
  public double lambdaOfPoint(int point) {
    return pointLambdas[point];
  }

  /** Parent of a cluster; -1 for the root. */
  public int parentOf(int cluster) {
    return clusterParents[cluster - pointCount];
  }

  /** Density at which a cluster begins; 0 for the root. */
  public double birthOf(int cluster) {
    return births[cluster - pointCount];
  }

  /** Training rows in a cluster when it begins. */
  public int sizeOf(int cluster) {
    return clusterSizes[cluster - pointCount];
  }

  /** Largest density at which anything leaves a cluster: where it ends. */
  public double deathOf(int cluster) {
    return lastLambdas[cluster - pointCount];
  }

  /** Whether the cluster has no child clusters. */
  public boolean isLeaf(int cluster) {
    return leaves[cluster - pointCount];
  }
}
