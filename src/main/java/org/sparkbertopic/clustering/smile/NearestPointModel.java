package org.sparkbertopic.clustering.smile;

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
import smile.neighbor.KDTree;
import smile.neighbor.Neighbor;

/**
 * Clusters known by their points: a new point belongs to the cluster of the nearest kept point,
 * found by Smile's k-d tree, and is noise if that lies farther away than a radius. At a tie the
 * tree's order decides, which depends on the points alone. Probabilities are 1, of noise 0.
 */
public final class NearestPointModel implements ClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "nearest-points";

  private static final int VERSION = 1;
  private static final Prediction NO_CLUSTER = new Prediction(NOISE, 0);

  private final int dimension;
  private final double radius;
  private final double[] kept;
  private final int[] keptLabels;
  private final int[] labels;
  private final int clusters;
  private final KDTree<double[]> tree;

  /**
   * @param radius how far away a kept point may be; infinite for any distance
   * @param kept {@code [points x dimension]}
   * @param keptLabels cluster of each kept point
   * @param labels cluster of each training row, or {@link #NOISE}
   */
  NearestPointModel(int dimension, double radius, double[] kept, int[] keptLabels, int[] labels) {
    this.dimension = dimension;
    this.radius = radius;
    this.kept = kept;
    this.keptLabels = keptLabels;
    this.labels = labels;
    this.clusters = Arrays.stream(keptLabels).max().orElse(NOISE) + 1;
    double[][] rows = rows(kept, dimension);
    this.tree = rows.length == 0 ? null : new KDTree<>(rows, rows);
  }

  static double[][] rows(double[] values, int dimension) {
    double[][] rows = new double[values.length / dimension][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension));
    return rows;
  }

  @Override
  public int clusterCount() {
    return clusters;
  }

  @Override
  public int[] labels() {
    return labels;
  }

  @Override
  public double[] probabilities() {
    return Arrays.stream(labels).mapToDouble(label -> label == NOISE ? 0 : 1).toArray();
  }

  @Override
  public Prediction predict(double[] point) {
    Points.check(point, dimension);
    if (tree == null) {
      return NO_CLUSTER;
    }
    Neighbor<double[], double[]> nearest = tree.nearest(point);
    return nearest.distance <= radius ? new Prediction(keptLabels[nearest.index], 1) : NO_CLUSTER;
  }

  @Override
  public boolean coversAll() {
    return tree != null && radius == Double.POSITIVE_INFINITY;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    ModelData.writeHeader(out, VERSION, dimension);
    out.writeInt(keptLabels.length);
    out.writeDouble(radius);
    ArrayWriter.doubles(kept, out);
    ArrayWriter.ints(keptLabels, out);
    out.writeInt(labels.length);
    ArrayWriter.ints(labels, out);
  }

  private static NearestPointModel read(DataInput in, int version) throws IOException {
    int dimension = ModelData.count(in, 1, Integer.MAX_VALUE, "columns");
    int points = ModelData.count(in, 0, Integer.MAX_VALUE, "points");
    double radius = in.readDouble();
    double[] kept = ArrayReader.doubles(in, (long) points * dimension);
    int[] keptLabels = ArrayReader.ints(in, points);
    boolean fits =
        radius > 0
            && Arrays.stream(kept).allMatch(Double::isFinite)
            && Arrays.stream(keptLabels).allMatch(label -> label >= 0 && label < points);
    if (!fits) {
      throw ModelData.damaged("a kept point without coordinates, cluster or radius");
    }
    int clusters = Arrays.stream(keptLabels).max().orElse(NOISE) + 1;
    int[] labels = ClusterModels.readLabels(in, clusters);
    return new NearestPointModel(dimension, radius, kept, keptLabels, labels);
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, NearestPointModel::read);
    }
  }
}
