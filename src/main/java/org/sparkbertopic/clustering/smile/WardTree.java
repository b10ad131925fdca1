package org.sparkbertopic.clustering.smile;

import java.util.Arrays;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;

/**
 * The tree of Ward's method, by chains of nearest neighbours (Murtagh: A survey of recent advances
 * in hierarchical clustering algorithms, 1983): from any cluster to its nearest, on to that one's
 * nearest, until two are each other's. The distance of two clusters follows from their means and
 * sizes, so nothing else is kept.
 */
final class WardTree {

  private static final int SLOT_GRAIN = 4096;

  private final Points points;
  private final Workers workers;

  /** Means of the clusters by dimension, then slot: one loop compares with many. */
  private final double[][] means;

  private final double[] sizes;
  private final int[] idOfSlot;
  private final int[] slotOfId;
  private int active;

  private final int[] left;
  private final int[] right;
  private final double[] heights;
  private int merges;

  private WardTree(Points points, Workers workers) {
    this.points = points;
    this.workers = workers;
    int rows = points.rows;
    this.means = new double[points.dimension][rows];
    this.sizes = new double[rows];
    this.idOfSlot = new int[rows];
    this.slotOfId = new int[2 * rows - 1];
    this.left = new int[rows - 1];
    this.right = new int[rows - 1];
    this.heights = new double[rows - 1];
    this.active = rows;
    Arrays.fill(sizes, 1);
    for (int row = 0; row < rows; row++) {
      idOfSlot[row] = row;
      slotOfId[row] = row;
      for (int j = 0; j < points.dimension; j++) {
        means[j][row] = points.values[row * points.dimension + j];
      }
    }
  }

  static Dendrogram build(Points points, Workers workers, Progress progress) {
    WardTree tree = new WardTree(points, workers);
    tree.joinAll(progress);
    return tree.dendrogram();
  }

  private void joinAll(Progress progress) {
    int[] chain = new int[points.rows + 1];
    int length = 0;
    while (active > 1) {
      if (length == 0) {
        chain[length++] = oldest();
      }
      int top = chain[length - 1];
      int previous = length > 1 ? chain[length - 2] : -1;
      Nearest nearest = nearest(slotOfId[top], previous);
      if (nearest.id == previous) {
        join(previous, top, nearest.distance);
        length -= 2;
        if (merges % SLOT_GRAIN == 0) {
          progress.report("agglomerative clustering", (double) merges / (points.rows - 1));
        }
      } else {
        chain[length++] = nearest.id;
      }
    }
  }

  private int oldest() {
    int oldest = idOfSlot[0];
    for (int slot = 1; slot < active; slot++) {
      oldest = Math.min(oldest, idOfSlot[slot]);
    }
    return oldest;
  }

  private record Nearest(int id, double distance) {

    boolean before(Nearest other, int preferred) {
      return distance != other.distance
          ? distance < other.distance
          : id == preferred || (other.id != preferred && id < other.id);
    }
  }

  /** The nearest cluster; at a tie {@code preferred}, so that chains end, else the oldest. */
  private Nearest nearest(int slot, int preferred) {
    Nearest[] ofRanges = new Nearest[(active + SLOT_GRAIN - 1) / SLOT_GRAIN];
    workers.forEachRange(
        active,
        SLOT_GRAIN,
        (from, to) -> ofRanges[from / SLOT_GRAIN] = nearest(slot, preferred, from, to));
    Nearest best = ofRanges[0];
    for (Nearest candidate : ofRanges) {
      if (candidate.before(best, preferred)) {
        best = candidate;
      }
    }
    return best;
  }

  private Nearest nearest(int slot, int preferred, int from, int to) {
    double[] distances = new double[to - from];
    for (double[] ofDimension : means) {
      addSquares(ofDimension, from, ofDimension[slot], distances);
    }
    weigh(sizes, from, sizes[slot], distances);
    if (slot >= from && slot < to) {
      distances[slot - from] = Double.POSITIVE_INFINITY;
    }
    double least = Double.POSITIVE_INFINITY;
    for (double distance : distances) {
      least = Math.min(least, distance);
    }
    int best = Integer.MAX_VALUE;
    for (int i = 0; i < distances.length; i++) {
      if (distances[i] == least && best != preferred) {
        int id = idOfSlot[from + i];
        best = id == preferred ? id : Math.min(best, id);
      }
    }
    return new Nearest(best, least);
  }

  private static void addSquares(double[] means, int from, double mean, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      double difference = means[from + i] - mean;
      sums[i] += difference * difference;
    }
  }

  private static void weigh(double[] sizes, int from, double size, double[] squares) {
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= sizes[from + i] * size / (sizes[from + i] + size);
    }
  }

  /** The union takes the place of {@code a}, the last cluster that of {@code b}. */
  private void join(int a, int b, double height) {
    int slot = slotOfId[a];
    int freed = slotOfId[b];
    double size = sizes[slot] + sizes[freed];
    for (double[] ofDimension : means) {
      ofDimension[slot] =
          (sizes[slot] * ofDimension[slot] + sizes[freed] * ofDimension[freed]) / size;
    }
    sizes[slot] = size;
    left[merges] = a;
    right[merges] = b;
    heights[merges] = height;
    idOfSlot[slot] = points.rows + merges++;
    slotOfId[idOfSlot[slot]] = slot;
    active--;
    if (freed != active) {
      for (double[] ofDimension : means) {
        ofDimension[freed] = ofDimension[active];
      }
      sizes[freed] = sizes[active];
      idOfSlot[freed] = idOfSlot[active];
      slotOfId[idOfSlot[freed]] = freed;
    }
  }

  /** Heights are increases of the sum of squares. */
  private Dendrogram dendrogram() {
    int[] first = new int[merges];
    int[] second = new int[merges];
    for (int merge = 0; merge < merges; merge++) {
      first[merge] = left[merge] < points.rows ? left[merge] : first[left[merge] - points.rows];
      second[merge] = right[merge] < points.rows ? right[merge] : first[right[merge] - points.rows];
    }
    return Dendrogram.ofMerges(first, second, heights);
  }
}
