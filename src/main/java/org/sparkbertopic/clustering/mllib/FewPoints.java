package org.sparkbertopic.clustering.mllib;

import java.util.Optional;
import org.sparkbertopic.clustering.Points;

/**
 * Centres where there is nothing to train: MLlib wants two clusters at least, and may find fewer.
 */
final class FewPoints {

  private FewPoints() {}

  /**
   * The mean for one cluster, each different point where there are at most as many as clusters;
   * empty for all else.
   *
   * @return {@code [clusters x dimension]}
   */
  static Optional<double[]> centers(Points points, int clusters) {
    if (clusters == 1) {
      return Optional.of(mean(points));
    }
    Points different = points.different(clusters + 1);
    return different.rows <= clusters ? Optional.of(different.values) : Optional.empty();
  }

  private static double[] mean(Points points) {
    double[] mean = new double[points.dimension];
    for (int i = 0; i < points.values.length; i++) {
      mean[i % points.dimension] += points.values[i] / points.rows;
    }
    return mean;
  }
}
