package org.sparkbertopic.reduction.umap;

import java.util.Arrays;

/**
 * The connected components of a graph, numbered by their lowest vertex.
 *
 * @param of {@code [vertices]}: the component of a vertex
 * @param sizes {@code [components]}
 */
record Components(int[] of, int[] sizes) {

  /** Finds the components in time linear in the edges, without recursion. */
  static Components find(FuzzyGraph graph) {
    int vertices = graph.vertices();
    int[] of = new int[vertices];
    Arrays.fill(of, -1);
    int[] sizes = new int[8];
    int[] queue = new int[vertices];
    int count = 0;
    for (int first = 0; first < vertices; first++) {
      if (of[first] >= 0) {
        continue;
      }
      int tail = 0;
      of[first] = count;
      queue[tail++] = first;
      for (int head = 0; head < tail; head++) {
        int v = queue[head];
        for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
          int u = graph.columns()[i];
          if (of[u] < 0) {
            of[u] = count;
            queue[tail++] = u;
          }
        }
      }
      if (count == sizes.length) {
        sizes = Arrays.copyOf(sizes, count * 2);
      }
      sizes[count++] = tail;
    }
    return new Components(of, Arrays.copyOf(sizes, count));
  }

  int count() {
    return sizes.length;
  }

  /** The vertices of every component, ascending. */
  int[][] members() {
    int[][] members = new int[sizes.length][];
    Arrays.setAll(members, i -> new int[sizes[i]]);
    int[] filled = new int[sizes.length];
    for (int v = 0; v < of.length; v++) {
      members[of[v]][filled[of[v]]++] = v;
    }
    return members;
  }

  /** The subgraph of the given vertices, renumbered in their order. */
  static FuzzyGraph part(FuzzyGraph graph, int[] members, int[] scratchNumbers) {
    for (int i = 0; i < members.length; i++) {
      scratchNumbers[members[i]] = i;
    }
    int[] starts = new int[members.length + 1];
    for (int i = 0; i < members.length; i++) {
      starts[i + 1] = starts[i] + graph.starts()[members[i] + 1] - graph.starts()[members[i]];
    }
    int[] columns = new int[starts[members.length]];
    float[] weights = new float[columns.length];
    for (int i = 0; i < members.length; i++) {
      int from = graph.starts()[members[i]];
      for (int j = 0; j < starts[i + 1] - starts[i]; j++) {
        columns[starts[i] + j] = scratchNumbers[graph.columns()[from + j]];
        weights[starts[i] + j] = graph.weights()[from + j];
      }
    }
    return new FuzzyGraph(starts, columns, weights);
  }
}
