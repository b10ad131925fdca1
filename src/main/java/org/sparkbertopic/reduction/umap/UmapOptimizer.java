package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
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

  /** Points for each sample of a pool: more make rarer reads of places, and a noisier pool. */
  private static final int POINTS_PER_SAMPLE = 2;

  private final int vertices;
  private final int block;
  private final UmapEdges edges;
  private final UmapForces forces;
  private final int dimension;
  private final int epochs;
  private final double learningRate;
  private final double annealing;
  private final SampleSchedule samples;
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
    this.samples = new SampleSchedule(negativeSamples, epochs);
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
    private final int pushes;
    private final float rate;
    private final float pushRate;
    private final float[] before;
    private final float[] after;
    private final Queue<Scratch> idle;

    Turn(int epoch, int turn, float rate, float[] before, float[] after, Queue<Scratch> idle) {
      this.epoch = epoch;
      this.turn = turn;
      this.pushes = samples.drawn(epoch);
      this.rate = rate;
      this.pushRate = rate * samples.weight(epoch);
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
      scratch.take(edges.due(turn, from / block, epoch, scratch.due));
      long blockLot = CounterRandom.bits(CounterRandom.bits(seed, epoch, turn), from / block);
      MovingPoints points = scratch.points;
      int moving = scratch.vertices();
      points.load(moving, after, scratch.moved);
      // The edges of a vertex attract one after the other: each round takes the next edge of every
      // vertex that has one left.
      for (int round = 0; moving > 0; round++) {
        points.pullTwice(moving, before, scratch.others(round, moving), rate);
        pushAll(scratch, moving, CounterRandom.bits(blockLot, round), from, to);
        moving = scratch.withMoreThan(round + 1);
      }
      points.store(scratch.vertices(), after, scratch.moved);
      idle.add(scratch);
    }

    private void pushAll(Scratch scratch, int count, long lot, int from, int to) {
      if (pushes == 0) {
        return;
      }
      NegativeSamples pool = scratch.pool;
      int drawn = Math.max(count / POINTS_PER_SAMPLE + 1, POOL_PER_PUSH * pushes);
      pool.draw(drawn, count, before, vertices, lot, from, to);
      MovingPoints points = scratch.points;
      points.beginPushes(count);
      for (int i = 0; i < pushes; i++) {
        int shift = (int) ((long) i * drawn / pushes);
        points.push(count, pool, shift, scratch.moved, lot);
      }
      points.endPushes(count, pushRate);
    }
  }

  /**
   * The scratch space to move the vertices of a block. Vertices with more due edges come first, so
   * that those with one left are always the first ones.
   */
  private final class Scratch {
    private final int[] due = new int[edges.most()];
    private final int[] moved = new int[block];
    private final int[] others = new int[block];
    private final MovingPoints points = new MovingPoints(forces, dimension, block);
    private final NegativeSamples pool =
        new NegativeSamples(
            dimension,
            Math.max(block / POINTS_PER_SAMPLE + 1, POOL_PER_PUSH * samples.rate()),
            block);

    /** Where in {@link #due} the edges of each vertex begin, in the order of the vertices. */
    private final int[] starts = new int[block + 1];

    /** The same in the order of {@link #moved}. */
    private final int[] firstDue = new int[block];

    /** How many vertices have more due edges than the index, up to the most. */
    private final int[] more = new int[edges.most() + 2];

    private int most;

    /** Takes due edges, which are ordered by vertex. */
    void take(int count) {
      Arrays.fill(more, 0, most + 1, 0);
      most = 0;
      int vertices = findStarts(count);
      for (int v = 0; v < vertices; v++) {
        int edgesOfVertex = starts[v + 1] - starts[v];
        more[edgesOfVertex]++;
        most = Math.max(most, edgesOfVertex);
      }
      // From counts to the ends of the places of vertices with as many edges.
      for (int edgesOfVertex = most - 1; edgesOfVertex >= 0; edgesOfVertex--) {
        more[edgesOfVertex] += more[edgesOfVertex + 1];
      }
      for (int v = vertices - 1; v >= 0; v--) {
        int place = --more[starts[v + 1] - starts[v]];
        moved[place] = edges.moved()[due[starts[v]]];
        firstDue[place] = starts[v];
      }
    }

    private int findStarts(int count) {
      int vertices = 0;
      int previous = -1;
      for (int i = 0; i < count; i++) {
        // Without a branch: which vertices have several edges is hard to predict.
        int vertex = edges.moved()[due[i]];
        starts[vertices] = i;
        vertices += vertex == previous ? 0 : 1;
        previous = vertex;
      }
      starts[vertices] = count;
      return vertices;
    }

    /** All vertices with due edges. */
    int vertices() {
      return withMoreThan(0);
    }

    /** How many vertices have more due edges than that; they are the first ones. */
    int withMoreThan(int edgesOfVertex) {
      return edgesOfVertex <= most ? more[edgesOfVertex] : 0;
    }

    /** The other ends of the first {@code count} vertices' edges with the given number. */
    int[] others(int number, int count) {
      for (int i = 0; i < count; i++) {
        others[i] = edges.others()[due[firstDue[i] + number]];
      }
      return others;
    }
  }
}
