package org.sparkbertopic.reduction;

import java.util.function.DoubleConsumer;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Moves the vertices of a graph until connected ones are near and others are apart (McInnes et al.
 * 2018, section 4.2): in every epoch the edges that are due pull, in proportion to their weights,
 * and each pull is followed by pushes from vertices drawn by lot.
 *
 * <p>umap-learn walks over the edges and moves both ends at once, so that threads race. Here a
 * vertex is moved only by whoever owns it, over all its edges, which gives each end the pulls it
 * would have got. An epoch consists of {@link #TURNS} turns; in a turn every {@code TURNS}th vertex
 * moves, and sees vertices of earlier turns where they are now and all others where the epoch found
 * them. That depends on no thread, and comes so near to one-at-a-time moves that the layouts are as
 * good.
 */
final class Layout {

  /** Turns of an epoch, a power of two. */
  static final int TURNS = Integer.getInteger("turns", 8);

  private static final float LARGEST_MOVE = 4;
  private static final int VERTEX_GRAIN = 128;

  private final FuzzyGraph graph;
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
    this.graph = graph;
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
    int vertices = graph.vertices();
    float[] interval = intervals();
    float[] due = interval.clone();
    float[] before = start.clone();
    float[] after = start.clone();
    for (int epoch = 0; epoch < epochs; epoch++) {
      float rate = (float) (learningRate * (1 - (double) epoch / epochs));
      for (int turn = 0; turn < TURNS; turn++) {
        Turn task = new Turn(epoch, turn, rate, interval, due, before, after);
        int movers = (vertices - turn + TURNS - 1) / TURNS;
        workers.forEachRange(Math.max(0, movers), VERTEX_GRAIN, task);
      }
      float[] moved = after;
      after = before;
      before = moved;
      progress.accept((epoch + 1.0) / epochs);
    }
    return before;
  }

  /** Epochs between two pulls of an edge: 1 for the heaviest; never for those below 1 / epochs. */
  private float[] intervals() {
    float heaviest = 0;
    for (float weight : graph.weights()) {
      heaviest = Math.max(heaviest, weight);
    }
    float[] interval = new float[graph.weights().length];
    for (int i = 0; i < interval.length; i++) {
      float weight = graph.weights()[i];
      interval[i] = weight * epochs < heaviest ? Float.POSITIVE_INFINITY : heaviest / weight;
    }
    return interval;
  }

  /** One turn: moves vertices turn, turn + TURNS, ... from {@code before} to {@code after}. */
  private final class Turn implements Workers.RangeTask {
    private final int epoch;
    private final int turn;
    private final float rate;
    private final float[] interval;
    private final float[] due;
    private final float[] before;
    private final float[] after;

    Turn(
        int epoch,
        int turn,
        float rate,
        float[] interval,
        float[] due,
        float[] before,
        float[] after) {
      this.epoch = epoch;
      this.turn = turn;
      this.rate = rate;
      this.interval = interval;
      this.due = due;
      this.before = before;
      this.after = after;
    }

    @Override
    public void run(int from, int to) {
      float[] place = new float[dimension];
      float[] difference = new float[dimension];
      for (int i = from; i < to; i++) {
        int vertex = i * TURNS + turn;
        System.arraycopy(before, vertex * dimension, place, 0, dimension);
        move(vertex, place, difference);
        System.arraycopy(place, 0, after, vertex * dimension, dimension);
      }
    }

    private void move(int vertex, float[] place, float[] difference) {
      long lot = CounterRandom.bits(seed, vertex, epoch);
      int draws = 0;
      for (int edge = graph.starts()[vertex]; edge < graph.starts()[vertex + 1]; edge++) {
        if (due[edge] > epoch) {
          continue;
        }
        due[edge] += interval[edge];
        int other = graph.columns()[edge];
        // The edge is due in both directions, and each pulls both ends.
        pull(other, place, difference);
        for (int i = 0; i < negativeSamples; i++) {
          push(vertex, CounterRandom.bits(lot, draws++), place, difference);
        }
        pull(other, place, difference);
      }
    }

    private void pull(int other, float[] place, float[] difference) {
      float squared = subtract(other, place, difference);
      if (squared > 0) {
        add(forces.pull(squared), place, difference);
      }
    }

    private void push(int vertex, long bits, float[] place, float[] difference) {
      int other = CounterRandom.bounded(bits, graph.vertices());
      if (other == vertex) {
        return;
      }
      float squared = subtract(other, place, difference);
      if (squared > 0) {
        add(forces.push(squared), place, difference);
      } else {
        for (int d = 0; d < dimension; d++) {
          place[d] += rate * LARGEST_MOVE * (1 - 2 * ((bits >>> (d & 31)) & 1));
        }
      }
    }

    private float subtract(int other, float[] place, float[] difference) {
      float[] places = (other & (TURNS - 1)) < turn ? after : before;
      int start = other * dimension;
      float squared = 0;
      for (int d = 0; d < dimension; d++) {
        float along = place[d] - places[start + d];
        difference[d] = along;
        squared += along * along;
      }
      return squared;
    }

    private void add(float factor, float[] place, float[] difference) {
      for (int d = 0; d < dimension; d++) {
        float move = factor * difference[d];
        place[d] += rate * Math.max(-LARGEST_MOVE, Math.min(LARGEST_MOVE, move));
      }
    }
  }
}
