package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
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

  private final CenterDirections directions;

  private CosineCentroidModel(CenterDirections directions) {
    this.directions = directions;
  }

  /**
   * A model of centres, without training rows.
   *
   * @param centers {@code [clusters][dimension]}, finite
   */
  public static CosineCentroidModel of(float[][] centers, int dimension) {
    return new CosineCentroidModel(CenterDirections.of(centers, dimension));
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
    int best = NOISE;
    double highest = Double.NEGATIVE_INFINITY;
    for (int cluster = 0; cluster < clusterCount(); cluster++) {
      double product = directions.product(cluster, point);
      if (product > highest && !directions.isZero(cluster)) {
        highest = product;
        best = cluster;
      }
    }
    return best == NOISE || length == 0
        ? NO_CLUSTER
        : new Prediction(best, Math.max(0, Math.min(1, highest / length)));
  }

  /** The cosine of a point and a centre; 0 if it is negative or one of them is zero. */
  public double probability(int cluster, float[] point) {
    double[] wide = new double[point.length];
    Arrays.setAll(wide, i -> point[i]);
    double length = CenterDirections.length(wide);
    return length == 0 ? 0 : Math.max(0, Math.min(1, directions.product(cluster, wide) / length));
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
    directions.write(VERSION, out);
  }

  private static CosineCentroidModel read(DataInput in, int version) throws IOException {
    return new CosineCentroidModel(CenterDirections.read(in));
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, CosineCentroidModel::read);
    }
  }
}
