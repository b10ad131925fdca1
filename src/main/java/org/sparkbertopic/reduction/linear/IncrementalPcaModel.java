package org.sparkbertopic.reduction.linear;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;
import org.sparkbertopic.reduction.OnlineReductionModel;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.ReductionModels;
import org.sparkbertopic.reduction.RowChecks;

/** A fitted {@link IncrementalPca}: the axes to project on, and what more batches need. */
public final class IncrementalPcaModel implements OnlineReductionModel {

  /** The name of its format. */
  public static final String FORMAT = "incremental-pca";

  private static final int VERSION = 1;

  private final IncrementalAxes axes;
  private final float[][] embedding;

  private IncrementalPcaModel(IncrementalAxes axes, float[][] embedding) {
    this.axes = axes;
    this.embedding = embedding;
  }

  static IncrementalPcaModel of(IncrementalAxes axes, float[][] points, Workers workers) {
    return new IncrementalPcaModel(axes, axes.axes().projectAll(points, workers));
  }

  @Override
  public int inputDimension() {
    return axes.axes().mean().length;
  }

  @Override
  public int outputDimension() {
    return axes.axes().axes().length;
  }

  /** Coordinates of the rows of the fit, or of the batch that continued it last. */
  @Override
  public float[][] embedding() {
    return embedding;
  }

  /** The axes, {@code [outputDimension][inputDimension]}; callers must not change them. */
  public double[][] components() {
    return axes.axes().axes();
  }

  /** The singular value of each axis, {@code [outputDimension]}; callers must not change them. */
  public double[] singularValues() {
    return axes.singularValues();
  }

  /** The mean of all points so far; callers must not change it. */
  public double[] mean() {
    return axes.axes().mean();
  }

  /** Number of points so far. */
  public long rowsSeen() {
    return axes.rows();
  }

  @Override
  public Continuation continued(float[][] batch, FitContext context) {
    RowChecks.checkTraining(batch);
    RowChecks.check(batch, inputDimension());
    IncrementalAxes next = axes.with(batch, context.seed(), context.workers());
    context.progress().report("principal components", 1);
    return new Continuation(
        of(next, batch, context.workers()), place -> next.carriedOver(axes, place));
  }

  @Override
  public float[][] transform(float[][] points) {
    RowChecks.check(points, inputDimension());
    float[][] result = new float[points.length][];
    for (int i = 0; i < points.length; i++) {
      result[i] = axes.axes().project(points[i]);
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
    out.writeLong(axes.rows());
    ModelData.writeDoubles(out, axes.singularValues());
    ModelData.writeDoubles(out, axes.axes().mean());
    for (double[] axis : axes.axes().axes()) {
      ModelData.writeDoubles(out, axis);
    }
    ModelData.writeRows(out, embedding);
  }

  private static IncrementalPcaModel read(DataInput in, int version) throws IOException {
    int count = ModelData.readLength(in);
    long rows = in.readLong();
    double[] singularValues = ModelData.readDoubles(in);
    double[] mean = ModelData.readDoubles(in);
    if (rows < 1 || singularValues.length != count || count > mean.length) {
      throw ModelData.damaged(count + " axes of " + mean.length + " columns and " + rows + " rows");
    }
    double[][] axes = new double[count][];
    for (int i = 0; i < count; i++) {
      axes[i] = ModelData.readDoubles(in);
      if (axes[i].length != mean.length) {
        throw ModelData.damaged("an axis of " + axes[i].length + " columns");
      }
    }
    return new IncrementalPcaModel(
        new IncrementalAxes(new PrincipalAxes(mean, axes), singularValues, rows),
        ModelData.readRows(in));
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ReductionModel>
      implements ReductionModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, IncrementalPcaModel::read);
    }
  }
}
