package org.sparkbertopic.reduction;

import java.util.function.DoubleConsumer;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Approximate nearest neighbours: leaves of random-projection trees for a start, then neighbours of
 * neighbours until little changes (Dong, Moses, Li: Efficient k-nearest neighbor graph construction
 * for generic similarity measures, WWW 2011). Time grows a little faster than rows x dimension.
 *
 * <p>An iteration reads candidate lists that were fixed before it, and what it offers is kept by
 * {@link NeighborLists} regardless of order: the result does not depend on the threads.
 */
final class NeighborDescent {

  private static final int LEAF_SIZE = 64;
  private static final int MAX_ITERATIONS = 16;
  private static final int VERTEX_GRAIN = 256;

  /** Ends when an iteration replaced fewer than this share of all entries. */
  private static final double SMALL_CHANGE = 0.01;

  private static final long TREES_KEY = 0x7EE5;
  private static final long CANDIDATES_KEY = 0xCA4D;

  private final float[][] rows;
  private final DistanceKernel kernel;
  private final Workers workers;
  private final long seed;
  private final int width;
  private final int candidates;
  private final NeighborLists lists;
  private final NeighborLists freshCandidates;
  private final NeighborLists seenCandidates;

  /**
   * @param width entries kept per row
   * @param candidates fresh and seen entries of a row that are introduced to each other in an
   *     iteration, each
   */
  NeighborDescent(
      float[][] rows,
      DistanceKernel kernel,
      int width,
      int candidates,
      long seed,
      Workers workers) {
    this.rows = rows;
    this.kernel = kernel;
    this.workers = workers;
    this.seed = seed;
    this.width = width;
    this.candidates = candidates;
    this.lists = new NeighborLists(rows.length, width);
    this.freshCandidates = new NeighborLists(rows.length, candidates);
    this.seenCandidates = new NeighborLists(rows.length, candidates);
  }

  /** Runs the search. */
  NeighborLists find(int trees, DoubleConsumer progress) {
    startFromTrees(trees);
    progress.accept(0.3);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      drawCandidates(iteration);
      introduceCandidates();
      progress.accept(0.3 + 0.7 * (iteration + 1) / MAX_ITERATIONS);
      if (countFresh() <= SMALL_CHANGE * rows.length * width) {
        break;
      }
    }
    return lists;
  }

  private void startFromTrees(int trees) {
    ProjectionTree[] forest = new ProjectionTree[trees];
    workers.forEachRange(
        trees,
        1,
        (from, to) -> {
          for (int tree = from; tree < to; tree++) {
            long treeSeed = CounterRandom.bits(seed, TREES_KEY, tree);
            forest[tree] = ProjectionTree.build(rows, LEAF_SIZE, treeSeed);
          }
        });
    for (ProjectionTree tree : forest) {
      workers.forEachRange(
          tree.nodes(),
          8,
          (from, to) -> {
            Introductions introductions = new Introductions(LEAF_SIZE);
            for (int node = from; node < to; node++) {
              if (tree.isLeaf(node)) {
                introduceAll(
                    tree.members(), tree.leafStart(node), tree.leafEnd(node), introductions);
              }
            }
          });
    }
  }

  private void introduceAll(int[] members, int from, int to, Introductions introductions) {
    introductions.introduceEach(members, from, to, to);
  }

  /**
   * Fills the candidate lists of every row from its entries and from those that it is an entry of,
   * the lot deciding where there are too many. Both ends of a pair draw the same lot.
   */
  private void drawCandidates(int iteration) {
    long lot = CounterRandom.bits(seed, CANDIDATES_KEY, iteration);
    workers.forEachRange(
        rows.length,
        VERTEX_GRAIN,
        (from, to) -> {
          for (int v = from; v < to; v++) {
            freshCandidates.clear(v);
            seenCandidates.clear(v);
          }
        });
    workers.forEachRange(
        rows.length,
        VERTEX_GRAIN,
        (from, to) -> {
          for (int v = from; v < to; v++) {
            int start = lists.start(v);
            for (int i = start; i < start + lists.size(v); i++) {
              int u = lists.ids()[i];
              float rank =
                  (float)
                      CounterRandom.unit(CounterRandom.bits(lot, Math.min(v, u), Math.max(v, u)));
              NeighborLists target = lists.fresh()[i] ? freshCandidates : seenCandidates;
              target.offer(v, u, rank);
              target.offer(u, v, rank);
            }
          }
        });
    workers.forEachRange(
        rows.length,
        VERTEX_GRAIN,
        (from, to) -> {
          for (int v = from; v < to; v++) {
            int start = lists.start(v);
            for (int i = start; i < start + lists.size(v); i++) {
              if (lists.fresh()[i] && freshCandidates.contains(v, lists.ids()[i])) {
                lists.fresh()[i] = false;
              }
            }
          }
        });
  }

  /** Introduces, at every row, fresh candidates to each other and to the seen ones. */
  private void introduceCandidates() {
    workers.forEachRange(
        rows.length,
        VERTEX_GRAIN,
        (from, to) -> {
          Introductions introductions = new Introductions(2 * candidates);
          int[] meeting = new int[2 * candidates];
          for (int v = from; v < to; v++) {
            int fresh = freshCandidates.size(v);
            int seen = seenCandidates.size(v);
            System.arraycopy(freshCandidates.ids(), freshCandidates.start(v), meeting, 0, fresh);
            System.arraycopy(seenCandidates.ids(), seenCandidates.start(v), meeting, fresh, seen);
            introductions.introduceEach(meeting, 0, fresh, fresh + seen);
          }
        });
  }

  private long countFresh() {
    long count = 0;
    for (boolean fresh : lists.fresh()) {
      count += fresh ? 1 : 0;
    }
    return count;
  }

  /** Compares rows and offers each pair to both; one per range. */
  private final class Introductions {
    private final float[] ranks;
    private final float[] ranksOfNext;
    private final float[] eight = new float[PairLoops.EIGHT];

    Introductions(int most) {
      ranks = new float[most];
      ranksOfNext = new float[most];
    }

    /** Introduces each of {@code rows[from .. to)} to all behind it, up to {@code end}. */
    void introduceEach(int[] ids, int from, int to, int end) {
      int i = from;
      for (; i + 1 < to; i += 2) {
        int row = ids[i];
        int next = ids[i + 1];
        offer(row, next, kernel.between(rows[row], rows[next]));
        kernel.toRows(rows[row], rows[next], rows, ids, i + 2, end, ranks, ranksOfNext, eight);
        offerAll(row, ids, i + 2, end, ranks);
        offerAll(next, ids, i + 2, end, ranksOfNext);
      }
      if (i < to) {
        kernel.toRows(rows[ids[i]], rows, ids, i + 1, end, ranks, eight);
        offerAll(ids[i], ids, i + 1, end, ranks);
      }
    }

    private void offerAll(int row, int[] others, int from, int to, float[] ranksOfRow) {
      for (int i = from; i < to; i++) {
        offer(row, others[i], ranksOfRow[i - from]);
      }
    }

    private void offer(int row, int other, float rank) {
      if (other != row) {
        lists.offer(row, other, rank);
        lists.offer(other, row, rank);
      }
    }
  }
}
