package org.sparkbertopic.assign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;

class TextSimilarityTest {

  private static final int TOPICS = 300;
  private static final int TERMS = 500;
  private static final int TEXTS = 200;

  private final Random random = new Random(74);

  @Test
  void topics_that_may_reach_the_least_cosine_have_all_its_bits() {
    for (boolean bm25 : new boolean[] {false, true}) {
      ClassTfidfModel model = ClassTfidf.create().withBm25Weighting(bm25).fit(counts());
      TermTopics topics = TermTopics.of(model.weights());
      TextSimilarity all = new TextSimilarity(model, topics);
      TextSimilarity some = new TextSimilarity(model, topics);
      long compared = 0;
      long found = 0;
      for (int text = 0; text < TEXTS; text++) {
        int words = 1 + random.nextInt(text % 2 == 0 ? 5 : 60);
        all.clear();
        some.clear();
        for (int word = 0; word < words; word++) {
          int column = frequent();
          all.add(column);
          some.add(column);
        }
        double least = List.of(0.05, 0.1, 0.5, 1.0).get(text % 4);
        TopicSums expected = all.cosines(0);
        TopicSums cosines = some.cosines(least);
        Set<Integer> places = new TreeSet<>();
        IntStream.range(0, cosines.count()).map(cosines::place).forEach(places::add);
        for (int topic = 0; topic < TOPICS; topic++) {
          if (places.contains(topic) || expected.sum(topic) >= least) {
            assertEquals(expected.sum(topic), cosines.sum(topic), "topic " + topic);
          }
        }
        compared += expected.count();
        found += cosines.count();
      }
      assertTrue(found < compared / 2, found + " of " + compared + " topics");
    }
  }

  /** Topics of ten terms of their own and of a hundred that many have. */
  private TermMatrix counts() {
    int[] pointers = new int[TOPICS + 1];
    List<Integer> columns = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int topic = 0; topic < TOPICS; topic++) {
      Set<Integer> terms = new TreeSet<>();
      for (int i = 0; i < 100; i++) {
        terms.add(frequent());
      }
      for (int i = 0; i < 10; i++) {
        terms.add(random.nextInt(TERMS));
      }
      for (int term : terms) {
        columns.add(term);
        values.add(1.0 + random.nextInt(20));
      }
      pointers[topic + 1] = columns.size();
    }
    return new TermMatrix(
        IntStream.range(0, TOPICS).toArray(),
        IntStream.range(0, TERMS)
            .mapToObj(term -> String.format(Locale.ROOT, "t%03d", term))
            .toList(),
        pointers,
        columns.stream().mapToInt(Integer::intValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Small numbers are drawn far more often. */
  private int frequent() {
    return (int) Math.pow(TERMS, random.nextDouble()) - 1;
  }
}
