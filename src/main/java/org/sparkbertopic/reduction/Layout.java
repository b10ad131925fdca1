package org.sparkbertopic.reduction;

import java.util.function.DoubleConsumer;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Moves the vertices of a graph until connected ones are near and others are apart (McInnes et al.
 * 2018, section 4.2): in every epoch the edges that are due pull, in proportion to their weights,
 * and each pull is followed by pushes from vertices drawn by lot.
 *
 * <p>umap-learn walks over the edges one by one and moves both ends at once, so that threads race.
 * Here an epoch has {@link #TURNS} turns, each edge belongs to one of them, and in a turn every
 * vertex is moved by whoever owns it, from the places at the end of the turn before. So few edges
 * of a vertex share a turn that it sees its neighbours about as fresh as one-by-one moves would
 * show them: with one turn fewer true neighbours stay neighbours. Nothing depends on the threads.
 *
 * <p>An edge that is due pulls in both directions, each time both ends. The owner of one end sees
 * the other end still, so for the second pull it supposes that the other made the mirrored move.
 * Without this the layout cools too early, and two-dimensional ones stay entangled.
 */
final class Layout {

  /** Turns of an epoch. */
  private static final int TURNS = 8;

  private static final int VERTEX_GRAIN = 256;

  private final int vertices;
  private final LayoutEdges edges;
  private final LayoutForces forces;
  private final int dimension;
  private final int epochs;
  private final double learningRate;
  private final int negativeSamples;
  private final long seed;

  Layout(
      FuzzyGraph graph,
      LayoutForces forces,
      int dimension,
      int epochs,
      double learningRate,
      int negativeSamples,
      long seed) {
    this.vertices = graph.vertices();
    this.edges = LayoutEdges.deal(graph, epochs, TURNS, seed);
    this.forces = forces;
    this.dimension = dimension;
    this.epochs = epochs;
    this.learningRate = learningRate;
    this.negativeSamples = negativeSamples;
    this.seed = seed;
  }

  /**
   * Lays out.
   *
   * @param start {@code [vertices * dimension]}; not changed
   * @return the places, {@code [vertices * dimension]}
   */
  float[] run(float[] start, Workers workers, DoubleConsumer progress) {
    float[] due = edges.intervals().clone();
    float[] before = start.clone();
    float[] after = new float[start.length];
    for (int epoch = 0; epoch < epochs; epoch++) {
      float rate = (float) (learningRate * (1 - (double) epoch / epochs));
      for (int turn = 0; turn < TURNS; turn++) {
        workers.forEachRange(
            vertices, VERTEX_GRAIN, new Turn(epoch, turn, rate, due, before, after));
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
    private final float[] due;
    private final float[] before;
    private final float[] after;
    private final long turnLot;

    Turn(int epoch, int turn, float rate, float[] due, float[] before, float[] after) {
      this.epoch = epoch;
      this.turn = turn;
      this.rate = rate;
      this.due = due;
      this.before = before;
      this.after = after;
      this.turnLot = CounterRandom.bits(seed, epoch);
    }

    @Override
    public void run(int from, int to) {
      MovingPoint point = new MovingPoint(forces, dimension);
      for (int vertex = from; vertex < to; vertex++) {
        System.arraycopy(before, vertex * dimension, point.place(), 0, dimension);
        int first = edges.starts()[turn * vertices + vertex];
        int last = edges.starts()[turn * vertices + vertex + 1];
        for (int edge = first; edge < last; edge++) {
          if (due[edge] <= epoch) {
            due[edge] += edges.intervals()[edge];
            point.pullTwice(before, edges.others()[edge], rate);
            push(point, vertex, CounterRandom.bits(turnLot, edge));
          }
        }
        System.arraycopy(point.place(), 0, after, vertex * dimension, dimension);
      }
    }

    private void push(MovingPoint point, int vertex, long lot) {
      for (int i = 0; i < negativeSamples; i++) {
        // The halves of one draw choose two vertices.
        long bits = CounterRandom.bits(lot, i >> 1) << ((i & 1) * 32);
        int other = CounterRandom.bounded(bits, vertices);
        if (other != vertex) {
          point.push(before, other, bits, rate);
        }
      }
    }
  }
}
