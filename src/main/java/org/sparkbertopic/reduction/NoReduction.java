package org.sparkbertopic.reduction;

import org.sparkbertopic.compute.FitContext;

/** Leaves the vectors unchanged, for embeddings that are clustered directly. */
public record NoReduction() implements DimensionReducer {

  /** A model without training rows. It returns vectors of that length unchanged. */
  public static NoReductionModel modelOf(int dimension) {
    return new NoReductionModel(dimension, new float[0][]);
  }

  @Override
  public NoReductionModel fit(float[][] points, FitContext context) {
    int dimension = RowChecks.checkTraining(points);
    float[][] copies = new float[points.length][];
    for (int i = 0; i < points.length; i++) {
      copies[i] = points[i].clone();
    }
    return new NoReductionModel(dimension, copies);
  }
}
