package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.testing.Npy;

class TargetLabelsTest {

  private static final String CASES =
      """
      topics, 0
      topics, 50
      topics, 100
      party,  80
      """;

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void the_references_graph_meets_labels_as_in_the_reference(String labels, int percent) {
    FuzzyGraph graph = referenceGraph();
    assertIsReference(graph, graph, labels, percent, 1e-6);
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void graphs_of_the_passages_with_labels_are_the_references(String labels, int percent) {
    try (Workers workers = Workers.of(2)) {
      FuzzyGraph graph = FuzzyGraph.of(FuzzyGraphTest.reference(), 1, 1, workers);
      assertIsReference(graph, referenceGraph(), labels, percent, 1e-4);
    }
  }

  @Test
  void graph_is_the_same_bits_on_any_number_of_threads() {
    FuzzyGraph graph = referenceGraph();
    int[] labels = Npy.ints1d("golden/umap-supervised/party_labels.npy");
    try (Workers one = Workers.of(1);
        Workers eight = Workers.of(8)) {
      FuzzyGraph expected = TargetLabels.intersect(graph, labels, 0.5, one);
      FuzzyGraph found = TargetLabels.intersect(graph, labels, 0.5, eight);
      assertArrayEquals(expected.columns(), found.columns());
      assertArrayEquals(expected.weights(), found.weights());
    }
  }

  @Test
  void equal_rows_have_the_label_of_most_of_them_and_none_where_two_are_equally_frequent() {
    int[] distinctOf = {0, 1, 0, 1, 0, 2, 2, 3, 0, 2, 2, 2};
    int[] labels = {5, 4, 7, 3, 7, -1, 1, -1, -1, -1, 2, 2};
    assertArrayEquals(new int[] {7, -1, 2, -1}, TargetLabels.ofDistinct(labels, distinctOf, 4));
  }

  private static void assertIsReference(
      FuzzyGraph graph, FuzzyGraph edges, String labelsName, int percent, double tolerance) {
    int[] labels = Npy.ints1d("golden/umap-supervised/" + labelsName + "_labels.npy");
    double[] expected =
        Npy.doubles1d("golden/umap-supervised/" + labelsName + "_weight" + percent + ".npy");
    try (Workers workers = Workers.of(2)) {
      FuzzyGraph found = TargetLabels.intersect(graph, labels, percent / 100.0, workers);
      int next = 0;
      int count = 0;
      for (int v = 0; v < edges.vertices(); v++) {
        for (int i = edges.starts()[v]; i < edges.starts()[v + 1]; i++) {
          int u = edges.columns()[i];
          if (v < u) {
            double weight = expected[next++];
            count += weight > 0 ? 2 : 0;
            assertEquals(weight, weight(found, v, u), tolerance, "edge " + v + "-" + u);
            assertEquals(weight(found, v, u), weight(found, u, v));
          }
        }
      }
      assertEquals(expected.length, next);
      assertEquals(count, found.columns().length);
    }
  }

  private static double weight(FuzzyGraph graph, int v, int u) {
    for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
      if (graph.columns()[i] == u) {
        return graph.weights()[i];
      }
    }
    return 0;
  }

  private static FuzzyGraph referenceGraph() {
    double[][] edges = Npy.doubles2d("golden/umap/graph_union.npy");
    int[] starts = new int[1201];
    int[] columns = new int[edges.length];
    float[] weights = new float[edges.length];
    for (double[] edge : edges) {
      starts[(int) edge[0] + 1]++;
    }
    for (int v = 0; v < 1200; v++) {
      starts[v + 1] += starts[v];
    }
    int[] next = starts.clone();
    for (double[] edge : edges) {
      int place = next[(int) edge[0]]++;
      columns[place] = (int) edge[1];
      weights[place] = (float) edge[2];
    }
    return new FuzzyGraph(starts, columns, weights);
  }
}
