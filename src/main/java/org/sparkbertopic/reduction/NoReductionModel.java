package org.sparkbertopic.reduction;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;

/** Returns its input unchanged; the layout is the training vectors themselves. */
public final class NoReductionModel implements OnlineReductionModel {

  /** The name of its format. */
  public static final String FORMAT = "none";

  private static final int VERSION = 1;

  private final int dimension;
  private final float[][] embedding;

  NoReductionModel(int dimension, float[][] embedding) {
    this.dimension = dimension;
    this.embedding = embedding;
  }

  @Override
  public int inputDimension() {
    return dimension;
  }

  @Override
  public int outputDimension() {
    return dimension;
  }

  @Override
  public float[][] embedding() {
    return embedding;
  }

  @Override
  public float[][] transform(float[][] points) {
    RowChecks.check(points, dimension);
    float[][] result = new float[points.length][];
    for (int i = 0; i < points.length; i++) {
      result[i] = points[i].clone();
    }
    return result;
  }

  /** There is nothing to learn: the new layout is the batch. */
  @Override
  public Continuation continued(float[][] batch, FitContext context) {
    RowChecks.check(batch, dimension);
    return new Continuation(new NoReduction().fit(batch, context), UnaryOperator.identity());
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    ModelData.writeHeader(out, VERSION, dimension);
    ModelData.writeRows(out, embedding);
  }

  private static NoReductionModel read(DataInput in, int version) throws IOException {
    return new NoReductionModel(in.readInt(), ModelData.readRows(in));
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ReductionModel>
      implements ReductionModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, NoReductionModel::read);
    }
  }
}
