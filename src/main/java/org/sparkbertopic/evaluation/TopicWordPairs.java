package org.sparkbertopic.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Numbers the words of topics and the pairs of words that share a topic, which are all that texts
 * are searched for. Words are numbered in the order of their characters, and pairs by their words,
 * so the numbers do not depend on the order of the topics.
 *
 * <p>Memory: at most topics x words per topic squared, whatever the corpus.
 */
final class TopicWordPairs implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String[] words;

  /** Where the partners of each word begin in {@link #partners}: {@code [words + 1]}. */
  private final int[] starts;

  /**
   * Words with a larger number that share a topic with a word, ascending; the number of a pair is
   * its index here.
   */
  private final int[] partners;

  private TopicWordPairs(String[] words, int[] starts, int[] partners) {
    this.words = words;
    this.starts = starts;
    this.partners = partners;
  }

  /**
   * @param topics the words of each topic
   */
  static TopicWordPairs of(Collection<List<String>> topics) {
    TreeSet<String> distinct = new TreeSet<>();
    topics.forEach(distinct::addAll);
    String[] words = distinct.toArray(String[]::new);
    BitSet[] larger = new BitSet[words.length];
    Arrays.setAll(larger, i -> new BitSet());
    for (List<String> topic : topics) {
      int[] ids = topic.stream().mapToInt(word -> Arrays.binarySearch(words, word)).toArray();
      for (int a : ids) {
        for (int b : ids) {
          if (a < b) {
            larger[a].set(b);
          }
        }
      }
    }
    int[] starts = new int[words.length + 1];
    for (int word = 0; word < words.length; word++) {
      starts[word + 1] = starts[word] + larger[word].cardinality();
    }
    int[] partners = new int[starts[words.length]];
    int filled = 0;
    for (BitSet set : larger) {
      for (int b = set.nextSetBit(0); b >= 0; b = set.nextSetBit(b + 1)) {
        partners[filled++] = b;
      }
    }
    return new TopicWordPairs(words, starts, partners);
  }

  List<String> words() {
    return List.of(words);
  }

  int wordCount() {
    return words.length;
  }

  int pairCount() {
    return partners.length;
  }

  /** The number of a word, negative for other words. */
  int wordOf(String word) {
    return Arrays.binarySearch(words, word);
  }

  /** First pair of a word with a word that has a larger number. */
  int firstPair(int word) {
    return starts[word];
  }

  /** One past the last pair of a word with a word that has a larger number. */
  int endOfPairs(int word) {
    return starts[word + 1];
  }

  /** The word of a pair with the larger number. */
  int partner(int pair) {
    return partners[pair];
  }

  /** The number of the pair of two different words of one topic. */
  int pairOf(int a, int b) {
    int small = Math.min(a, b);
    int pair = Arrays.binarySearch(partners, starts[small], starts[small + 1], Math.max(a, b));
    if (pair < 0) {
      throw new IllegalArgumentException(
          "words must share a topic, got \"" + words[a] + "\" and \"" + words[b] + "\"");
    }
    return pair;
  }
}
