package org.sparkbertopic.reduction.neighbors;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.io.ModelData;

/**
 * Finds the training rows nearest to a new row. A projection tree gives a starting point; from
 * there the search follows links between near rows (as in Fu et al.: Fast approximate nearest
 * neighbor search with the navigating spreading-out graph, VLDB 2019). A neighbour becomes a link
 * unless a nearer link already leads to it. The result depends only on the row and the model. If
 * there are few rows, all are compared.
 *
 * <p>Rows of length 1 are first compared with eight bits a coordinate ({@link CodedRows}), and the
 * best of them again in single precision.
 *
 * <p>Time: several hundred comparisons per search, growing slowly with the number of rows. Memory:
 * one byte a coordinate beside the rows, the planes of the tree, and one byte a row for each walk.
 */
public final class NeighborSearch {

  /** Up to this number of rows, a search compares all. */
  private static final int SCAN_ROWS = 1536;

  /** Rows of a leaf, among which a search starts. */
  private static final int LEAF_SIZE = 32;

  /** Neighbours and reverse neighbours from which the links of a row are chosen. */
  private static final int MAX_CANDIDATES = 48;

  /** Links of a row: more raise recall, time and memory. */
  private static final int MAX_LINKS = 24;

  /** Rows that the search keeps as its current best: more raise recall and time. */
  private static final int VIEW = 64;

  /** Rows beside the wanted ones that are compared again in single precision. */
  private static final int SPARE = 8;

  private static final long TREE_KEY = 0x5EA4C;

  private final float[][] rows;
  private final DistanceKernel kernel;
  private final int[] starts;
  private final int[] links;
  private final ProjectionTree tree;

  /** Of rows of length 1 that are searched along links. */
  private final Optional<CodedRows> coded;

  private NeighborSearch(
      float[][] rows,
      DistanceKernel kernel,
      int[] starts,
      int[] links,
      ProjectionTree tree,
      boolean coded) {
    this.rows = rows;
    this.coded =
        coded && tree != null && kernel == DistanceKernel.ONE_MINUS_DOT
            ? CodedRows.of(rows)
            : Optional.empty();
    this.kernel = kernel;
    this.starts = starts;
    this.links = links;
    this.tree = tree;
  }

  /** Follows links if there are many rows, and compares all if there are few. */
  public static NeighborSearch build(
      float[][] rows, MetricSpace space, KnnGraph knn, long seed, Workers workers) {
    return rows.length <= SCAN_ROWS
        ? scanning(rows, space.kernel())
        : linked(rows, space.kernel(), knn, seed, workers);
  }

  /** Builds the links from the rows' neighbours. */
  static NeighborSearch linked(
      float[][] rows, DistanceKernel kernel, KnnGraph knn, long seed, Workers workers) {
    long treeSeed = CounterRandom.bits(seed, TREE_KEY);
    ProjectionTree tree = ProjectionTree.build(rows, LEAF_SIZE, treeSeed);
    int[][] perRow =
        new SearchLinks(
                rows.length, RowRanks.of(rows, kernel, workers), knn, MAX_CANDIDATES, MAX_LINKS)
            .all(workers);
    int[] starts = new int[rows.length + 1];
    for (int v = 0; v < rows.length; v++) {
      starts[v + 1] = Math.addExact(starts[v], perRow[v].length);
    }
    int[] links = new int[starts[rows.length]];
    for (int v = 0; v < rows.length; v++) {
      System.arraycopy(perRow[v], 0, links, starts[v], perRow[v].length);
    }
    return new NeighborSearch(rows, kernel, starts, links, tree, true);
  }

  /** A search that compares all rows. */
  public static NeighborSearch scanning(float[][] rows, DistanceKernel kernel) {
    return new NeighborSearch(rows, kernel, new int[0], new int[0], null, false);
  }

  /**
   * The numbers of queries in the order of the tree's leaves: searches that follow one another then
   * look at rows that the processor still has in its caches.
   */
  public int[] ordered(float[][] queries) {
    long[] keys = new long[queries.length];
    for (int i = 0; i < keys.length; i++) {
      int leaf = tree == null ? 0 : tree.leafStart(tree.leafOf(queries[i]));
      keys[i] = (long) leaf << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /** A reusable search for one thread. */
  public Walk newWalk(int wanted) {
    return new Walk(Math.min(wanted, rows.length));
  }

  public void write(DataOutput out) throws IOException {
    out.writeBoolean(tree != null);
    if (tree != null) {
      ModelData.writeInts(out, starts);
      ModelData.writeInts(out, links);
      tree.write(out);
    }
  }

  /**
   * @param coded whether first comparisons have eight bits; false for models of versions that
   *     compared in single precision, so that they find what they found
   */
  public static NeighborSearch read(
      DataInput in, float[][] rows, DistanceKernel kernel, boolean coded) throws IOException {
    if (!in.readBoolean()) {
      return scanning(rows, kernel);
    }
    return new NeighborSearch(
        rows,
        kernel,
        ModelData.readInts(in),
        ModelData.readInts(in),
        ProjectionTree.read(in, rows),
        coded);
  }

  /** The scratch space of one thread's searches. */
  public final class Walk {

    /** An entry is a rank, an id, and whether its links are still to be followed. */
    private static final int RANK_SHIFT = 32;

    private final int wanted;
    private final int view;
    private final long[] entries;
    private final int[] unseen;
    private final float[] unseenRanks;
    private final float[] four = new float[PairLoops.FOUR];
    private final SeenRows seen;
    private final Optional<CodedRows.Query> query = coded.map(CodedRows::newQuery);
    private int size;

    private Walk(int wanted) {
      this.wanted = wanted;
      this.view = tree == null ? wanted : Math.min(rows.length, Math.max(VIEW, 2 * wanted));
      this.entries = new long[view];
      int most = tree == null ? rows.length : Math.max(view, Math.max(LEAF_SIZE, MAX_LINKS));
      this.seen = new SeenRows(tree == null ? 0 : rows.length);
      this.unseen = new int[most + 1];
      this.unseenRanks = new float[most];
    }

    /**
     * Finds the rows nearest to {@code row}.
     *
     * @param found receives their numbers, nearest first
     */
    public void find(float[] row, int[] found) {
      size = 0;
      if (tree == null) {
        for (int i = 0; i < rows.length; i++) {
          unseen[i] = i;
        }
        take(row, rows.length);
      } else {
        query.ifPresent(its -> its.set(row));
        walk(row);
        if (query.isPresent()) {
          compareAgain(row);
        }
      }
      for (int i = 0; i < wanted; i++) {
        found[i] = id(entries[i]);
      }
    }

    private void walk(float[] row) {
      seen.clear();
      int leaf = tree.leafOf(row);
      look(row, tree.members(), tree.leafStart(leaf), tree.leafEnd(leaf));
      int next = 0;
      while (next < size) {
        entries[next] &= ~1L;
        int v = id(entries[next]);
        int lowest = look(row, links, starts[v], starts[v + 1]);
        next = Math.min(next, lowest);
        while (next < size && (entries[next] & 1) == 0) {
          next++;
        }
      }
      for (int i = 0; size < wanted && i < rows.length; i++) {
        look(row, new int[] {i}, 0, 1); // a part of the links smaller than what is wanted
      }
    }

    /** Sorts the best entries by ranks in single precision. */
    private void compareAgain(float[] row) {
      int count = Math.min(size, wanted + SPARE);
      for (int i = 0; i < count; i++) {
        unseen[i] = id(entries[i]);
      }
      size = 0;
      compare(row, count);
    }

    /**
     * Compares the {@code candidates} not seen before; returns the best position that one of them
     * took.
     */
    private int look(float[] row, int[] candidates, int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        unseen[count] = candidates[i];
        count += seen.meet(candidates[i]);
      }
      return take(row, count);
    }

    private int take(float[] row, int count) {
      if (query.isEmpty()) {
        return compare(row, count);
      }
      query.get().ranks(unseen, count, unseenRanks);
      return insertAll(count);
    }

    private int compare(float[] row, int count) {
      kernel.toRows(row, rows, unseen, 0, count, unseenRanks, four);
      return insertAll(count);
    }

    private int insertAll(int count) {
      int lowest = view;
      for (int i = 0; i < count; i++) {
        lowest = Math.min(lowest, insert(entry(unseen[i], unseenRanks[i])));
      }
      return lowest;
    }

    private int insert(long entry) {
      int place = size;
      if (size < view) {
        size++;
      } else if (entry >= entries[view - 1]) {
        return view;
      } else {
        place = view - 1;
      }
      while (place > 0 && entry < entries[place - 1]) {
        entries[place] = entries[place - 1];
        place--;
      }
      entries[place] = entry;
      return place;
    }

    /** Ordered by rank, then by id. */
    private static long entry(int id, float rank) {
      int bits = Float.floatToRawIntBits(rank + 0f);
      int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      return (long) ordered << RANK_SHIFT | (long) id << 1 | 1;
    }

    private static int id(long entry) {
      return (int) entry >>> 1;
    }
  }

  /** The rows that a search has met: a stamp for each row, which is old after {@link #clear}. */
  private static final class SeenRows {
    private final byte[] stamps;
    private byte stamp;

    SeenRows(int rows) {
      this.stamps = new byte[rows];
    }

    void clear() {
      stamp++;
      if (stamp == 0) {
        Arrays.fill(stamps, (byte) 0);
        stamp = 1;
      }
    }

    /** 1 for a row that was not met before, otherwise 0: which one it is cannot be predicted. */
    int meet(int row) {
      int isNew = stamps[row] == stamp ? 0 : 1;
      stamps[row] = stamp;
      return isNew;
    }
  }
}
