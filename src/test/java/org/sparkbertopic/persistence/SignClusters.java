package org.sparkbertopic.persistence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.compute.FitContext;

/** A user's own clustering: by the sign of the first coordinate, noise near zero. */
record SignClusters(double noiseWidth) implements Clusterer {

  @Override
  public ClusterModel fit(double[][] points, FitContext context) {
    return new Model(noiseWidth, Arrays.stream(points).mapToDouble(point -> point[0]).toArray());
  }

  private record Model(double noiseWidth, double[] training) implements ClusterModel {

    @Override
    public int clusterCount() {
      return 2;
    }

    @Override
    public int[] labels() {
      return Arrays.stream(training).mapToInt(x -> predict(new double[] {x}).label()).toArray();
    }

    @Override
    public double[] probabilities() {
      return Arrays.stream(training).map(x -> predict(new double[] {x}).probability()).toArray();
    }

    @Override
    public Prediction predict(double[] point) {
      double x = point[0];
      return Math.abs(x) < noiseWidth
          ? new Prediction(NOISE, 0)
          : new Prediction(x > 0 ? 0 : 1, Math.min(1, Math.abs(x)));
    }

    @Override
    public String format() {
      return "test-sign-clusters";
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeDouble(noiseWidth);
      out.writeInt(training.length);
      for (double x : training) {
        out.writeDouble(x);
      }
    }
  }

  /** Found by ServiceLoader. */
  public static final class Reader implements ClusterModels.Reader {

    @Override
    public String format() {
      return "test-sign-clusters";
    }

    @Override
    public ClusterModel read(DataInput in) throws IOException {
      double noiseWidth = in.readDouble();
      double[] training = new double[in.readInt()];
      for (int i = 0; i < training.length; i++) {
        training[i] = in.readDouble();
      }
      return new Model(noiseWidth, training);
    }
  }
}
