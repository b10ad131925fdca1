package org.sparkbertopic.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against gensim's own way: a window that slides over every word and keeps a set of words. */
class TextWindowsTest {

  private static final List<List<String>> TOPICS =
      List.of(List.of("a", "b", "c"), List.of("c", "d"), List.of("e"));

  private final TopicWordPairs pairs = TopicWordPairs.of(TOPICS);

  private WindowCounts count(int size, List<List<String>> texts) {
    TextWindows windows = new TextWindows(pairs);
    WindowCounts counts = new WindowCounts(size, pairs);
    for (List<String> text : texts) {
      windows.begin();
      for (String token : text) {
        windows.next();
        if (pairs.wordOf(token) >= 0) {
          windows.at(pairs.wordOf(token));
        }
      }
      windows.end(List.of(counts));
    }
    return counts;
  }

  private WindowCounts slide(int size, List<List<String>> texts) {
    WindowCounts counts = new WindowCounts(size, pairs);
    for (List<String> text : texts) {
      int last = Math.max(0, text.size() - size);
      Set<String> inside = new HashSet<>(text.subList(0, Math.min(size, text.size())));
      for (int window = 0; window <= last; window++) {
        if (window > 0) {
          inside.remove(text.get(window - 1));
          inside.add(text.get(window + size - 1));
        }
        counts.addWindows(1);
        for (int a = 0; a < pairs.wordCount(); a++) {
          if (inside.contains(pairs.words().get(a))) {
            counts.addWord(a, 1);
            for (int pair = pairs.firstPair(a); pair < pairs.endOfPairs(a); pair++) {
              counts.addPair(pair, inside.contains(pairs.words().get(pairs.partner(pair))) ? 1 : 0);
            }
          }
        }
      }
    }
    return counts;
  }

  private void assertSame(WindowCounts expected, WindowCounts actual, String where) {
    assertEquals(expected.windows(), actual.windows(), where);
    for (int word = 0; word < pairs.wordCount(); word++) {
      assertEquals(expected.ofWord(word), actual.ofWord(word), where + ", word " + word);
    }
    for (int pair = 0; pair < pairs.pairCount(); pair++) {
      assertEquals(expected.ofPair(pair), actual.ofPair(pair), where + ", pair " + pair);
    }
  }

  @Test
  void counts_are_those_of_a_window_that_slides_word_by_word() {
    Random random = new Random(7);
    List<String> vocabulary = List.of("a", "b", "c", "d", "e", "x", "y", "z", "w");
    for (int round = 0; round < 200; round++) {
      List<List<String>> texts =
          random
              .ints(1 + random.nextInt(4), 0, 40)
              .mapToObj(
                  length ->
                      random.ints(length, 0, vocabulary.size()).mapToObj(vocabulary::get).toList())
              .toList();
      int size = 1 + random.nextInt(12);
      assertSame(slide(size, texts), count(size, texts), "size " + size + ", texts " + texts);
    }
  }

  @Test
  void a_short_text_is_one_window_and_so_is_an_empty_one() {
    WindowCounts counts = count(10, List.of(List.of("a", "x", "b"), List.of()));
    assertEquals(2, counts.windows());
    assertEquals(1, counts.ofWord(pairs.wordOf("a")));
    assertEquals(1, counts.ofPair(pairs.pairOf(pairs.wordOf("b"), pairs.wordOf("a"))));
  }

  @Test
  void a_repeated_word_leaves_with_its_first_occurrence_as_in_gensim() {
    // Windows of 3: [a x a], [x a x], [a x x], [x x x]; gensim sees an a in the first alone.
    assertEquals(
        1,
        count(3, List.of(Arrays.asList("a", "x", "a", "x", "x", "x"))).ofWord(pairs.wordOf("a")));
  }

  @Test
  void only_pairs_that_share_a_topic_are_counted() {
    assertEquals(5, pairs.wordCount());
    assertEquals(4, pairs.pairCount());
  }
}
