package org.sparkbertopic.clustering.mllib;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;

/**
 * A fitted {@link BisectingKMeans}: the tree of its splits. A training point goes down to the
 * cluster it was fitted with.
 */
public final class BisectingKMeansModel implements ClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "bisecting-k-means";

  private static final int VERSION = 1;

  private final int dimension;
  private final int[] left;
  private final int[] cluster;
  private final double[] centers;
  private final int[] labels;
  private final int clusterCount;

  /**
   * @param left number of each node's left child, which the right one follows; -1 for leaves
   * @param cluster of each leaf
   * @param centers {@code [nodes x dimension]}; the root's is not used
   */
  BisectingKMeansModel(int dimension, int[] left, int[] cluster, double[] centers, int[] labels) {
    this.dimension = dimension;
    this.left = left;
    this.cluster = cluster;
    this.centers = centers;
    this.labels = labels;
    this.clusterCount = Arrays.stream(cluster).max().orElse(-1) + 1;
  }

  @Override
  public int clusterCount() {
    return clusterCount;
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

  @Override
  public Prediction predict(double[] point) {
    Points.check(point, dimension);
    int node = 0;
    while (left[node] >= 0) {
      int child = left[node];
      node = squaredDistance(point, child + 1) < squaredDistance(point, child) ? child + 1 : child;
    }
    return new Prediction(cluster[node], 1);
  }

  private double squaredDistance(double[] point, int node) {
    double sum = 0;
    for (int j = 0; j < dimension; j++) {
      double difference = point[j] - centers[node * dimension + j];
      sum += difference * difference;
    }
    return sum;
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
    out.writeInt(left.length);
    ArrayWriter.ints(left, out);
    ArrayWriter.ints(cluster, out);
    ArrayWriter.doubles(centers, out);
    out.writeInt(labels.length);
    ArrayWriter.ints(labels, out);
  }

  private static BisectingKMeansModel read(DataInput in, int version) throws IOException {
    int dimension = ModelData.count(in, 1, Integer.MAX_VALUE, "columns");
    int nodes = ModelData.count(in, 1, Integer.MAX_VALUE, "nodes");
    int[] left = ArrayReader.ints(in, nodes);
    int[] cluster = ArrayReader.ints(in, nodes);
    for (int node = 0; node < nodes; node++) {
      // children follow their parent: whatever else would not end
      boolean inner = left[node] > node && left[node] < nodes - 1;
      if (left[node] < 0 ? cluster[node] < 0 : !inner) {
        throw ModelData.damaged("node " + node + " with child " + left[node]);
      }
    }
    double[] centers = ArrayReader.doubles(in, (long) nodes * dimension);
    int[] labels = ClusterModels.readLabels(in, nodes);
    return new BisectingKMeansModel(dimension, left, cluster, centers, labels);
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, BisectingKMeansModel::read);
    }
  }
}
