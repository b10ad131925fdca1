package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;

/**
 * Clusters given by the directions of their centres. A point belongs to the centre with the largest
 * cosine; in a tie the smaller number wins. The probability is the cosine, or 0 if it is negative.
 * BERTopic assigns documents this way, by topic embeddings, if it has no clusterer.
 *
 * <p>No point belongs to a zero centre. A zero point is noise, and so is every point if all centres
 * are zero.
 */
public final class CosineCentroidModel implements ClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "cosine-centroids";

  private static final int VERSION = 1;
  private static final Prediction NO_CLUSTER = new Prediction(NOISE, 0);

  private final int dimension;

  /** Each has length 1 or 0. */
  private final double[] directions;

  private CosineCentroidModel(int dimension, double[] directions) {
    this.dimension = dimension;
    this.directions = directions;
  }

  /**
   * A model of centres, without training rows.
   *
   * @param centers {@code [clusters][dimension]}, finite
   */
  public static CosineCentroidModel of(float[][] centers, int dimension) {
    double[] directions = new double[centers.length * dimension];
    for (int c = 0; c < centers.length; c++) {
      double squares = 0;
      for (float value : centers[c]) {
        squares += (double) value * value;
      }
      double length = Math.sqrt(squares);
      for (int j = 0; j < dimension; j++) {
        directions[c * dimension + j] = length == 0 ? 0 : centers[c][j] / length;
      }
    }
    return new CosineCentroidModel(dimension, directions);
  }

  @Override
  public int clusterCount() {
    return directions.length / dimension;
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
    double squares = 0;
    for (double value : point) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    int best = NOISE;
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < clusterCount(); c++) {
      double product = 0;
      boolean zero = true;
      for (int j = 0; j < dimension; j++) {
        double entry = directions[c * dimension + j];
        product += entry * point[j];
        zero &= entry == 0;
      }
      if (!zero && product > highest) {
        highest = product;
        best = c;
      }
    }
    return best == NOISE || length == 0
        ? NO_CLUSTER
        : new Prediction(best, Math.max(0, Math.min(1, highest / length)));
  }

  /** The cosine of a point and a centre; 0 if it is negative or one of them is zero. */
  public double probability(int cluster, float[] point) {
    double squares = 0;
    double product = 0;
    for (int j = 0; j < dimension; j++) {
      squares += (double) point[j] * point[j];
      product += directions[cluster * dimension + j] * point[j];
    }
    return squares == 0 ? 0 : Math.max(0, Math.min(1, product / Math.sqrt(squares)));
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
    out.writeInt(clusterCount());
    ArrayWriter.doubles(directions, out);
  }

  private static CosineCentroidModel read(DataInput in, int version) throws IOException {
    int dimension = ModelData.count(in, 1, Integer.MAX_VALUE, "columns");
    int clusters = ModelData.count(in, 0, Integer.MAX_VALUE, "clusters");
    double[] directions = ArrayReader.doubles(in, (long) clusters * dimension);
    return new CosineCentroidModel(dimension, directions);
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, CosineCentroidModel::read);
    }
  }
}
