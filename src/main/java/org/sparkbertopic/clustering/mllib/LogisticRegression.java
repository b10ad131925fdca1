package org.sparkbertopic.clustering.mllib;

import java.util.Arrays;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;

/**
 * Multinomial logistic regression with a quadratic penalty (scikit-learn's {@code
 * LogisticRegression}): learns given classes, and gives a new point the most likely one with its
 * probability. Found by L-BFGS (Liu, Nocedal: On the limited memory BFGS method, 1989); the problem
 * is convex, so neither start nor seed matter.
 *
 * <p>Time for n points of d columns and k classes: some hundred times n x k x d; memory: the points
 * once more, 24 x k x d and 1,024 x k doubles. The result does not depend on the threads.
 *
 * @param inverseRegularization the larger, the closer the fit (scikit-learn's C)
 * @param maxIterations most steps of the search
 * @param tolerance ends when no entry of the gradient of a point's mean loss is larger
 */
public record LogisticRegression(double inverseRegularization, int maxIterations, double tolerance)
    implements Classifier {

  /** scikit-learn. */
  public static final double DEFAULT_INVERSE_REGULARIZATION = 1.0;

  /** scikit-learn. */
  public static final int DEFAULT_MAX_ITERATIONS = 100;

  /** Ours: of the mean loss, where scikit-learn's 1e-4 is of a sum. */
  public static final double DEFAULT_TOLERANCE = 1e-6;

  public LogisticRegression {
    ClustererChecks.require(
        inverseRegularization > 0 && inverseRegularization < Double.POSITIVE_INFINITY,
        "inverseRegularization",
        "positive and finite",
        inverseRegularization,
        "1 is the usual choice");
    ClustererChecks.positive(maxIterations, "maxIterations", "100 is the usual choice");
    ClustererChecks.tolerance(tolerance, DEFAULT_TOLERANCE);
  }

  /** The default parameters. */
  public static LogisticRegression create() {
    return new LogisticRegression(
        DEFAULT_INVERSE_REGULARIZATION, DEFAULT_MAX_ITERATIONS, DEFAULT_TOLERANCE);
  }

  public LogisticRegression withInverseRegularization(double value) {
    return new LogisticRegression(value, maxIterations, tolerance);
  }

  public LogisticRegression withMaxIterations(int value) {
    return new LogisticRegression(inverseRegularization, value, tolerance);
  }

  public LogisticRegression withTolerance(double value) {
    return new LogisticRegression(inverseRegularization, maxIterations, value);
  }

  @Override
  public LogisticRegressionModel fit(double[][] points, int[] labels, FitContext context) {
    Points all = Points.of(points);
    int classes = checkLabels(labels, all.rows);
    int[] known = new int[labels.length];
    int count = 0;
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] != UNKNOWN) {
        known[count++] = row;
      }
    }
    known = Arrays.copyOf(known, count);
    int[] knownLabels = Arrays.stream(known).map(row -> labels[row]).toArray();
    MultinomialLoss loss =
        MultinomialLoss.of(
            all.subset(known), knownLabels, classes, inverseRegularization, context.workers());
    double[] weights =
        new LimitedMemoryBfgs(maxIterations, tolerance)
            .minimize(
                loss,
                new double[classes * (all.dimension + 1)],
                share -> context.progress().report("logistic regression", share));
    return LogisticRegressionModel.of(all, labels, loss.uncentered(weights), classes);
  }

  private static int checkLabels(int[] labels, int rows) {
    ClustererChecks.require(
        labels.length == rows,
        "labels",
        "one for each of the " + rows + " points",
        labels.length,
        "give them in the order of the points");
    for (int row = 0; row < rows; row++) {
      if (labels[row] < UNKNOWN) {
        throw new IllegalArgumentException(
            "labels must be -1 (unknown) or more, got "
                + labels[row]
                + " in row "
                + row
                + "; number the classes from 0");
      }
    }
    long present = Arrays.stream(labels).filter(label -> label != UNKNOWN).distinct().count();
    ClustererChecks.require(
        present >= 2,
        "labels",
        "of at least two classes",
        present == 0 ? "none" : "one",
        "label documents of every topic, or take a clusterer");
    return Arrays.stream(labels).max().orElse(UNKNOWN) + 1;
  }
}
