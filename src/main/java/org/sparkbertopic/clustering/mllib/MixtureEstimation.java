package org.sparkbertopic.clustering.mllib;

import java.util.Arrays;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.Workers;

/**
 * One round of expectation and maximisation. Rows are taken in blocks: within a block each row's
 * shares are computed by one thread, then each component adds the block's rows up in their order,
 * so that the sums are the same on any number of threads and no more than a block's shares are
 * kept.
 */
final class MixtureEstimation {

  static final int ROW_GRAIN = 64;

  private static final int BLOCK_ROWS = 1024;

  /** scikit-learn's: keeps an empty component from having no weight at all. */
  private static final double LEAST_WEIGHT = 10 * Math.ulp(1.0);

  private final Points points;
  private final int components;
  private final boolean full;
  private final double regularization;
  private final Workers workers;
  private final int matrixSize;

  /**
   * @param next the components after the round
   * @param meanLogLikelihood of a point before it
   */
  record Step(GaussianComponents next, double meanLogLikelihood) {}

  MixtureEstimation(
      Points points,
      int components,
      Covariance covariance,
      double regularization,
      Workers workers) {
    this.points = points;
    this.components = components;
    this.full = covariance == Covariance.FULL;
    this.regularization = regularization;
    this.workers = workers;
    this.matrixSize = full ? points.dimension * points.dimension : points.dimension;
    if ((long) components * matrixSize > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "GaussianMixture.nComponents must be fewer for points of "
              + points.dimension
              + " columns, got "
              + components
              + "; reduce the points first, or take diagonal covariances");
    }
  }

  /** The components that hard clusters make. */
  GaussianComponents of(CentroidModel clusters) {
    int[] labels = clusters.labels();
    Sums sums =
        new Sums(Arrays.stream(clusters.centers()).flatMapToDouble(Arrays::stream).toArray());
    double[] shares = new double[BLOCK_ROWS * components];
    for (int block = 0; block < points.rows; block += BLOCK_ROWS) {
      int rows = Math.min(BLOCK_ROWS, points.rows - block);
      Arrays.fill(shares, 0);
      for (int i = 0; i < rows; i++) {
        shares[i * components + labels[block + i]] = 1;
      }
      sums.add(block, rows, shares);
    }
    return sums.components();
  }

  Step step(GaussianComponents current) {
    Sums sums = new Sums(current.means());
    double[] shares = new double[BLOCK_ROWS * components];
    double[] likelihoods = new double[BLOCK_ROWS];
    double total = 0;
    for (int block = 0; block < points.rows; block += BLOCK_ROWS) {
      int first = block;
      int rows = Math.min(BLOCK_ROWS, points.rows - block);
      workers.forEachRange(
          rows,
          ROW_GRAIN,
          (from, to) -> {
            double[] own = new double[components];
            double[] scratch = new double[points.dimension];
            for (int i = from; i < to; i++) {
              likelihoods[i] =
                  current.responsibilities(
                      points.values, (first + i) * points.dimension, own, scratch);
              System.arraycopy(own, 0, shares, i * components, components);
            }
          });
      for (int i = 0; i < rows; i++) {
        total += likelihoods[i];
      }
      sums.add(first, rows, shares);
    }
    return new Step(sums.components(), total / points.rows);
  }

  /** Weighted sums of the rows around given centres: so that no large numbers are subtracted. */
  private final class Sums {
    private final double[] around;
    private final double[] weights = new double[components];
    private final double[] firsts = new double[components * points.dimension];
    private final double[] seconds = new double[components * matrixSize];

    Sums(double[] around) {
      this.around = around;
    }

    void add(int first, int rows, double[] shares) {
      workers.forEachRange(
          components,
          1,
          (from, to) -> {
            double[] difference = new double[points.dimension];
            for (int c = from; c < to; c++) {
              for (int i = 0; i < rows; i++) {
                double share = shares[i * components + c];
                if (share > 0) {
                  add(c, share, (first + i) * points.dimension, difference);
                }
              }
            }
          });
    }

    private void add(int c, double share, int row, double[] difference) {
      int dimension = points.dimension;
      weights[c] += share;
      for (int j = 0; j < dimension; j++) {
        difference[j] = points.values[row + j] - around[c * dimension + j];
        firsts[c * dimension + j] += share * difference[j];
      }
      for (int i = 0; i < dimension; i++) {
        double scaled = share * difference[i];
        if (full) {
          int matrixRow = c * matrixSize + i * dimension;
          for (int j = 0; j <= i; j++) {
            seconds[matrixRow + j] += scaled * difference[j];
          }
        } else {
          seconds[c * dimension + i] += scaled * difference[i];
        }
      }
    }

    GaussianComponents components() {
      int dimension = points.dimension;
      double total = 0;
      for (int c = 0; c < components; c++) {
        weights[c] += LEAST_WEIGHT;
        total += weights[c];
      }
      double[] shares = new double[components];
      double[] means = new double[firsts.length];
      for (int c = 0; c < components; c++) {
        shares[c] = weights[c] / total;
        for (int i = 0; i < dimension; i++) {
          double move = firsts[c * dimension + i] / weights[c];
          means[c * dimension + i] = around[c * dimension + i] + move;
          for (int j = full ? 0 : i; j <= i; j++) {
            int entry = full ? c * matrixSize + i * dimension + j : c * dimension + i;
            seconds[entry] =
                seconds[entry] / weights[c] - move * (firsts[c * dimension + j] / weights[c]);
            if (i == j) {
              seconds[entry] += regularization;
            }
          }
        }
      }
      return GaussianComponents.of(dimension, full, shares, means, seconds);
    }
  }
}
