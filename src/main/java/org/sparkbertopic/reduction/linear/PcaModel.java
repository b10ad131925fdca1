package org.sparkbertopic.reduction.linear;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.ReductionModels;
import org.sparkbertopic.reduction.RowChecks;

/**
 * A fitted {@link Pca} or {@link TruncatedSvd}: the axes to project on, from the mean of the points
 * or from the origin.
 */
public final class PcaModel implements ReductionModel {

  /** The name of its format. */
  public static final String FORMAT = "pca";

  private static final int VERSION = 1;

  private final PrincipalAxes axes;
  private final float[][] embedding;

  PcaModel(PrincipalAxes axes, float[][] embedding) {
    this.axes = axes;
    this.embedding = embedding;
  }

  @Override
  public int inputDimension() {
    return axes.mean().length;
  }

  @Override
  public int outputDimension() {
    return axes.axes().length;
  }

  @Override
  public float[][] embedding() {
    return embedding;
  }

  /** The axes, {@code [outputDimension][inputDimension]}; callers must not change them. */
  public double[][] components() {
    return axes.axes();
  }

  @Override
  public float[][] transform(float[][] points) {
    RowChecks.check(points, inputDimension());
    float[][] result = new float[points.length][];
    for (int i = 0; i < points.length; i++) {
      result[i] = axes.project(points[i]);
    }
    return result;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    ModelData.writeHeader(out, VERSION, outputDimension());
    ModelData.writeDoubles(out, axes.mean());
    for (double[] axis : axes.axes()) {
      ModelData.writeDoubles(out, axis);
    }
    ModelData.writeRows(out, embedding);
  }

  private static PcaModel read(DataInput in, int version) throws IOException {
    double[][] axes = new double[ModelData.readLength(in)][];
    double[] mean = ModelData.readDoubles(in);
    for (int i = 0; i < axes.length; i++) {
      axes[i] = ModelData.readDoubles(in);
    }
    return new PcaModel(new PrincipalAxes(mean, axes), ModelData.readRows(in));
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ReductionModel>
      implements ReductionModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, PcaModel::read);
    }
  }
}
