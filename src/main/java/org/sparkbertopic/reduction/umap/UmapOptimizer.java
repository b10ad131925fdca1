package org.sparkbertopic.reduction.umap;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleConsumer;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Moves the vertices of a graph so that connected ones are near and others are apart (McInnes et
 * al. 2018, section 4.2). In every epoch the edges that are due attract their ends, as often as
 * their weights say, and each attraction is followed by repulsion from randomly drawn vertices.
 *
 * <p>umap-learn visits the edges one by one and moves both ends at once, so threads race. Here an
 * epoch has {@link #TURNS} turns, and each edge belongs to one of them. In a turn, the thread that
 * owns a block moves its vertices, based on the positions at the end of the previous turn. Few
 * edges of a vertex share a turn, so positions are about as fresh as in one-by-one updates; with a
 * single turn, fewer true neighbours stay neighbours. The result does not depend on the threads.
 * Decision 0009 explains batches and shared negative samples.
 *
 * <p>An edge that is due attracts in both directions, and each time both ends move. The owner of
 * one end does not see the other end move, so for the second attraction it assumes the mirrored
 * move. Without this, layouts settle too early, and two-dimensional ones stay entangled.
 */
final class UmapOptimizer {

  /** Turns of an epoch: eight or sixteen preserve neighbours no better (decision 0009). */
  private static final int TURNS = 4;

  /**
   * Vertices per block: large blocks amortise the start of many short loops, many blocks keep the
   * threads busy. The size depends only on the number of vertices, because the result depends on
   * it.
   */
  private static final int BLOCKS = 12;

  private static final int SMALLEST_BLOCK = 256;
  private static final int LARGEST_BLOCK = 2048;

  /** A pool holds at least this many samples for each repulsion of a point. */
  private static final int POOL_PER_PUSH = 4;

  private final int vertices;
  private final int block;
  private final UmapEdges edges;
  private final UmapForces forces;
  private final int dimension;
  private final int epochs;
  private final double learningRate;
  private final double annealing;
  private final int negativeSamples;
  private final long seed;

  UmapOptimizer(
      FuzzyGraph graph,
      UmapForces forces,
      int dimension,
      int epochs,
      double learningRate,
      double annealing,
      int negativeSamples,
      long seed) {
    this.vertices = graph.vertices();
    this.block = Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, vertices / BLOCKS + 1));
    this.edges = UmapEdges.deal(graph, epochs, TURNS, block);
    this.forces = forces;
    this.dimension = dimension;
    this.epochs = epochs;
    this.learningRate = learningRate;
    this.annealing = annealing;
    this.negativeSamples = negativeSamples;
    this.seed = seed;
  }

  /**
   * Runs the layout.
   *
   * @param start {@code [vertices * dimension]}; not changed
   * @return the coordinates, {@code [vertices * dimension]}
   */
  float[] run(float[] start, Workers workers, DoubleConsumer progress) {
    float[] before = start.clone();
    float[] after = new float[start.length];
    Queue<Scratch> idle = new ConcurrentLinkedQueue<>();
    // As in umap-learn no edge is due in the first epoch, whose number is 0.
    for (int epoch = 1; epoch < epochs; epoch++) {
      float rate = (float) (learningRate * StrictMath.pow(1 - (double) epoch / epochs, annealing));
      for (int turn = 0; turn < TURNS; turn++) {
        workers.forEachRange(vertices, block, new Turn(epoch, turn, rate, before, after, idle));
        float[] moved = after;
        after = before;
        before = moved;
      }
      progress.accept((epoch + 1.0) / epochs);
    }
    return before;
  }

  /** One turn: moves all vertices from {@code before} to {@code after}. */
  private final class Turn implements Workers.RangeTask {
    private final int epoch;
    private final int turn;
    private final float rate;
    private final float[] before;
    private final float[] after;
    private final Queue<Scratch> idle;

    Turn(int epoch, int turn, float rate, float[] before, float[] after, Queue<Scratch> idle) {
      this.epoch = epoch;
      this.turn = turn;
      this.rate = rate;
      this.before = before;
      this.after = after;
      this.idle = idle;
    }

    @Override
    public void run(int from, int to) {
      assert from % block == 0 && to - from <= block
          : "vertices " + from + " to " + to + " are not one block of " + block;
      System.arraycopy(before, from * dimension, after, from * dimension, (to - from) * dimension);
      Scratch scratch = idle.poll();
      if (scratch == null) {
        scratch = new Scratch();
      }
      int left = edges.due(turn, from / block, epoch, scratch.due);
      long blockLot = CounterRandom.bits(CounterRandom.bits(seed, epoch, turn), from / block);
      // The edges of a vertex attract one after the other: each round takes the next edge of every
      // vertex.
      for (int round = 0; left > 0; round++) {
        int moving = scratch.takeFirstOfEveryVertex(left);
        moveAll(scratch, moving, CounterRandom.bits(blockLot, round), from, to);
        left -= moving;
      }
      idle.add(scratch);
    }

    private void moveAll(Scratch scratch, int count, long lot, int from, int to) {
      MovingPoints points = scratch.points;
      points.load(count, after, scratch.moved);
      points.pullTwice(count, before, scratch.others, rate);
      if (negativeSamples > 0) {
        NegativeSamples pool = scratch.pool;
        int samples = Math.max(count, POOL_PER_PUSH * negativeSamples);
        pool.draw(samples, before, vertices, lot, from, to);
        points.beginPushes(count);
        for (int i = 0; i < negativeSamples; i++) {
          int shift = (int) ((long) i * pool.size() / negativeSamples);
          points.push(count, pool, shift, scratch.moved, lot);
        }
        points.endPushes(count, rate);
      }
      points.store(count, after, scratch.moved);
    }
  }

  /** The scratch space to move the vertices of a block. */
  private final class Scratch {
    private final int[] due = new int[edges.most()];
    private final int[] moved = new int[block + 1];
    private final int[] others = new int[block + 1];
    private final MovingPoints points = new MovingPoints(forces, dimension, block);
    private final NegativeSamples pool =
        new NegativeSamples(dimension, Math.max(block, POOL_PER_PUSH * negativeSamples));

    /**
     * Takes the next edge of every vertex from the due edges, which are ordered by vertex; the
     * others stay.
     */
    int takeFirstOfEveryVertex(int count) {
      int taken = 0;
      int kept = 0;
      int previous = -1;
      for (int i = 0; i < count; i++) {
        // Without a branch: which vertices have several edges is hard to predict.
        int edge = due[i];
        int vertex = edges.moved()[edge];
        int again = vertex == previous ? 1 : 0;
        due[kept] = edge;
        kept += again;
        moved[taken] = vertex;
        others[taken] = edges.others()[edge];
        taken += 1 - again;
        previous = vertex;
      }
      return taken;
    }
  }
}
