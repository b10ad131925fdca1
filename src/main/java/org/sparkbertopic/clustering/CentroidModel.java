package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;

/**
 * Clusters given by their centres. A new point belongs to the nearest centre by Euclidean distance;
 * in a tie the smaller number wins. Nothing is noise, and every probability is 1. Without centres,
 * every new point is noise.
 */
public final class CentroidModel implements ClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "centroids";

  private static final int VERSION = 1;
  private static final int ROW_GRAIN = 256;
  private static final Prediction NO_CLUSTER = new Prediction(NOISE, 0);

  private final int dimension;
  private final double[] centers;
  private final int[] labels;

  public CentroidModel(int dimension, double[] centers, int[] labels) {
    this.dimension = dimension;
    this.centers = centers;
    this.labels = labels;
  }

  /**
   * Labels each point by its nearest centre.
   *
   * @param centers {@code [clusters x dimension]}
   */
  public static CentroidModel ofNearest(Points points, double[] centers, Workers workers) {
    int dimension = points.dimension;
    int[] labels = new int[points.rows];
    workers.forEachRange(
        points.rows,
        ROW_GRAIN,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            labels[row] = nearest(centers, points.values, row * dimension, dimension);
          }
        });
    return new CentroidModel(dimension, centers, labels);
  }

  /** A model without clusters and points. */
  public static CentroidModel empty(int dimension) {
    return new CentroidModel(dimension, new double[0], new int[0]);
  }

  @Override
  public int clusterCount() {
    return centers.length / dimension;
  }

  @Override
  public int[] labels() {
    return labels;
  }

  @Override
  public double[] probabilities() {
    double[] ones = new double[labels.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** A copy of the centres, {@code [clusters][dimension]}. */
  public double[][] centers() {
    double[][] rows = new double[clusterCount()][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(centers, i * dimension, (i + 1) * dimension));
    return rows;
  }

  @Override
  public Prediction predict(double[] point) {
    Points.check(point, dimension);
    int nearest = nearest(centers, point, 0, dimension);
    return nearest < 0 ? NO_CLUSTER : new Prediction(nearest, 1);
  }

  private static int nearest(double[] centers, double[] values, int offset, int dimension) {
    int best = NOISE;
    double least = Double.POSITIVE_INFINITY;
    for (int center = 0; center * dimension < centers.length; center++) {
      double sum = 0;
      for (int j = 0; j < dimension; j++) {
        double difference = values[offset + j] - centers[center * dimension + j];
        sum += difference * difference;
      }
      if (sum < least) {
        least = sum;
        best = center;
      }
    }
    return best;
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
    ArrayWriter.doubles(centers, out);
    out.writeInt(labels.length);
    ArrayWriter.ints(labels, out);
  }

  private static CentroidModel read(DataInput in, int version) throws IOException {
    int dimension = ModelData.count(in, 1, Integer.MAX_VALUE, "columns");
    int clusters = ModelData.count(in, 0, Integer.MAX_VALUE, "clusters");
    double[] centers = ArrayReader.doubles(in, (long) clusters * dimension);
    int[] labels = ClusterModels.readLabels(in, clusters);
    return new CentroidModel(dimension, centers, labels);
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, CentroidModel::read);
    }
  }
}
