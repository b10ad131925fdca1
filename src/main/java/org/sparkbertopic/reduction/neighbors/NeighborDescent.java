package org.sparkbertopic.reduction.neighbors;

import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Approximate nearest neighbours: starts from the leaves of random-projection trees, then tries
 * neighbours of neighbours until little changes (Dong, Moses, Li: Efficient k-nearest neighbor
 * graph construction for generic similarity measures, WWW 2011). Time grows a little faster than
 * rows x dimension.
 *
 * <p>The candidates of an iteration are fixed before it starts, and {@link NeighborLists} does not
 * depend on the order of the offers, so the result does not depend on the threads.
 */
final class NeighborDescent {

  /** Rows of a leaf, all of which are compared with each other. */
  private static final int LEAF_SIZE = 64;

  /** A bound; the share of changes usually ends the search earlier. */
  private static final int MAX_ITERATIONS = 16;

  private static final int VERTEX_GRAIN = 256;

  /** The search ends when an iteration replaces fewer than this share of all entries. */
  private static final double SMALL_CHANGE = 0.01;

  private static final long TREES_KEY = 0x7EE5;
  private static final long CANDIDATES_KEY = 0xCA4D;

  private final float[][] rows;
  private final Supplier<RowRanks> ranks;

  /** By 1 - product, whatever the metric: of the planes of the trees. */
  private final Supplier<RowRanks> dots;

  private final Workers workers;
  private final long seed;
  private final int width;
  private final int candidates;
  private final NeighborLists lists;
  private final Candidates met;

  /**
   * @param ranks by the kernel, of one thread
   * @param width entries kept per row
   * @param candidates most fresh entries, and most seen entries, of a row that are compared in an
   *     iteration
   */
  NeighborDescent(
      float[][] rows,
      DistanceKernel kernel,
      Supplier<RowRanks> ranks,
      int width,
      int candidates,
      long seed,
      Workers workers) {
    this.rows = rows;
    this.ranks = ranks;
    this.dots =
        kernel == DistanceKernel.ONE_MINUS_DOT
            ? ranks
            : () -> new FloatRanks(rows, DistanceKernel.ONE_MINUS_DOT);
    this.workers = workers;
    this.seed = seed;
    this.width = width;
    this.candidates = candidates;
    this.lists = new NeighborLists(rows.length, width);
    this.met = new Candidates(rows.length, candidates);
  }

  /** Runs the search. */
  NeighborLists find(int trees, DoubleConsumer progress) {
    startFromTrees(trees);
    progress.accept(0.3);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      met.draw(lists, CounterRandom.bits(seed, CANDIDATES_KEY, iteration), workers);
      introduceCandidates();
      progress.accept(0.3 + 0.7 * (iteration + 1) / MAX_ITERATIONS);
      if (lists.countFresh() <= SMALL_CHANGE * rows.length * width) {
        break;
      }
    }
    return lists;
  }

  private void startFromTrees(int trees) {
    ProjectionForest forest =
        ProjectionForest.of(
            rows.length, dots, LEAF_SIZE, CounterRandom.bits(seed, TREES_KEY), workers);
    ProjectionForest.Leaves[] leaves = new ProjectionForest.Leaves[trees];
    workers.forEachRange(
        trees,
        1,
        (from, to) -> {
          for (int tree = from; tree < to; tree++) {
            leaves[tree] = forest.leaves(tree);
          }
        });
    for (ProjectionForest.Leaves ofTree : leaves) {
      workers.forEachRange(
          ofTree.count(),
          8,
          (from, to) -> {
            LocalJoin meeting = new LocalJoin(ranks.get(), lists, LEAF_SIZE);
            for (int leaf = from; leaf < to; leaf++) {
              int end = ofTree.starts()[leaf + 1];
              meeting.introduce(ofTree.members(), ofTree.starts()[leaf], end, end);
            }
          });
    }
  }

  /** Compares, at every row, the fresh candidates with each other and with the seen ones. */
  private void introduceCandidates() {
    workers.forEachRange(
        rows.length,
        VERTEX_GRAIN,
        (from, to) -> {
          LocalJoin meeting = new LocalJoin(ranks.get(), lists, 2 * candidates);
          for (int v = from; v < to; v++) {
            meeting.introduce(met.ids(), met.start(v), met.freshEnd(v), met.end(v));
          }
        });
  }
}
