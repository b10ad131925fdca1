package org.sparkbertopic.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The words of topics, numbered, and the pairs of words that share a topic: all that is counted in
 * the texts. Words are numbered in the order of their characters, pairs by their words, so equal
 * topics have equal numbers in any order.
 *
 * <p>Memory: topics x words per topic squared, at most, whatever the corpus.
 */
final class TopicWordPairs implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String[] words;

  /** Where the partners of each word begin in {@link #partners}: {@code [words + 1]}. */
  private final int[] starts;

  /**
   * Words of larger number that share a topic with a word, ascending; a pair's number is its place.
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

  /** Number of a word, negative if it is none. */
  int wordOf(String word) {
    return Arrays.binarySearch(words, word);
  }

  /** First pair of a word with a word of larger number. */
  int firstPair(int word) {
    return starts[word];
  }

  /** One past the last pair of a word with a word of larger number. */
  int endOfPairs(int word) {
    return starts[word + 1];
  }

  /** The word of larger number of a pair. */
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
