package org.sparkbertopic.clustering.hdbscan;

import java.util.concurrent.atomic.AtomicInteger;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;

/**
 * The core distance of every point, which is the distance to its k-th neighbour (Campello et al.
 * 2013, definition 1), and its few nearest neighbours, from which the spanning tree starts.
 * Everything is by tree position, and distances are reduced.
 */
final class CoreDistances {

  /**
   * Above this dimension the bounding boxes of a k-d tree exclude little, so all pairs are
   * compared.
   */
  static final int MAX_TREE_DIMENSION = 20;

  private static final String STEP = "core distances";

  /** Neighbours of each position kept for the spanning tree; bounds the memory. */
  private static final int MOST_KEPT_NEIGHBORS = 16;

  /** Leaves per range, so that a range takes far longer than its start. */
  private static final int LEAVES_PER_RANGE = 16;

  /** Points that share a tile while it is in the cache. */
  private static final int QUERY_BLOCK = 64;

  private static final int TILE = 64;

  /**
   * Distance to the {@code minSamples}-th neighbour, not counting the point itself: used in
   * fitting.
   */
  final double[] fit;

  /**
   * Distance to the {@code minSamples}-th neighbour, counting the point itself: used in prediction.
   */
  final double[] predict;

  final int kept;

  /**
   * The nearest positions of each position, {@link #kept} for each; may include the point itself.
   */
  final int[] neighbors;

  private final int k;

  private CoreDistances(int size, int minSamples) {
    this.k = Math.min(minSamples, size - 1) + 1;
    this.kept = Math.min(k, MOST_KEPT_NEIGHBORS);
    this.fit = new double[size];
    this.predict = new double[size];
    this.neighbors = new int[Math.multiplyExact(size, kept)];
  }

  /** Finds the neighbours by tree search, or by comparing all pairs if a tree does not help. */
  static CoreDistances of(
      KdTree tree, Distance metric, int minSamples, Workers workers, Progress progress) {
    CoreDistances cores = new CoreDistances(tree.size, minSamples);
    progress.report(STEP, 0);
    AtomicInteger done = new AtomicInteger();
    if (tree.dimension > MAX_TREE_DIMENSION) {
      workers.forEachRange(
          tree.size,
          QUERY_BLOCK,
          (from, to) -> {
            cores.measureAll(tree, metric, from, to);
            report(progress, done.addAndGet(to - from), tree.size);
          });
    } else {
      workers.forEachRange(
          tree.leaves(),
          LEAVES_PER_RANGE,
          (from, to) -> {
            cores.search(tree, metric, tree.firstLeaf + from, tree.firstLeaf + to);
            report(progress, done.addAndGet(to - from), tree.leaves());
          });
    }
    return cores;
  }

  private static void report(Progress progress, int done, int all) {
    progress.report(STEP, (double) done / all);
  }

  private void search(KdTree tree, Distance metric, int fromLeaf, int toLeaf) {
    NearestQuery query = new NearestQuery(tree, metric, k);
    for (int leaf = fromLeaf; leaf < toLeaf; leaf++) {
      for (int position = tree.starts[leaf]; position < tree.ends[leaf]; position++) {
        query.ofPosition(position, leaf);
        keep(position, query);
      }
    }
  }

  /** Compares a block of points with all points, a transposed tile of them at a time. */
  private void measureAll(KdTree tree, Distance metric, int from, int to) {
    int dimension = tree.dimension;
    NearestQuery[] queries = new NearestQuery[to - from];
    for (int i = 0; i < queries.length; i++) {
      queries[i] = new NearestQuery(tree, metric, k);
      queries[i].clear();
    }
    double[][] tile = new double[dimension][TILE];
    double[] distances = new double[TILE];
    for (int first = 0; first < tree.size; first += TILE) {
      int columns = Math.min(TILE, tree.size - first);
      if (columns < TILE) {
        tile = new double[dimension][columns];
        distances = new double[columns];
      }
      for (int column = 0; column < columns; column++) {
        int point = (first + column) * dimension;
        for (int j = 0; j < dimension; j++) {
          tile[j][column] = tree.coordinates[point + j];
        }
      }
      for (int i = 0; i < queries.length; i++) {
        metric.reducedToTile(tree.coordinates, (from + i) * dimension, tile, distances);
        queries[i].consider(distances, first);
      }
    }
    for (int i = 0; i < queries.length; i++) {
      keep(from + i, queries[i]);
    }
  }

  private void keep(int position, NearestQuery query) {
    fit[position] = query.distances[k - 1];
    predict[position] = query.distances[Math.max(k - 2, 0)];
    System.arraycopy(query.positions, 0, neighbors, position * kept, kept);
  }
}
