package org.sparkbertopic.clustering.mllib;

import static org.apache.spark.sql.functions.col;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;

/**
 * Logistic regression of Spark MLlib with a quadratic penalty, as scikit-learn's {@code
 * LogisticRegression} has it: learns given classes, and gives a new point the most likely one with
 * its probability. Binomial for two classes, multinomial for more; intercepts are not penalised,
 * columns are not scaled. MLlib finds it by L-BFGS (Liu, Nocedal: On the limited memory BFGS
 * method, 1989); the problem is convex, so neither start nor seed matter.
 *
 * <p>Needs a Spark session, and repeats as {@link KMeans} does.
 *
 * <p>Time for n points of d columns and k classes: several tens of rounds of n x k x d, each a job
 * of Spark.
 *
 * @param inverseRegularization the larger, the closer the fit (scikit-learn's C)
 * @param maxIterations most steps of the search
 * @param tolerance ends when the mean loss falls by a smaller share of itself
 */
@RecordBuilder
public record LogisticRegression(double inverseRegularization, int maxIterations, double tolerance)
    implements Classifier, DistributedClusterer, LogisticRegressionBuilder.With {

  /** scikit-learn. */
  public static final double DEFAULT_INVERSE_REGULARIZATION = 1.0;

  /** scikit-learn. */
  public static final int DEFAULT_MAX_ITERATIONS = 100;

  /** MLlib; scikit-learn's 1e-4 is of the gradient. */
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

  /**
   * @throws IllegalStateException if there is no Spark session
   */
  @Override
  public LogisticRegressionModel fit(double[][] points, int[] labels, FitContext context) {
    Points all = Points.of(points);
    checkLabels(labels, all.rows);
    int[] known = IntStream.range(0, all.rows).filter(row -> labels[row] != UNKNOWN).toArray();
    int[] classes = Arrays.stream(known).map(row -> labels[row]).toArray();
    checkClasses(Arrays.stream(classes).distinct().count());
    try (TrainingTable table = TrainingTable.of(all.subset(known), classes)) {
      return fit(table.rows(), known.length, all, labels, context);
    }
  }

  @Override
  public LogisticRegressionModel fit(
      Dataset<Row> table, double[][] sample, int[] labels, FitContext context) {
    Points checked = Points.of(sample);
    checkLabels(labels, checked.rows);
    Dataset<Row> known = table.filter(col(TrainingTable.LABEL).geq(0));
    checkClasses(known.select(TrainingTable.LABEL).distinct().count());
    return fit(known, known.count(), checked, labels, context);
  }

  /**
   * scikit-learn minimises C x sum of losses + |w|^2 / 2, MLlib mean loss + regParam x |w|^2 / 2.
   */
  private LogisticRegressionModel fit(
      Dataset<Row> known, long rows, Points sample, int[] labels, FitContext context) {
    context.progress().report("logistic regression", 0);
    var model =
        new org.apache.spark.ml.classification.LogisticRegression()
            .setFeaturesCol(TrainingTable.FEATURES)
            .setLabelCol(TrainingTable.LABEL)
            .setRegParam(1 / (inverseRegularization * rows))
            .setElasticNetParam(0)
            .setStandardization(false)
            .setMaxIter(maxIterations)
            .setTol(tolerance)
            .fit(known);
    context.progress().report("logistic regression", 1);
    double[] weights = weights(model.coefficientMatrix(), model.interceptVector());
    return LogisticRegressionModel.of(sample, labels, weights, model.numClasses());
  }

  /** By class, its intercept last. Of two classes MLlib has the second alone: the first is 0. */
  private static double[] weights(Matrix coefficients, Vector intercepts) {
    int width = coefficients.numCols() + 1;
    int classes = Math.max(2, coefficients.numRows());
    double[] weights = new double[classes * width];
    int first = classes - coefficients.numRows();
    for (int row = 0; row < coefficients.numRows(); row++) {
      int offset = (first + row) * width;
      for (int column = 0; column < width - 1; column++) {
        weights[offset + column] = coefficients.apply(row, column);
      }
      weights[offset + width - 1] = intercepts.apply(row);
    }
    return weights;
  }

  private static void checkLabels(int[] labels, int rows) {
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
  }

  private static void checkClasses(long present) {
    ClustererChecks.require(
        present >= 2,
        "labels",
        "of at least two classes",
        present == 0 ? "none" : "one",
        "label documents of every topic, or take a clusterer");
  }
}
