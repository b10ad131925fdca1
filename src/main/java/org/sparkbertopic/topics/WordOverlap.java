package org.sparkbertopic.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which topics of two sets share words, and how many. Time is linear in the pairs of topics that
 * share a word.
 */
public final class WordOverlap {

  /**
   * Two topics that share words.
   *
   * @param left place of the topic in the one set
   * @param right place in the other
   * @param shared words that both have
   * @param all words that one of them has
   */
  public record Shared(int left, int right, int shared, int all) {

    /** Jaccard's similarity of the words. */
    public double similarity() {
      return (double) shared / all;
    }
  }

  private WordOverlap() {}

  /**
   * All pairs with a word in common, ascending by their places.
   *
   * @param left words of each topic
   * @param right the same for the other set
   */
  public static List<Shared> of(List<List<String>> left, List<List<String>> right) {
    List<Set<String>> leftWords = left.stream().<Set<String>>map(HashSet::new).toList();
    List<Set<String>> rightWords = right.stream().<Set<String>>map(HashSet::new).toList();
    Map<String, List<Integer>> rightTopics = new HashMap<>();
    for (int topic = 0; topic < rightWords.size(); topic++) {
      for (String word : rightWords.get(topic)) {
        rightTopics.computeIfAbsent(word, key -> new ArrayList<>()).add(topic);
      }
    }
    List<Shared> pairs = new ArrayList<>();
    for (int topic = 0; topic < leftWords.size(); topic++) {
      Map<Integer, Integer> counts = new TreeMap<>();
      for (String word : leftWords.get(topic)) {
        for (int other : rightTopics.getOrDefault(word, List.of())) {
          counts.merge(other, 1, Integer::sum);
        }
      }
      for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
        int shared = entry.getValue();
        int all = leftWords.get(topic).size() + rightWords.get(entry.getKey()).size() - shared;
        pairs.add(new Shared(topic, entry.getKey(), shared, all));
      }
    }
    return pairs;
  }
}
