package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.io.ArrayWriter;

/**
 * Clusters known by the directions of their centres alone: a point belongs to the one at the
 * smallest angle, the one with the smaller number at a tie. The probability is the cosine, 0 if it
 * is negative. This is how BERTopic assigns documents where it has no clusterer: by the nearest
 * topic embedding.
 *
 * <p>A centre of zeros is nearest to nothing. A point of zeros, or where no centre has a direction,
 * is noise.
 */
public final class CosineCentroidModel implements ClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "cosine-centroids";

  private static final int VERSION = 1;
  private static final Prediction NO_CLUSTER = new Prediction(NOISE, 0);

  private final int dimension;

  /** Of length 1 each, or 0. */
  private final double[] directions;

  private CosineCentroidModel(int dimension, double[] directions) {
    this.dimension = dimension;
    this.directions = directions;
  }

  /**
   * Of centres alone, without training rows.
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

  /** None: it has no training rows. */
  @Override
  public int[] labels() {
    return new int[0];
  }

  /** None: it has no training rows. */
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

  /** The cosine of a point with a centre, 0 if it is negative or one of them has no direction. */
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
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(VERSION);
    out.writeInt(dimension);
    out.writeInt(clusterCount());
    ArrayWriter.doubles(directions, out);
  }

  /** Reads models of this and earlier versions. */
  public static final class Reader implements ClusterModels.Reader {

    /** Used by the service loader. */
    public Reader() {}

    @Override
    public String format() {
      return FORMAT;
    }

    @Override
    public CosineCentroidModel read(DataInput in) throws IOException {
      ModelHeader header = ModelHeader.read(in, VERSION, FORMAT);
      int dimension = header.count(1, "columns");
      int clusters = header.count(0, "clusters");
      double[] directions = header.doubles((long) clusters * dimension);
      return new CosineCentroidModel(dimension, directions);
    }
  }
}
