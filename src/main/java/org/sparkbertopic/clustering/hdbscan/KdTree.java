package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;

/**
 * A balanced k-d tree in flat arrays (Bentley 1975), with the tight bounding box of every node.
 *
 * <p>Nodes are numbered as in a heap: 0 is the root, {@code 2i + 1} and {@code 2i + 2} are the
 * children of {@code i}, and all leaves are on the last level. Points are stored in the order of
 * the leaves; an index in that order is called a position. The tree depends only on the points.
 *
 * <p>Memory: a copy of the points, plus two points per node.
 */
final class KdTree {

  /** Most points in a leaf. */
  static final int LEAF_SIZE = 20;

  final int size;
  final int dimension;

  /** Coordinates by position. */
  final double[] coordinates;

  /** Row of each position. */
  final int[] rows;

  /** First position of each node, and one past its last. */
  final int[] starts;

  final int[] ends;

  /** (low, high) per dimension for each node. */
  final double[] boxes;

  final int firstLeaf;
  final int nodes;

  private KdTree(double[] values, int size, int dimension) {
    this.size = size;
    this.dimension = dimension;
    int levels = 0;
    while (((size - 1) >>> levels) + 1 > LEAF_SIZE) {
      levels++;
    }
    this.firstLeaf = (1 << levels) - 1;
    this.nodes = 2 * firstLeaf + 1;
    this.coordinates = new double[values.length];
    this.rows = new int[size];
    this.starts = new int[nodes];
    this.ends = new int[nodes];
    this.boxes = new double[nodes * 2 * dimension];
  }

  static KdTree build(double[] values, int size, int dimension, Workers workers) {
    KdTree tree = new KdTree(values, size, dimension);
    tree.split(values, workers);
    return tree;
  }

  int leaves() {
    return nodes - firstLeaf;
  }

  /** Levels below the root. */
  int depth() {
    return Integer.numberOfTrailingZeros(firstLeaf + 1);
  }

  /** Position of each row. */
  int[] positions() {
    int[] positions = new int[size];
    for (int position = 0; position < size; position++) {
      positions[rows[position]] = position;
    }
    return positions;
  }

  private void split(double[] values, Workers workers) {
    double[] keys = new double[size];
    Arrays.setAll(rows, i -> i);
    ends[0] = size;
    for (int first = 0; first < firstLeaf; first = 2 * first + 1) {
      int offset = first;
      workers.forEachRange(
          first + 1,
          1,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              splitNode(offset + i, values, keys);
            }
          });
    }
    workers.forEachRange(
        leaves(),
        64,
        (from, to) -> {
          for (int leaf = firstLeaf + from; leaf < firstLeaf + to; leaf++) {
            assert ends[leaf] - starts[leaf] <= LEAF_SIZE
                : ends[leaf] - starts[leaf] + " points in leaf " + leaf;
            measure(leaf, values);
            for (int position = starts[leaf]; position < ends[leaf]; position++) {
              System.arraycopy(
                  values, rows[position] * dimension, coordinates, position * dimension, dimension);
            }
          }
        });
  }

  private void splitNode(int node, double[] values, double[] keys) {
    measure(node, values);
    int start = starts[node];
    int end = ends[node];
    int middle = (start + end) >>> 1;
    int axis = widest(node);
    for (int position = start; position < end; position++) {
      keys[position] = values[rows[position] * dimension + axis];
    }
    QuickSelect.partition(keys, rows, start, end, middle);
    starts[2 * node + 1] = start;
    ends[2 * node + 1] = middle;
    starts[2 * node + 2] = middle;
    ends[2 * node + 2] = end;
  }

  private void measure(int node, double[] values) {
    int box = node * 2 * dimension;
    for (int j = 0; j < dimension; j++) {
      boxes[box + 2 * j] = Double.POSITIVE_INFINITY;
      boxes[box + 2 * j + 1] = Double.NEGATIVE_INFINITY;
    }
    for (int position = starts[node]; position < ends[node]; position++) {
      int point = rows[position] * dimension;
      for (int j = 0; j < dimension; j++) {
        double value = values[point + j];
        if (value < boxes[box + 2 * j]) {
          boxes[box + 2 * j] = value;
        }
        if (value > boxes[box + 2 * j + 1]) {
          boxes[box + 2 * j + 1] = value;
        }
      }
    }
  }

  private int widest(int node) {
    int box = node * 2 * dimension;
    int axis = 0;
    double width = -1;
    for (int j = 0; j < dimension; j++) {
      double candidate = boxes[box + 2 * j + 1] - boxes[box + 2 * j];
      if (candidate > width) {
        width = candidate;
        axis = j;
      }
    }
    return axis;
  }
}
