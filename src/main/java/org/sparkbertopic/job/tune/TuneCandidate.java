package org.sparkbertopic.job.tune;

import org.sparkbertopic.clustering.hdbscan.Hdbscan;

/**
 * One combination of parameters and what it gives on the sample.
 *
 * @param nNeighbors of UMAP; 0 where the reduction is another
 * @param clusterer with its parameters
 * @param labels {@code [sample]}: the cluster of each document, -1 for outliers
 * @param topics clusters found
 * @param outliers documents of the sample without a cluster
 * @param relativeValidity of the clusters; NaN without any
 * @param npmi mean coherence of the topics; NaN where there is none
 * @param diversity of the topics' words; NaN likewise
 * @param best whether no other is as good in outliers, coherence and diversity, and better in one
 */
public record TuneCandidate(
    int nNeighbors,
    Hdbscan clusterer,
    int[] labels,
    int topics,
    long outliers,
    double relativeValidity,
    double npmi,
    double diversity,
    boolean best) {

  /** Clustered, not measured yet. */
  static TuneCandidate of(
      int nNeighbors,
      Hdbscan clusterer,
      int[] labels,
      int topics,
      long outliers,
      double relativeValidity) {
    return new TuneCandidate(
        nNeighbors,
        clusterer,
        labels,
        topics,
        outliers,
        relativeValidity,
        Double.NaN,
        Double.NaN,
        false);
  }

  double outlierShare() {
    return (double) outliers / labels.length;
  }

  TuneCandidate withWords(double npmi, double diversity) {
    return new TuneCandidate(
        nNeighbors, clusterer, labels, topics, outliers, relativeValidity, npmi, diversity, best);
  }

  TuneCandidate withBest(boolean value) {
    return new TuneCandidate(
        nNeighbors, clusterer, labels, topics, outliers, relativeValidity, npmi, diversity, value);
  }

  /** Better is more. */
  double[] figures() {
    return new double[] {-outlierShare(), npmi, diversity};
  }
}
