package org.sparkbertopic.clustering.mllib;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.clustering.OnlineClusterModel;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;

/**
 * A fitted {@link StreamingKMeans}: centres, what they weigh, and how weights decay. A point
 * belongs to the nearest centre.
 */
public final class StreamingKMeansModel implements OnlineClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "streaming-kmeans";

  private static final int VERSION = 1;

  private final CentroidModel clusters;
  private final double[] weights;
  private final double decayFactor;
  private final DecayUnit timeUnit;

  /**
   * @param weights {@code [clusters]}
   * @param decayFactor of a weight for each time unit
   */
  StreamingKMeansModel(
      CentroidModel clusters, double[] weights, double decayFactor, DecayUnit timeUnit) {
    this.clusters = clusters;
    this.weights = weights;
    this.decayFactor = decayFactor;
    this.timeUnit = timeUnit;
  }

  @Override
  public int clusterCount() {
    return clusters.clusterCount();
  }

  /** Clusters of the rows of the fit, or of the batch that continued it last. */
  @Override
  public int[] labels() {
    return clusters.labels();
  }

  @Override
  public double[] probabilities() {
    return clusters.probabilities();
  }

  /** A copy of the centres, {@code [clusters][dimension]}. */
  public double[][] centers() {
    return clusters.centers();
  }

  /** A copy of the weights of the clusters: the number of their points, with decay. */
  public double[] weights() {
    return weights.clone();
  }

  @Override
  public Prediction predict(double[] point) {
    return clusters.predict(point);
  }

  /**
   * @throws IllegalStateException if there is no Spark session
   */
  @Override
  public StreamingKMeansModel continued(
      double[][] batch, UnaryOperator<double[]> carryOver, FitContext context) {
    Points points = Points.of(batch);
    double[][] centers = clusters.centers();
    Points.check(batch[0], centers[0].length);
    Arrays.setAll(centers, i -> carryOver.apply(centers[i]));
    CentroidUpdate next;
    try (TrainingTable table = TrainingTable.of(points)) {
      next =
          new CentroidUpdate(centers, weights)
              .with(table.rows(), points.rows, timeUnit.discount(decayFactor, points.rows));
    }
    double[] flat = Arrays.stream(next.centers()).flatMapToDouble(Arrays::stream).toArray();
    return new StreamingKMeansModel(
        CentroidModel.ofNearest(points, flat, context.workers()),
        next.weights(),
        decayFactor,
        timeUnit);
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(VERSION);
    out.writeDouble(decayFactor);
    out.writeUTF(timeUnit.name());
    ModelData.writeDoubles(out, weights);
    ClusterModels.write(clusters, out);
  }

  private static StreamingKMeansModel read(DataInput in, int version) throws IOException {
    double decayFactor = in.readDouble();
    DecayUnit timeUnit = ModelData.readEnum(in, DecayUnit.class);
    double[] weights = ModelData.readDoubles(in);
    if (!(ClusterModels.read(in) instanceof CentroidModel clusters)
        || clusters.clusterCount() != weights.length
        || weights.length == 0
        || !(decayFactor >= 0 && decayFactor <= 1)) {
      throw ModelData.damaged(weights.length + " weights and a decay factor of " + decayFactor);
    }
    return new StreamingKMeansModel(clusters, weights, decayFactor, timeUnit);
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, StreamingKMeansModel::read);
    }
  }
}
