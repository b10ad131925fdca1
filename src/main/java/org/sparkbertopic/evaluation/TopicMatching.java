package org.sparkbertopic.evaluation;

import java.util.Comparator;
import java.util.List;
import org.sparkbertopic.topics.WordOverlap;
import org.sparkbertopic.topics.WordOverlap.Shared;

/**
 * Similarity of the words of two sets of topics. Topics are matched by the Jaccard similarity of
 * their top words, the most similar first, each topic once; a topic without a partner counts as 0.
 * Greene, O'Callaghan, Cunningham (How Many Topics? Stability Analysis for Topic Models, 2014)
 * compare such matchings.
 *
 * <p>The matching is greedy instead of optimal ({@link org.sparkbertopic.compute.OptimalMatching}):
 * without a threshold nearly all topics are connected by common words, so an optimal one takes
 * cubic time in the topics, and the two hardly differ, because most topics share many words with
 * few others. Time is linear in the pairs of topics that share a word.
 */
public final class TopicMatching {

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
    List<Shared> candidates = WordOverlap.of(left, right);
    candidates.sort(
        Comparator.comparingDouble(Shared::similarity)
            .reversed()
            .thenComparingInt(Shared::left)
            .thenComparingInt(Shared::right));
    boolean[] leftTaken = new boolean[left.size()];
    boolean[] rightTaken = new boolean[right.size()];
    double sum = 0;
    for (Shared match : candidates) {
      if (!leftTaken[match.left()] && !rightTaken[match.right()]) {
        leftTaken[match.left()] = true;
        rightTaken[match.right()] = true;
        sum += match.similarity();
      }
    }
    return sum / most;
  }
}
