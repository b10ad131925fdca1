package org.sparkbertopic.ctfidf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClassTfidfTest {

  private static final double EXACT = 1e-15;

  /**
   * Topic -1: aa 3, bb 1. Topic 0: bb 2, cc 2, dd 2. Topic 4: nothing. Nobody has ee. Ten terms
   * over three topics: 3.33, cut to A = 3.
   */
  private static final TermMatrix COUNTS =
      new TermMatrix(
          new int[] {-1, 0, 4},
          List.of("aa", "bb", "cc", "dd", "ee"),
          new int[] {0, 2, 5, 5},
          new int[] {0, 1, 1, 2, 3},
          new double[] {3, 1, 2, 2, 2});

  @Test
  void weighs_terms_as_bertopic_does_with_the_mean_cut_to_an_integer() {
    ClassTfidfModel model = ClassTfidf.create().fit(COUNTS);
    double[] idf = {
      Math.log(1 + 3 / 3.0), Math.log(1 + 3 / 3.0), Math.log(1 + 3 / 2.0), Math.log(1 + 3 / 2.0), 0
    };
    assertArrayEquals(idf, model.idf(), EXACT);
    assertArrayEquals(
        new double[] {0.75 * idf[0], 0.25 * idf[1], idf[1] / 3, idf[2] / 3, idf[3] / 3},
        model.weights().values(),
        EXACT);
    assertArrayEquals(COUNTS.columns(), model.weights().columns());
  }

  @Test
  void takes_the_bm25_idf() {
    ClassTfidfModel model = ClassTfidf.create().withBm25Weighting(true).fit(COUNTS);
    assertEquals(Math.log(4 / 3.5), model.idf()[0], EXACT);
    assertEquals(Math.log(4 / 2.5), model.idf()[2], EXACT);
    assertEquals(0, model.idf()[4]);
  }

  @Test
  void takes_the_root_of_the_frequencies_to_reduce_frequent_words() {
    ClassTfidfModel model = ClassTfidf.create().withReduceFrequentWords(true).fit(COUNTS);
    assertEquals(Math.sqrt(0.75) * Math.log(2), model.weights().values()[0], EXACT);
    assertEquals(Math.sqrt(1 / 3.0) * Math.log(2.5), model.weights().values()[3], EXACT);
  }

  @Test
  void words_of_guided_topics_have_a_multiplier_of_their_own_that_comes_before_the_other() {
    double[] plain = ClassTfidf.create().fit(COUNTS).idf();
    double[] guided =
        ClassTfidf.create()
            .withSeedWords(List.of("bb", "cc"))
            .withGuidedWords(List.of("aa", "bb", "zz"))
            .fit(COUNTS)
            .idf();
    double[] expected = {1.2 * plain[0], 1.2 * plain[1], 2 * plain[2], plain[3], 0};
    assertArrayEquals(expected, guided, EXACT);
  }

  @Test
  void multiplies_the_idf_of_seed_words_once_and_ignores_seeds_it_does_not_know() {
    ClassTfidf seeded =
        ClassTfidf.create().withSeedWords(List.of("bb", "bb", "zz")).withSeedMultiplier(3);
    double[] plain = ClassTfidf.create().fit(COUNTS).idf();
    double[] idf = seeded.fit(COUNTS).idf();
    assertEquals(3 * plain[1], idf[1]);
    assertEquals(plain[0], idf[0]);
  }

  @Test
  void ranks_terms_by_weight_then_by_code_points_and_leaves_out_those_without_weight() {
    ClassTfidfModel model = ClassTfidf.create().fit(COUNTS);
    assertEquals(List.of("cc", "dd", "bb"), names(model.topTerms(0, 10)));
    assertEquals(List.of("cc", "dd"), names(model.topTerms(0, 2)));
    assertEquals(List.of("cc"), names(model.topTerms(0, 1)));
    assertEquals(List.of(), model.topTerms(0, 0));
    assertEquals(List.of(), model.topTerms(4, 10));

    TermMatrix frequent =
        new TermMatrix(
            new int[] {0, 1},
            List.of("aa", "bb"),
            new int[] {0, 2, 3},
            new int[] {0, 1, 1},
            new double[] {9, 1, 1});
    ClassTfidfModel bm25 = ClassTfidf.create().withBm25Weighting(true).fit(frequent);
    assertTrue(bm25.idf()[0] < 0);
    assertEquals(List.of("bb"), names(bm25.topTerms(0, 10)));
  }

  @Test
  void ranks_any_row_as_a_full_sort_would() {
    int terms = 500;
    double[] counts = new double[terms];
    int[] columns = new int[terms];
    List<String> vocabulary = IntStream.range(0, terms).mapToObj("t%03d"::formatted).toList();
    for (int i = 0; i < terms; i++) {
      counts[i] = 1 + (i * 37) % 23;
      columns[i] = i;
    }
    TermMatrix matrix =
        new TermMatrix(new int[] {0}, vocabulary, new int[] {0, terms}, columns, counts);
    ClassTfidfModel model = new ClassTfidfModel(ClassTfidf.create(), matrix, new double[terms]);
    List<String> expected =
        vocabulary.stream()
            .sorted(
                Comparator.comparingDouble((String term) -> -counts[vocabulary.indexOf(term)])
                    .thenComparing(term -> term))
            .limit(77)
            .toList();
    assertEquals(expected, names(model.topTerms(0, 77)));
  }

  @Test
  void weighs_one_text_by_its_own_frequencies_and_the_fitted_idf() {
    ClassTfidfModel model = ClassTfidf.create().fit(COUNTS);
    int[] columns = {3, 0, 77};
    double[] counts = {1, 3, 99};
    model.weigh(columns, counts, 2);
    assertArrayEquals(
        new double[] {0.25 * model.idf()[3], 0.75 * model.idf()[0], 99}, counts, EXACT);
  }

  @Test
  void transforms_the_counts_it_was_fitted_on_to_the_fitted_weights() {
    ClassTfidfModel model =
        ClassTfidf.create().withReduceFrequentWords(true).withBm25Weighting(true).fit(COUNTS);
    assertArrayEquals(model.weights().values(), model.transform(COUNTS).values());
    TermMatrix other =
        new TermMatrix(new int[] {0}, List.of("aa"), new int[] {0, 0}, new int[0], new double[0]);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> model.transform(other));
    assertTrue(e.getMessage().startsWith("counts must have the fitted vocabulary of 5 terms"));
  }

  @Test
  void fits_a_vocabulary_without_terms_and_a_table_without_topics() {
    TermMatrix noTerms =
        new TermMatrix(
            new int[] {-1, 0}, List.of(), new int[] {0, 0, 0}, new int[0], new double[0]);
    assertEquals(List.of(), ClassTfidf.create().fit(noTerms).topTerms(-1, 10));
    TermMatrix noTopics =
        new TermMatrix(new int[0], List.of(), new int[] {0}, new int[0], new double[0]);
    assertEquals(0, ClassTfidf.create().fit(noTopics).weights().rows());
  }

  @Test
  void refuses_wrong_parameters_and_counts() {
    assertMessage(
        "seedMultiplier must be positive and finite, got 0.0; ",
        () -> ClassTfidf.create().withSeedMultiplier(0));
    TermMatrix negative = COUNTS.withValues(new double[] {3, -1, 2, 2, 2});
    assertMessage(
        "counts must be 0 or more and finite, got -1.0 for \"bb\" in topic -1",
        () -> ClassTfidf.create().fit(negative));
    ClassTfidfModel model = ClassTfidf.create().fit(COUNTS);
    assertMessage("topic must be one of [-1, 0, 4], got 1", () -> model.topTerms(1, 5));
    assertMessage("n must be 0 or more, got -1", () -> model.topTerms(0, -1));
  }

  private static void assertMessage(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private static List<String> names(List<TermScore> terms) {
    return terms.stream().map(TermScore::term).toList();
  }
}
