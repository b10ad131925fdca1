package org.sparkbertopic.clustering.hdbscan;

/** GLOSH outlier scores (Campello, Moulavi, Zimek, Sander 2015, section 7). */
final class OutlierScores {

  private OutlierScores() {}

  /**
   * The score of each training row: 1 minus the ratio of the density at which it leaves its cluster
   * to the largest density in and below that cluster. 0 for the densest rows, towards 1 for
   * outliers.
   */
  static double[] of(CondensedTree tree) {
    double[] densest = new double[tree.clusterCount()];
    for (int i = densest.length - 1; i >= 0; i--) {
      densest[i] = Math.max(densest[i], tree.deathOf(tree.root() + i));
      if (i > 0) {
        int parent = tree.parentOf(tree.root() + i) - tree.root();
        densest[parent] = Math.max(densest[parent], densest[i]);
      }
    }
    double[] scores = new double[tree.pointCount()];
    for (int point = 0; point < scores.length; point++) {
      double largest = densest[tree.clusterOfPoint(point) - tree.root()];
      double lambda = tree.lambdaOfPoint(point);
      if (lambda < largest) {
        scores[point] = Double.isInfinite(largest) ? 1 : (largest - lambda) / largest;
      }
    }
    return scores;
  }
}
