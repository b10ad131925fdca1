package org.sparkbertopic.reduction.linear;

import org.sparkbertopic.compute.Workers;

/**
 * Principal axes of rows that arrive in batches (Ross, Lim, Lin, Yang: Incremental learning for
 * robust visual tracking, 2008, section 3.1). What is kept of earlier rows is their number, their
 * mean, and the leading axes with their singular values. The scatter matrix of all rows is, as far
 * as it is known, that of the axes, plus that of the batch around its own mean, plus a term for the
 * distance of the two means; its leading axes are the new ones. The first batch gives its principal
 * axes exactly; later ones lose what lies outside of the axes kept.
 *
 * <p>Time of a batch: rows x columns^2, and once the decomposition of the scatter matrix.
 *
 * @param axes mean of all rows, and axes; those not known yet are zero
 * @param singularValues {@code [count]}, of the rows around their mean; descending
 * @param rows number of rows so far
 */
record IncrementalAxes(PrincipalAxes axes, double[] singularValues, long rows) {

  /** Of no rows. */
  static IncrementalAxes empty(int columns, int count) {
    return new IncrementalAxes(
        new PrincipalAxes(new double[columns], new double[count][columns]), new double[count], 0);
  }

  /** Of these rows and a batch of at least one. */
  IncrementalAxes with(float[][] batch, long seed, Workers workers) {
    int columns = axes.mean().length;
    double[] mean = axes.mean();
    double[] batchMean = PrincipalAxes.mean(batch);
    double[][] scatter = PrincipalAxes.covariance(batch, batchMean, workers);
    for (double[] row : scatter) {
      for (int j = 0; j < columns; j++) {
        row[j] *= batch.length;
      }
    }
    long total = rows + batch.length;
    double[] shift = new double[columns];
    double[] newMean = new double[columns];
    for (int j = 0; j < columns; j++) {
      shift[j] = mean[j] - batchMean[j];
      newMean[j] = (mean[j] * rows + batchMean[j] * batch.length) / total;
    }
    addOuterProduct(scatter, shift, (double) rows / total * batch.length);
    for (int i = 0; i < singularValues.length; i++) {
      addOuterProduct(scatter, axes.axes()[i], singularValues[i] * singularValues[i]);
    }
    PrincipalAxes.Spectrum spectrum =
        PrincipalAxes.Spectrum.of(scatter, singularValues.length, seed, workers);
    double[] roots = new double[singularValues.length];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(spectrum.values()[i]);
    }
    return new IncrementalAxes(new PrincipalAxes(newMean, spectrum.axes()), roots, total);
  }

  /** Where the point that {@code former} has at {@code place}, or the nearest one, lies here. */
  double[] carriedOver(IncrementalAxes former, double[] place) {
    double[] offset = new double[axes.mean().length];
    for (int j = 0; j < offset.length; j++) {
      offset[j] = former.axes.mean()[j] - axes.mean()[j];
    }
    for (int i = 0; i < place.length; i++) {
      double[] axis = former.axes.axes()[i];
      for (int j = 0; j < offset.length; j++) {
        offset[j] += place[i] * axis[j];
      }
    }
    double[] carried = new double[axes.axes().length];
    for (int i = 0; i < carried.length; i++) {
      double[] axis = axes.axes()[i];
      for (int j = 0; j < offset.length; j++) {
        carried[i] += offset[j] * axis[j];
      }
    }
    return carried;
  }

  private static void addOuterProduct(double[][] matrix, double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      double scaled = factor * vector[i];
      for (int j = 0; j < vector.length; j++) {
        matrix[i][j] += scaled * vector[j];
      }
    }
  }
}
