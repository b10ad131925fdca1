package org.sparkbertopic.job.tune;

import org.sparkbertopic.clustering.hdbscan.Hdbscan;

/**
 * One combination of parameters, and its result on the sample.
 *
 * @param nNeighbors number of neighbours in UMAP; 0 with another reducer
 * @param clusterer clusterer with its parameters
 * @param labels {@code [sample]}: the cluster of each document, -1 for outliers
 * @param topics number of clusters
 * @param outliers number of sample documents without a cluster
 * @param relativeValidity relative validity of the clusters; NaN if there are none
 * @param npmi mean coherence of the topics; NaN if it cannot be computed
 * @param diversity diversity of the topics' words; NaN if it cannot be computed
 * @param best whether the candidate is on the Pareto front of outliers, coherence and diversity
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

  /** A candidate that is clustered but not yet measured. */
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

  /** The measures to maximize. */
  double[] figures() {
    return new double[] {-outlierShare(), npmi, diversity};
  }
}
