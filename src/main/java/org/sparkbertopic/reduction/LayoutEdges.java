package org.sparkbertopic.reduction;

import org.sparkbertopic.compute.CounterRandom;

/**
 * The edges that pull during a layout, each dealt to one turn of the epoch by a lot that both its
 * directions share. Ordered by turn, then by vertex.
 *
 * @param starts {@code [turns * vertices + 1]}: where the edges of a turn and vertex begin
 * @param others {@code [edges]}: the other ends
 * @param intervals {@code [edges]}: epochs between two pulls, 1 for the heaviest edge
 */
record LayoutEdges(int[] starts, int[] others, float[] intervals) {

  private static final long TURN_KEY = 0x7042;

  /** Deals the edges that pull at least once within {@code epochs}. */
  static LayoutEdges deal(FuzzyGraph graph, int epochs, int turns, long seed) {
    int vertices = graph.vertices();
    float heaviest = 0;
    for (float weight : graph.weights()) {
      heaviest = Math.max(heaviest, weight);
    }
    byte[] turnOf = new byte[graph.columns().length];
    int[] starts = new int[Math.multiplyExact(turns, vertices) + 1];
    for (int v = 0; v < vertices; v++) {
      for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
        int u = graph.columns()[i];
        if (graph.weights()[i] * epochs < heaviest) {
          turnOf[i] = -1;
          continue;
        }
        long lot = CounterRandom.bits(seed, TURN_KEY, Math.min(u, v), Math.max(u, v));
        int turn = CounterRandom.bounded(lot, turns);
        turnOf[i] = (byte) turn;
        starts[turn * vertices + v + 1]++;
      }
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] others = new int[starts[starts.length - 1]];
    float[] intervals = new float[others.length];
    int[] next = starts.clone();
    for (int v = 0; v < vertices; v++) {
      for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
        if (turnOf[i] >= 0) {
          int place = next[turnOf[i] * vertices + v]++;
          others[place] = graph.columns()[i];
          intervals[place] = heaviest / graph.weights()[i];
        }
      }
    }
    return new LayoutEdges(starts, others, intervals);
  }
}
