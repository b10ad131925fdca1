package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
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

  private final CenterDirections directions;

  private final double[] least;

  private CosineBallModel(CenterDirections directions, double[] least) {
    this.directions = directions;
    this.least = least;
  }

  /**
   * @param centers {@code [clusters][dimension]}, finite and not zero
   * @param least {@code [clusters]}: the cosine that a point must reach, above 0
   */
  public static CosineBallModel of(float[][] centers, double[] least, int dimension) {
    CenterDirections directions = CenterDirections.of(centers, dimension);
    for (int cluster = 0; cluster < centers.length; cluster++) {
      if (directions.isZero(cluster) || !(least[cluster] > 0)) {
        throw Checks.invalid(
            "centers must have a direction and a positive limit, got %s and %s",
            Arrays.toString(centers[cluster]), least[cluster]);
      }
    }
    return new CosineBallModel(directions, least.clone());
  }

  @Override
  public int clusterCount() {
    return directions.count();
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
    Points.check(point, directions.dimension());
    double length = CenterDirections.length(point);
    Prediction best = NO_CLUSTER;
    for (int cluster = 0; cluster < clusterCount() && length > 0; cluster++) {
      double cosine = Math.min(1, directions.product(cluster, point) / length);
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
    directions.write(VERSION, out);
    ArrayWriter.doubles(least, out);
  }

  private static CosineBallModel read(DataInput in, int version) throws IOException {
    CenterDirections directions = CenterDirections.read(in);
    return new CosineBallModel(directions, ArrayReader.doubles(in, directions.count()));
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, CosineBallModel::read);
    }
  }
}
