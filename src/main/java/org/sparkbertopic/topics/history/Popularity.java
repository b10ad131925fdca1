package org.sparkbertopic.topics.history;

import java.util.Arrays;

/**
 * The popularity of topics as BERTrend has it (Boutaleb, Picault, Grosjean: BERTrend: Neural Topic
 * Modeling for Emerging Trends Detection, FuturED 2024, section 3, popularity estimation and trend
 * classification; where the paper leaves it open, its published code).
 */
final class Popularity {

  /** A popularity that has faded away does not move the thresholds. */
  static final double LEAST = 1e-5;

  private Popularity() {}

  /**
   * The popularity in each slice. In a slice with documents it grows by their number; in a slice
   * without it becomes {@code p exp(-decay n^2)}, the {@code n}-th one since the last documents.
   *
   * @param slices numbers of slices, ascending; those between them have no documents
   * @param documents of each
   * @return NaN before the first documents
   */
  static double[] of(int[] slices, long[] documents, double decay) {
    double[] popularity = new double[slices.length];
    Arrays.fill(popularity, Double.NaN);
    double last = 0;
    int updated = -1;
    for (int i = 0; i < slices.length; i++) {
      if (updated < 0 && documents[i] == 0) {
        continue;
      }
      // sum of the squares from 1 to n: every slice without documents decays once more
      double n = updated < 0 ? 0 : slices[i] - slices[updated] - (documents[i] > 0 ? 1 : 0);
      double now = last * Math.exp(-decay * (n * (n + 1) * (2 * n + 1) / 6));
      popularity[i] = now + documents[i];
      if (documents[i] > 0) {
        last = popularity[i];
        updated = i;
      }
    }
    return popularity;
  }

  /** The percentile of sorted values, interpolated as NumPy does; 0 where there are none. */
  static double percentile(double[] sorted, double percent) {
    if (sorted.length == 0) {
      return 0;
    }
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Whether a line through equally spaced values rises; a single one does. */
  static boolean rises(double[] values) {
    if (values.length < 2) {
      return true;
    }
    double middle = (values.length - 1) / 2.0;
    double slope = 0;
    for (int i = 0; i < values.length; i++) {
      slope += (i - middle) * values[i];
    }
    return slope > 0;
  }

  static Signal signal(double popularity, double low, double high, boolean rises) {
    if (popularity > high) {
      return Signal.STRONG;
    }
    return popularity >= low && rises ? Signal.WEAK : Signal.NOISE;
  }
}
