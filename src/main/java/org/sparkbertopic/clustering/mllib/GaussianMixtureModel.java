package org.sparkbertopic.clustering.mllib;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;

/** A fitted {@link GaussianMixture}. */
public final class GaussianMixtureModel implements ClusterModel {

  /** The name of its format. */
  public static final String FORMAT = "gaussian-mixture";

  private static final int VERSION = 1;

  private final GaussianComponents components;
  private final int[] labels;
  private final double[] probabilities;

  GaussianMixtureModel(GaussianComponents components, int[] labels, double[] probabilities) {
    this.components = components;
    this.labels = labels;
    this.probabilities = probabilities;
  }

  @Override
  public int clusterCount() {
    return components.count();
  }

  @Override
  public int[] labels() {
    return labels;
  }

  @Override
  public double[] probabilities() {
    return probabilities;
  }

  /** The shares of all components in having made a point, {@code [clusters]}; they add up to 1. */
  public double[] responsibilities(double[] point) {
    Points.check(point, components.dimension());
    double[] shares = new double[components.count()];
    components.responsibilities(point, 0, shares, new double[components.dimension()]);
    return shares;
  }

  @Override
  public Prediction predict(double[] point) {
    double[] shares = responsibilities(point);
    int largest = GaussianComponents.largest(shares);
    return new Prediction(largest, Math.min(1, shares[largest]));
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
    out.writeInt(VERSION);
    out.writeInt(components.dimension());
    out.writeInt(components.count());
    out.writeBoolean(components.full());
    ArrayWriter.doubles(components.logWeights(), out);
    ArrayWriter.doubles(components.means(), out);
    ArrayWriter.doubles(components.whitening(), out);
    out.writeInt(labels.length);
    ArrayWriter.ints(labels, out);
    ArrayWriter.doubles(probabilities, out);
  }

  private static GaussianMixtureModel read(DataInput in, int version) throws IOException {
    int dimension = ModelData.count(in, 1, Integer.MAX_VALUE, "columns");
    int count = ModelData.count(in, 1, Integer.MAX_VALUE, "components");
    boolean full = in.readBoolean();
    double[] logWeights = ArrayReader.doubles(in, count);
    double[] means = ArrayReader.doubles(in, (long) count * dimension);
    double[] whitening = ArrayReader.doubles(in, (long) means.length * (full ? dimension : 1));
    int[] labels = ClusterModels.readLabels(in, count);
    return new GaussianMixtureModel(
        new GaussianComponents(dimension, full, logWeights, means, whitening),
        labels,
        ArrayReader.doubles(in, labels.length));
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ClusterModel>
      implements ClusterModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, GaussianMixtureModel::read);
    }
  }
}
