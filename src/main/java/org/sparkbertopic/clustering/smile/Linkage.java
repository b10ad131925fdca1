package org.sparkbertopic.clustering.smile;

import smile.clustering.linkage.CompleteLinkage;
import smile.clustering.linkage.SingleLinkage;
import smile.clustering.linkage.UPGMALinkage;
import smile.clustering.linkage.WardLinkage;

/** How the distance of two clusters follows from the distances of their points. */
public enum Linkage {
  /** The growth of the variance if both become one (Ward 1963). */
  WARD {
    @Override
    smile.clustering.linkage.Linkage of(int points, float[] proximity) {
      return new WardLinkage(points, proximity);
    }
  },

  /** The mean of the distances between their points. */
  AVERAGE {
    @Override
    smile.clustering.linkage.Linkage of(int points, float[] proximity) {
      return new UPGMALinkage(points, proximity);
    }
  },

  /** The distance of their farthest points. */
  COMPLETE {
    @Override
    smile.clustering.linkage.Linkage of(int points, float[] proximity) {
      return new CompleteLinkage(points, proximity);
    }
  },

  /** The distance of their nearest points. */
  SINGLE {
    @Override
    smile.clustering.linkage.Linkage of(int points, float[] proximity) {
      return new SingleLinkage(points, proximity);
    }
  };

  /**
   * Smile's linkage.
   *
   * @param proximity the lower triangle with its diagonal, column by column; used up
   */
  abstract smile.clustering.linkage.Linkage of(int points, float[] proximity);
}
