package org.sparkbertopic.reduction.umap;

import java.util.Arrays;

/**
 * The edges that attract during a layout. Each edge belongs to one turn of the epoch, in both
 * directions; the edges of a vertex are spread evenly over the turns. Ordered by turn, then by the
 * vertex that moves.
 *
 * @param blocks number of blocks of vertices; the edges of a turn are addressed by block
 * @param starts {@code [turns * blocks + 1]}: where the edges of a turn and block begin
 * @param moved {@code [edges]}: the vertices that move
 * @param others {@code [edges]}: the vertices that attract them
 * @param rates {@code [edges]}: attractions per epoch, in (0, 1), as fractions of 2^31
 */
record UmapEdges(int blocks, int[] starts, int[] moved, int[] others, int[] rates) {

  /**
   * Assigns the edges that attract at least once within {@code epochs} to turns, in blocks of
   * {@code block} vertices.
   */
  static UmapEdges deal(FuzzyGraph graph, int epochs, int turns, int block) {
    float heaviest = 0;
    for (float weight : graph.weights()) {
      heaviest = Math.max(heaviest, weight);
    }
    byte[] turnOf = turns(graph, turns, heaviest / epochs);
    int vertices = graph.vertices();
    int blocks = (vertices + block - 1) / block;
    int[] starts = new int[Math.addExact(Math.multiplyExact(turns, blocks), 1)];
    for (int v = 0; v < vertices; v++) {
      for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
        if (turnOf[i] >= 0) {
          starts[turnOf[i] * blocks + v / block + 1]++;
        }
      }
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] moved = new int[starts[starts.length - 1]];
    int[] others = new int[moved.length];
    int[] rates = new int[moved.length];
    int[] next = starts.clone();
    for (int v = 0; v < vertices; v++) {
      for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
        if (turnOf[i] >= 0) {
          int place = next[turnOf[i] * blocks + v / block]++;
          moved[place] = v;
          others[place] = graph.columns()[i];
          rates[place] = (int) ((double) graph.weights()[i] / heaviest * Integer.MAX_VALUE);
        }
      }
    }
    return new UmapEdges(blocks, starts, moved, others, rates);
  }

  /**
   * The turn of every edge, -1 for edges lighter than {@code lightest}: the turn in which its two
   * ends have the fewest attractions so far.
   */
  private static byte[] turns(FuzzyGraph graph, int turns, float lightest) {
    byte[] turnOf = new byte[graph.columns().length];
    float[] load = new float[Math.multiplyExact(graph.vertices(), turns)];
    // Columns ascend: v is the next of its larger neighbours without a turn.
    int[] next = Arrays.copyOf(graph.starts(), graph.vertices());
    for (int v = 0; v < graph.vertices(); v++) {
      for (int i = next[v]; i < graph.starts()[v + 1]; i++) {
        int u = graph.columns()[i];
        float weight = graph.weights()[i];
        byte turn = weight < lightest ? -1 : leastLoaded(load, v * turns, u * turns, turns);
        if (turn >= 0) {
          load[v * turns + turn] += weight;
          load[u * turns + turn] += weight;
        }
        turnOf[i] = turn;
        turnOf[next[u]++] = turn;
      }
    }
    return turnOf;
  }

  private static byte leastLoaded(float[] load, int ofOne, int ofOther, int turns) {
    byte best = 0;
    for (byte turn = 1; turn < turns; turn++) {
      if (load[ofOne + turn] + load[ofOther + turn] < load[ofOne + best] + load[ofOther + best]) {
        best = turn;
      }
    }
    return best;
  }

  /** The most edges of one turn and block. */
  int most() {
    int most = 0;
    for (int i = 1; i < starts.length; i++) {
      most = Math.max(most, starts[i] - starts[i - 1]);
    }
    return most;
  }

  /**
   * Lists the edges of a turn and block that are due in an epoch (from 1 on): those whose rate,
   * summed over the epochs, passes an integer in it.
   *
   * @param due receives them; at least {@link #most} long
   * @return how many
   */
  int due(int turn, int blockNumber, int epoch, int[] due) {
    int first = starts[turn * blocks + blockNumber];
    int last = starts[turn * blocks + blockNumber + 1];
    int count = 0;
    for (int edge = first; edge < last; edge++) {
      // Without a branch: a processor cannot predict which edges are due.
      int passed = (epoch * rates[edge]) & Integer.MAX_VALUE;
      due[count] = edge;
      count += (passed - rates[edge]) >>> 31;
    }
    return count;
  }
}
