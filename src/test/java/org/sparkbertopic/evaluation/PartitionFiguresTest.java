package org.sparkbertopic.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.evaluation.Contingency.Cell;
import org.sparkbertopic.testing.Golden;
import smile.validation.metric.AdjustedRandIndex;
import smile.validation.metric.NormalizedMutualInformation;

/** Figures that compare partitions, and words of topics: by hand, and scikit-learn's. */
class PartitionFiguresTest {

  private static final double EXACT = 1e-12;

  static List<JsonNode> references() {
    List<JsonNode> cases = new ArrayList<>();
    Golden.json("evaluation/partitions.json").get("agreement").forEach(cases::add);
    return cases;
  }

  private static List<String> labels(String column) throws IOException {
    List<String> labels = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Golden.class.getResourceAsStream("/golden/corpus/passages.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        labels.add(
            new com.fasterxml.jackson.databind.ObjectMapper().readTree(line).get(column).asText());
      }
    }
    return labels;
  }

  @ParameterizedTest
  @MethodSource("references")
  void agreement_is_that_of_scikit_learn(JsonNode reference) throws IOException {
    int[] topics = Golden.topics();
    List<String> labels = labels(reference.get("column").asText());
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      if (topics[i] >= 0 || !reference.get("clustered").asBoolean()) {
        cells.add(new Cell(topics[i], labels.get(i), 1));
      }
    }
    Agreement agreement = Contingency.of(cells).agreement();
    assertEquals(reference.get("documents").asLong(), agreement.documents());
    assertEquals(reference.get("nmi").asDouble(), agreement.nmi(), 1e-9);
    assertEquals(reference.get("ari").asDouble(), agreement.ari(), 1e-9);
    assertEquals(reference.get("purity").asDouble(), agreement.purity(), EXACT);
  }

  @Test
  void agreement_does_not_depend_on_the_order_of_the_cells() {
    List<Cell> cells = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      cells.add(new Cell(random.nextInt(30) - 1, "label " + random.nextInt(12), 1 + i % 7));
    }
    Agreement first = Contingency.of(cells).agreement();
    Collections.shuffle(cells, random);
    assertEquals(first, Contingency.of(cells).agreement());
  }

  @Test
  void agreement_is_that_of_smile() {
    Random random = new Random(8);
    int[] topics = random.ints(2000, -1, 25).toArray();
    int[] labels = Arrays.stream(topics).map(topic -> topic / 2 + random.nextInt(3)).toArray();
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      cells.add(new Cell(topics[i], "label " + labels[i], 1));
    }
    Agreement agreement = Contingency.of(cells).agreement();
    assertEquals(NormalizedMutualInformation.sum(topics, labels), agreement.nmi(), EXACT);
    assertEquals(AdjustedRandIndex.of(topics, labels), agreement.ari(), 1e-9);
  }

  @Test
  void equal_partitions_agree_wholly() {
    List<Cell> cells = List.of(new Cell(0, "x", 3), new Cell(1, "y", 4), new Cell(2, "z", 1));
    assertEquals(new Agreement(8, 1, 1, 1), Contingency.of(cells).agreement());
    assertEquals(
        new Agreement(5, 1, 1, 1), Contingency.of(List.of(new Cell(4, "x", 5))).agreement());
    assertEquals(
        new Agreement(1, 1, 1, 1), Contingency.of(List.of(new Cell(4, "x", 1))).agreement());
  }

  @Test
  void one_topic_for_all_labels_says_nothing() {
    Agreement agreement =
        Contingency.of(List.of(new Cell(0, "x", 2), new Cell(0, "y", 2))).agreement();
    assertEquals(new Agreement(4, 0, 0, 0.5), agreement);
  }

  @Test
  void without_documents_there_is_no_figure() {
    Agreement agreement = Contingency.of(List.of()).agreement();
    assertEquals(0, agreement.documents());
    assertTrue(Double.isNaN(agreement.nmi()) && Double.isNaN(agreement.purity()));
  }

  @Test
  void diversity_is_the_share_of_different_words() {
    assertEquals(0.8, TopicDiversity.of(List.of(List.of("a", "b", "c"), List.of("c", "d"))), EXACT);
    assertTrue(Double.isNaN(TopicDiversity.of(List.of(List.of()))));
  }

  @Test
  void topics_are_matched_most_alike_first_and_each_once() {
    List<List<String>> left = List.of(List.of("a", "b", "c"), List.of("a", "b", "d"));
    List<List<String>> right =
        List.of(List.of("d", "b", "a"), List.of("e", "f", "a"), List.of("g", "h", "i"));
    // d b a is the second's twin; what is left for the first shares one word of five.
    assertEquals((1 + 1 / 5.0) / 3, TopicMatching.similarity(left, right), EXACT);
    assertEquals(1, TopicMatching.similarity(left, left), EXACT);
    assertEquals(0, TopicMatching.similarity(left, List.of()), EXACT);
    assertTrue(Double.isNaN(TopicMatching.similarity(List.of(), List.of())));
  }

  @Test
  void the_best_of_a_tradeoff_are_those_that_none_beats() {
    boolean[] best =
        Tradeoff.best(
            List.of(
                new double[] {1, 5},
                new double[] {2, 4},
                new double[] {1, 4},
                new double[] {2, Double.NaN},
                new double[] {2, 4}));
    assertArrayEquals(new boolean[] {true, true, false, false, true}, best);
  }
}
