package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;

/**
 * Clusters given by the directions of their centres and the cosine that a point must reach. A point
 * belongs to the nearest centre by cosine whose limit it reaches, and is noise if there is none; in
 * a tie the smaller number wins. The probability is the cosine.
 */
public final class CosineBallModel implements SoftClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "cosine-balls";

  private static final int VERSION = 1;
  private static final Prediction NO_CLUSTER = new Prediction(NOISE, 0);

  private final int dimension;

  /** {@code [clusters]}: each of length 1. */
  private final double[][] directions;

  private final double[] least;

  private CosineBallModel(int dimension, double[][] directions, double[] least) {
    this.dimension = dimension;
    this.directions = directions;
    this.least = least;
  }

  /**
   * @param centers {@code [clusters][dimension]}, finite and not zero
   * @param least {@code [clusters]}: the cosine that a point must reach, above 0
   */
  public static CosineBallModel of(float[][] centers, double[] least, int dimension) {
    double[][] directions = new double[centers.length][];
    for (int cluster = 0; cluster < centers.length; cluster++) {
      double length = Math.sqrt(squares(centers[cluster]));
      if (!(length > 0) || !(least[cluster] > 0)) {
        throw Checks.invalid(
            "centers must have a direction and a positive limit, got length %s and %s",
            length, least[cluster]);
      }
      double[] direction = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        direction[i] = centers[cluster][i] / length;
      }
      directions[cluster] = direction;
    }
    return new CosineBallModel(dimension, directions, least.clone());
  }

  private static double squares(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return squares;
  }

  @Override
  public int clusterCount() {
    return directions.length;
  }

  /** Empty: the model has no training rows. */
  @Override
  public int[] labels() {
    return new int[0];
  }

  /** Empty: the model has no training rows. */
  @Override
  public double[] probabilities() {
    return new double[0];
  }

  @Override
  public Prediction predict(double[] point) {
    Points.check(point, dimension);
    double length = Math.sqrt(Arrays.stream(point).map(x -> x * x).sum());
    Prediction best = NO_CLUSTER;
    for (int cluster = 0; cluster < directions.length && length > 0; cluster++) {
      double product = 0;
      for (int i = 0; i < dimension; i++) {
        product += directions[cluster][i] * point[i];
      }
      double cosine = Math.min(1, product / length);
      if (cosine >= least[cluster] && cosine > best.probability()) {
        best = new Prediction(cluster, cosine);
      }
    }
    return best;
  }

  /** The cosine with the centre of its cluster; a point of none belongs to none. */
  @Override
  public double[] membershipVector(double[] point) {
    Prediction prediction = predict(point);
    double[] memberships = new double[clusterCount()];
    if (prediction.label() != NOISE) {
      memberships[prediction.label()] = prediction.probability();
    }
    return memberships;
  }

  /**
   * @throws IllegalStateException always: there are no training rows
   */
  @Override
  public double[] membershipOfRow(int row) {
    throw new IllegalStateException("row must be one of the training, got " + row + " of none");
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    ModelData.writeHeader(out, VERSION, dimension);
    out.writeInt(directions.length);
    for (double[] direction : directions) {
      ArrayWriter.doubles(direction, out);
    }
    ArrayWriter.doubles(least, out);
  }

  private static CosineBallModel read(DataInput in, int version) throws IOException {
    int dimension = ModelData.count(in, 1, Integer.MAX_VALUE, "columns");
    int clusters = ModelData.count(in, 0, Integer.MAX_VALUE, "clusters");
    double[][] directions = new double[clusters][];
    for (int cluster = 0; cluster < clusters; cluster++) {
      directions[cluster] = ArrayReader.doubles(in, dimension);
    }
    return new CosineBallModel(dimension, directions, ArrayReader.doubles(in, clusters));
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, CosineBallModel::read);
    }
  }
}
