package org.sparkbertopic.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * Coherence of topics from counts of windows, by the formulas of Röder, Both, Hinneburg (2015) with
 * gensim's constants: NPMI of a pair is {@code log((p(a, b) + 1e-12) / (p(a) p(b))) / -log(p(a, b)
 * + 1e-12)}.
 *
 * <p>A word that does not occur in any window is left out of its topic, as gensim does with words
 * outside of its dictionary. A topic with fewer than two remaining words has no coherence (NaN).
 */
final class Coherence {

  /** gensim's and Röder's. */
  private static final double EPSILON = 1e-12;

  private final TopicWordPairs pairs;
  private final WindowCounts counts;

  Coherence(TopicWordPairs pairs, WindowCounts counts) {
    this.pairs = pairs;
    this.counts = counts;
  }

  /** The coherence of one topic's words; NaN if fewer than two of them occur. */
  double of(CoherenceMeasure measure, List<String> words) {
    int[] known =
        words.stream()
            .distinct()
            .mapToInt(pairs::wordOf)
            .filter(word -> word >= 0 && counts.ofWord(word) > 0)
            .toArray();
    if (known.length < 2) {
      return Double.NaN;
    }
    return switch (measure) {
      case NPMI -> meanOfPairs(known);
      case C_V -> indirectCosine(known);
    };
  }

  private double meanOfPairs(int[] words) {
    double sum = 0;
    for (int i = 0; i < words.length; i++) {
      for (int j = i + 1; j < words.length; j++) {
        sum += npmi(words[i], words[j]);
      }
    }
    return sum / (words.length * (words.length - 1) / 2.0);
  }

  /** Röder's one-set segmentation with indirect cosine similarity of NPMI vectors, gamma 1. */
  private double indirectCosine(int[] words) {
    int n = words.length;
    double[][] vectors = new double[n][n];
    double[] whole = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        vectors[i][j] = npmi(words[i], words[j]);
        whole[j] += vectors[i][j];
      }
    }
    double sum = 0;
    for (double[] vector : vectors) {
      sum += cosine(vector, whole);
    }
    return sum / n;
  }

  private static double cosine(double[] a, double[] b) {
    double dot = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      normA += a[i] * a[i];
      normB += b[i] * b[i];
    }
    double norms = Math.sqrt(normA) * Math.sqrt(normB);
    return norms == 0 ? 0 : dot / norms;
  }

  private double npmi(int a, int b) {
    long together = a == b ? counts.ofWord(a) : counts.ofPair(pairs.pairOf(a, b));
    if (together == counts.windows()) {
      // Both words are in every window: the formula is 0 / 0, so use its limit.
      return 1;
    }
    double windows = counts.windows();
    double joint = together / windows + EPSILON;
    double chance = (counts.ofWord(a) / windows) * (counts.ofWord(b) / windows);
    return StrictMath.log(joint / chance) / -StrictMath.log(joint);
  }

  /** The mean of the values that are not NaN; NaN if there are none. */
  static double mean(double[] ofTopics) {
    return Arrays.stream(ofTopics)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
