package org.sparkbertopic.clustering.mllib;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.Softmax;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;

/** A fitted {@link LogisticRegression}: every point has a class, nothing is noise. */
public final class LogisticRegressionModel implements ClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "logistic-regression";

  private static final int VERSION = 1;

  private final int dimension;
  private final int classes;
  private final double[] weights;
  private final int[] labels;
  private final double[] probabilities;

  private LogisticRegressionModel(
      int dimension, int classes, double[] weights, int[] labels, double[] probabilities) {
    this.dimension = dimension;
    this.classes = classes;
    this.weights = weights;
    this.labels = labels;
    this.probabilities = probabilities;
  }

  /**
   * @param weights {@code [classes x (dimension + 1)]}, a class' intercept last
   */
  static LogisticRegressionModel of(Points points, int[] given, double[] weights, int classes) {
    int[] labels = new int[points.rows];
    double[] probabilities = new double[points.rows];
    LogisticRegressionModel model =
        new LogisticRegressionModel(points.dimension, classes, weights, labels, probabilities);
    double[] shares = new double[classes];
    for (int row = 0; row < points.rows; row++) {
      model.shares(points.values, row * points.dimension, shares);
      boolean unknown = given[row] == Classifier.UNKNOWN;
      labels[row] = unknown ? GaussianComponents.largest(shares) : given[row];
      probabilities[row] = shares[labels[row]];
    }
    return model;
  }

  private void shares(double[] values, int offset, double[] shares) {
    int width = dimension + 1;
    for (int c = 0; c < classes; c++) {
      double score = weights[c * width + dimension];
      for (int j = 0; j < dimension; j++) {
        score += weights[c * width + j] * values[offset + j];
      }
      shares[c] = score;
    }
    Softmax.normalize(shares);
  }

  @Override
  public int clusterCount() {
    return classes;
  }

  /** The given class of each training row; the predicted one of those without. */
  @Override
  public int[] labels() {
    return labels;
  }

  /** How likely the model holds each row's label to be. */
  @Override
  public double[] probabilities() {
    return probabilities;
  }

  /** The probability of each class, {@code [classes]}; they add up to 1. */
  public double[] classProbabilities(double[] point) {
    Points.check(point, dimension);
    double[] shares = new double[classes];
    shares(point, 0, shares);
    return shares;
  }

  @Override
  public Prediction predict(double[] point) {
    double[] shares = classProbabilities(point);
    int likeliest = GaussianComponents.largest(shares);
    return new Prediction(likeliest, Math.min(1, shares[likeliest]));
  }

  @Override
  public boolean coversAll() {
    return clusterCount() > 0;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    ModelData.writeHeader(out, VERSION, dimension);
    out.writeInt(classes);
    ArrayWriter.doubles(weights, out);
    out.writeInt(labels.length);
    ArrayWriter.ints(labels, out);
    ArrayWriter.doubles(probabilities, out);
  }

  private static LogisticRegressionModel read(DataInput in, int version) throws IOException {
    int dimension = ModelData.count(in, 1, Integer.MAX_VALUE, "columns");
    int classes = ModelData.count(in, 1, Integer.MAX_VALUE, "classes");
    double[] weights = ArrayReader.doubles(in, classes * (dimension + 1L));
    int[] labels = ClusterModels.readLabels(in, classes);
    return new LogisticRegressionModel(
        dimension, classes, weights, labels, ArrayReader.doubles(in, labels.length));
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, LogisticRegressionModel::read);
    }
  }
}
