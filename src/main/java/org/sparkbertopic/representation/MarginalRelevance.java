package org.sparkbertopic.representation;

import java.util.Arrays;

/** Maximal marginal relevance (Carbonell and Goldstein 1998). */
public final class MarginalRelevance {

  private MarginalRelevance() {}

  /**
   * Takes vectors one by one: first the most similar to the query, then those that are similar to
   * it and unlike those taken. Ties go to the first.
   *
   * @param query {@code [dimension]}
   * @param vectors {@code [count][dimension]}
   * @param most how many to take
   * @param diversity 0: by similarity alone, 1: by difference alone
   * @return {@code [count]}: which are taken
   */
  public static boolean[] select(float[] query, float[][] vectors, int most, double diversity) {
    double[] relevance = new double[vectors.length];
    double[] redundancy = new double[vectors.length];
    Arrays.fill(redundancy, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < vectors.length; i++) {
      relevance[i] = Similarity.cosine(vectors[i], query);
    }
    boolean[] taken = new boolean[vectors.length];
    for (int round = 0; round < Math.min(most, vectors.length); round++) {
      int best = -1;
      double bestValue = 0;
      for (int i = 0; i < vectors.length; i++) {
        if (!taken[i]) {
          double value =
              round == 0
                  ? relevance[i]
                  : (1 - diversity) * relevance[i] - diversity * redundancy[i];
          if (best < 0 || value > bestValue) {
            best = i;
            bestValue = value;
          }
        }
      }
      taken[best] = true;
      for (int i = 0; i < vectors.length; i++) {
        if (!taken[i]) {
          redundancy[i] = Math.max(redundancy[i], Similarity.cosine(vectors[i], vectors[best]));
        }
      }
    }
    return taken;
  }
}
