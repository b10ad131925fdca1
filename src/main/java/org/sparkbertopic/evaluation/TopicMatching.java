package org.sparkbertopic.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Similarity of the words of two sets of topics. Topics are matched by the Jaccard similarity of
 * their top words, the most similar first, each topic once; a topic without a partner counts as 0.
 * Greene, O'Callaghan, Cunningham (How Many Topics? Stability Analysis for Topic Models, 2014)
 * compare such matchings.
 *
 * <p>The matching is greedy instead of optimal. An optimal one takes cubic time in the topics, and
 * the two hardly differ, because most topics share words with few others. Time is linear in the
 * pairs of topics that share a word.
 */
public final class TopicMatching {

  private record Match(int left, int right, double similarity) {}

  private TopicMatching() {}

  /**
   * The mean similarity of matched topics. Ties are broken by the order of the topics in the lists.
   *
   * @param left the top words of each topic
   * @param right the same for the other set
   * @return in [0, 1], 1 if both have the same words; NaN if both are empty
   */
  public static double similarity(List<List<String>> left, List<List<String>> right) {
    int most = Math.max(left.size(), right.size());
    if (most == 0) {
      return Double.NaN;
    }
    List<Match> candidates = candidates(left, right);
    candidates.sort(
        Comparator.comparingDouble(Match::similarity)
            .reversed()
            .thenComparingInt(Match::left)
            .thenComparingInt(Match::right));
    boolean[] leftTaken = new boolean[left.size()];
    boolean[] rightTaken = new boolean[right.size()];
    double sum = 0;
    for (Match match : candidates) {
      if (!leftTaken[match.left] && !rightTaken[match.right]) {
        leftTaken[match.left] = true;
        rightTaken[match.right] = true;
        sum += match.similarity;
      }
    }
    return sum / most;
  }

  private static List<Match> candidates(List<List<String>> left, List<List<String>> right) {
    List<Set<String>> leftWords = left.stream().<Set<String>>map(HashSet::new).toList();
    List<Set<String>> rightWords = right.stream().<Set<String>>map(HashSet::new).toList();
    Map<String, List<Integer>> rightTopics = new HashMap<>();
    for (int topic = 0; topic < rightWords.size(); topic++) {
      for (String word : rightWords.get(topic)) {
        rightTopics.computeIfAbsent(word, key -> new ArrayList<>()).add(topic);
      }
    }
    List<Match> candidates = new ArrayList<>();
    for (int topic = 0; topic < leftWords.size(); topic++) {
      Map<Integer, Integer> shared = new HashMap<>();
      for (String word : leftWords.get(topic)) {
        for (int other : rightTopics.getOrDefault(word, List.of())) {
          shared.merge(other, 1, Integer::sum);
        }
      }
      for (Map.Entry<Integer, Integer> entry : shared.entrySet()) {
        int union =
            leftWords.get(topic).size() + rightWords.get(entry.getKey()).size() - entry.getValue();
        candidates.add(new Match(topic, entry.getKey(), (double) entry.getValue() / union));
      }
    }
    return candidates;
  }
}
