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

  /**
   * @param left per node the left row of the split; -1 in a leaf
   * @param right per node the right row
   * @param childOrStart per inner node its left child (the right child follows), per leaf the start
   *     of its rows in members
   * @param end per leaf the end of its rows in members
   * @param members row numbers, leaf after leaf
   */
  private ProjectionTree(int[] left, int[] right, int[] childOrStart, int[] end, int[] members) {
    this.left = left;
    this.right = right;
    this.childOrStart = childOrStart;
    this.end = end;
    this.members = members;
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
  int leafOf(float[] row, float[][] rows) {
    int node = 0;
    while (!isLeaf(node)) {
      node = childOrStart[node] + (beyond(row, rows[left[node]], rows[right[node]]) <= 0 ? 0 : 1);
    }
    return node;
  }

  /** Positive if x is nearer to b than to a. */
  private static float beyond(float[] x, float[] a, float[] b) {
    float even = 0;
    float odd = 0;
    for (int i = 0; i < x.length; i += 2) {
      even += (b[i] - a[i]) * (x[i] - 0.5f * (a[i] + b[i]));
      odd += (b[i + 1] - a[i + 1]) * (x[i + 1] - 0.5f * (a[i + 1] + b[i + 1]));
    }
    return even + odd;
  }

  void write(DataOutput out) throws IOException {
    ModelData.writeInts(out, left);
    ModelData.writeInts(out, right);
    ModelData.writeInts(out, childOrStart);
    ModelData.writeInts(out, end);
    ModelData.writeInts(out, members);
  }

  static ProjectionTree read(DataInput in) throws IOException {
    return new ProjectionTree(
        ModelData.readInts(in),
        ModelData.readInts(in),
        ModelData.readInts(in),
        ModelData.readInts(in),
        ModelData.readInts(in));
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
      float[] a = rows[left[node]];
      float[] b = rows[right[node]];
      double middle = 0;
      for (int i = 0; i < normal.length; i++) {
        normal[i] = b[i] - a[i];
        middle += (double) normal[i] * (a[i] + b[i]) / 2;
      }
      float boundary = (float) (1 - middle);
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
