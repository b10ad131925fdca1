package org.sparkbertopic.clustering.mllib;

/** What the decay of {@link StreamingKMeans} counts. */
public enum DecayUnit {
  /** Each batch decays what came before it once. */
  BATCHES {
    @Override
    double discount(double decayFactor, long points) {
      return decayFactor;
    }
  },
  /** Each point decays what came before its batch once. */
  POINTS {
    @Override
    double discount(double decayFactor, long points) {
      return StrictMath.pow(decayFactor, (double) points);
    }
  };

  /** The factor of earlier weights, at a batch of some points. */
  abstract double discount(double decayFactor, long points);
}
