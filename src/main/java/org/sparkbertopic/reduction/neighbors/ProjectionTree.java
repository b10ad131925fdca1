package org.sparkbertopic.reduction.neighbors;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.io.ModelData;

/**
 * A random-projection tree (Dasgupta and Freund, STOC 2008): each inner node splits its rows by the
 * plane halfway between two rows drawn from them, so a split is two row numbers. Time to build:
 * rows x depth x dimension; depth is bounded, and a loop replaces the recursion.
 */
final class ProjectionTree {

  /** If a split leaves less than this share on one side, the rows are halved at random instead. */
  private static final double SMALLEST_SIDE = 0.05;

  private final int[] left;
  private final int[] right;
  private final int[] childOrStart;
  private final int[] end;
  private final int[] members;

  /** {@code [nodes][dimension]}: of inner nodes. */
  private final float[][] normals;

  private final float[] boundaries;

  /**
   * @param rows of the tree
   * @param left per node the left row of the split; -1 in a leaf
   * @param right per node the right row
   * @param childOrStart per inner node its left child (the right child follows), per leaf the start
   *     of its rows in members
   * @param end per leaf the end of its rows in members
   * @param members row numbers, leaf after leaf
   */
  private ProjectionTree(
      float[][] rows, int[] left, int[] right, int[] childOrStart, int[] end, int[] members) {
    this.left = left;
    this.right = right;
    this.childOrStart = childOrStart;
    this.end = end;
    this.members = members;
    this.normals = new float[left.length][];
    this.boundaries = new float[left.length];
    for (int node = 0; node < left.length; node++) {
      if (!isLeaf(node)) {
        normals[node] = new float[rows[0].length];
        boundaries[node] = plane(rows[left[node]], rows[right[node]], normals[node]);
      }
    }
  }

  /**
   * The plane halfway between two rows.
   *
   * @param normal receives b - a
   * @return what 1 - the product with the normal is on the plane, and above it on the side of a
   */
  private static float plane(float[] a, float[] b, float[] normal) {
    double middle = 0;
    for (int i = 0; i < normal.length; i++) {
      normal[i] = b[i] - a[i];
      middle += (double) normal[i] * (a[i] + b[i]) / 2;
    }
    return (float) (1 - middle);
  }

  /** Builds a tree whose leaves hold at most {@code leafSize} rows. */
  static ProjectionTree build(float[][] rows, int leafSize, long seed) {
    return new Builder(rows, leafSize, seed).build();
  }

  /** Row numbers of all leaves, one leaf after the other. */
  int[] members() {
    return members;
  }

  boolean isLeaf(int node) {
    return left[node] < 0;
  }

  int leafStart(int node) {
    return childOrStart[node];
  }

  int leafEnd(int node) {
    return end[node];
  }

  /** The leaf of a prepared row. */
  int leafOf(float[] row) {
    int node = 0;
    while (!isLeaf(node)) {
      float rank = DistanceKernel.ONE_MINUS_DOT.between(normals[node], row);
      node = childOrStart[node] + (rank >= boundaries[node] ? 0 : 1);
    }
    return node;
  }

  void write(DataOutput out) throws IOException {
    ModelData.writeInts(out, left);
    ModelData.writeInts(out, right);
    ModelData.writeInts(out, childOrStart);
    ModelData.writeInts(out, end);
    ModelData.writeInts(out, members);
  }

  static ProjectionTree read(DataInput in, float[][] rows) throws IOException {
    int[] left = ModelData.readInts(in);
    int[] right = ModelData.readInts(in);
    int[] childOrStart = ModelData.readInts(in);
    int[] end = ModelData.readInts(in);
    int[] members = ModelData.readInts(in);
    if (right.length != left.length) {
      throw ModelData.damaged("a tree of " + left.length + " and " + right.length + " nodes");
    }
    for (int node = 0; node < left.length; node++) {
      if (left[node] >= 0 && (left[node] >= rows.length || isOutside(right[node], rows))) {
        throw ModelData.damaged(
            "a plane between two of " + rows.length + " rows that are not there");
      }
    }
    return new ProjectionTree(rows, left, right, childOrStart, end, members);
  }

  private static boolean isOutside(int row, float[][] rows) {
    return row < 0 || row >= rows.length;
  }

  private static final class Builder {
    private final float[][] rows;
    private final int leafSize;
    private final long seed;
    private final int[] members;
    private final int[] scratch;
    private final float[] ranks;
    private final float[] four = new float[PairLoops.FOUR];
    private final float[] normal;
    private int[] left = new int[64];
    private int[] right = new int[64];
    private int[] start = new int[64];
    private int[] end = new int[64];
    private int nodes;

    Builder(float[][] rows, int leafSize, long seed) {
      this.rows = rows;
      this.leafSize = leafSize;
      this.seed = seed;
      this.members = new int[rows.length];
      this.scratch = new int[rows.length];
      this.ranks = new float[rows.length];
      this.normal = new float[rows[0].length];
      Arrays.setAll(members, i -> i);
    }

    ProjectionTree build() {
      add(0, rows.length);
      // Children are appended behind their parents, so one pass over the growing list visits all.
      for (int node = 0; node < nodes; node++) {
        int from = start[node];
        int to = end[node];
        if (to - from <= leafSize) {
          left[node] = -1;
          right[node] = -1;
          continue;
        }
        int middle = split(node, from, to);
        start[node] = nodes;
        add(from, middle);
        add(middle, to);
      }
      return new ProjectionTree(
          rows,
          Arrays.copyOf(left, nodes),
          Arrays.copyOf(right, nodes),
          Arrays.copyOf(start, nodes),
          Arrays.copyOf(end, nodes),
          members);
    }

    private void add(int from, int to) {
      if (nodes == left.length) {
        left = Arrays.copyOf(left, nodes * 2);
        right = Arrays.copyOf(right, nodes * 2);
        start = Arrays.copyOf(start, nodes * 2);
        end = Arrays.copyOf(end, nodes * 2);
      }
      start[nodes] = from;
      end[nodes] = to;
      nodes++;
    }

    /**
     * Draws two rows, moves the rows nearer to the first to the front, and returns where they end.
     */
    private int split(int node, int from, int to) {
      int size = to - from;
      int first = CounterRandom.bounded(CounterRandom.bits(seed, node, 0), size);
      int second = CounterRandom.bounded(CounterRandom.bits(seed, node, 1), size - 1);
      left[node] = members[from + first];
      right[node] = members[from + (second < first ? second : second + 1)];
      float boundary = plane(rows[left[node]], rows[right[node]], normal);
      DistanceKernel.ONE_MINUS_DOT.toRows(normal, rows, members, from, to, ranks, four);
      int front = from;
      int back = 0;
      for (int i = from; i < to; i++) {
        if (ranks[i - from] >= boundary) {
          members[front++] = members[i];
        } else {
          scratch[back++] = members[i];
        }
      }
      System.arraycopy(scratch, 0, members, front, back);
      int smallest = (int) (size * SMALLEST_SIDE) + 1;
      boolean balanced = front - from >= smallest && back >= smallest;
      return balanced ? front : splitByLot(node, from, to);
    }

    /** Halves a seeded shuffle, which keeps the depth logarithmic for any data. */
    private int splitByLot(int node, int from, int to) {
      for (int i = to - 1; i > from; i--) {
        int j = from + CounterRandom.bounded(CounterRandom.bits(seed, node, 2, i), i - from + 1);
        int member = members[i];
        members[i] = members[j];
        members[j] = member;
      }
      return from + (to - from) / 2;
    }
  }
}
