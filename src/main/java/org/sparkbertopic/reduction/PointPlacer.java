package org.sparkbertopic.reduction;

import org.sparkbertopic.compute.CounterRandom;

/**
 * Places one new point in a finished layout: at the weighted mean of its neighbours' places, and
 * then by the layout's own forces, which move the new point alone (McInnes et al. 2018, section
 * 5.3; rates and epochs as in umap-learn). Its lots depend on the point's content, so that a point
 * comes to the same place in whatever company.
 */
final class PointPlacer {

  private final float[] places;
  private final int dimension;
  private final LayoutForces forces;
  private final SmoothKnn smooth;
  private final int epochs;
  private final double learningRate;
  private final int negativeSamples;
  private final long seed;

  /**
   * @param places of the training points, {@code [vertices * dimension]}
   */
  PointPlacer(
      float[] places,
      int dimension,
      LayoutForces forces,
      SmoothKnn smooth,
      int epochs,
      double learningRate,
      int negativeSamples,
      long seed) {
    this.places = places;
    this.dimension = dimension;
    this.forces = forces;
    this.smooth = smooth;
    this.epochs = epochs;
    this.learningRate = learningRate;
    this.negativeSamples = negativeSamples;
    this.seed = seed;
  }

  /**
   * Places a point.
   *
   * @param neighbors its nearest training points, nearest first
   * @param distances their distances
   * @param content a hash of the point
   */
  float[] place(int[] neighbors, float[] distances, long content) {
    float[] weights = weights(distances);
    float heaviest = 0;
    for (float weight : weights) {
      heaviest = Math.max(heaviest, weight);
    }
    float[] interval = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      interval[i] =
          weights[i] * epochs < heaviest ? Float.POSITIVE_INFINITY : heaviest / weights[i];
    }
    float[] due = interval.clone();
    MovingPoint point = new MovingPoint(forces, dimension);
    System.arraycopy(mean(neighbors, weights), 0, point.place(), 0, dimension);
    int vertices = places.length / dimension;
    long lot = CounterRandom.bits(seed, content);
    int draws = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      float rate = (float) (learningRate * (1 - (double) epoch / epochs));
      for (int i = 0; i < weights.length; i++) {
        if (due[i] > epoch) {
          continue;
        }
        due[i] += interval[i];
        point.pull(places, neighbors[i], rate);
        for (int j = 0; j < negativeSamples; j++) {
          long bits = CounterRandom.bits(lot, draws >> 1) << ((draws & 1) * 32);
          draws++;
          point.push(places, CounterRandom.bounded(bits, vertices), bits, rate);
        }
      }
    }
    return point.place();
  }

  private float[] weights(float[] distances) {
    double rho = smooth.rho(distances, 0, distances.length);
    double sigma = smooth.sigma(distances, 0, distances.length, rho);
    float[] weights = new float[distances.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) SmoothKnn.weight(distances[i], rho, sigma);
    }
    return weights;
  }

  private float[] mean(int[] neighbors, float[] weights) {
    double total = 0;
    double[] sum = new double[dimension];
    for (int i = 0; i < weights.length; i++) {
      total += weights[i];
      for (int d = 0; d < dimension; d++) {
        sum[d] += (double) weights[i] * places[neighbors[i] * dimension + d];
      }
    }
    float[] mean = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      mean[d] = total > 0 ? (float) (sum[d] / total) : places[neighbors[0] * dimension + d];
    }
    return mean;
  }
}
