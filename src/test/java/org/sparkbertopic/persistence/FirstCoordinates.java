package org.sparkbertopic.persistence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.ReductionModels;

/** A user's own reduction: keeps the first coordinates. */
record FirstCoordinates(int kept) implements DimensionReducer {

  @Override
  public ReductionModel fit(float[][] points, FitContext context) {
    return new Model(points[0].length, kept, cut(points, kept));
  }

  private static float[][] cut(float[][] points, int kept) {
    return Arrays.stream(points).map(point -> Arrays.copyOf(point, kept)).toArray(float[][]::new);
  }

  private record Model(int inputDimension, int outputDimension, float[][] embedding)
      implements ReductionModel {

    @Override
    public float[][] transform(float[][] points) {
      return cut(points, outputDimension);
    }

    @Override
    public String format() {
      return "test-first-coordinates";
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeInt(inputDimension);
      out.writeInt(outputDimension);
      out.writeInt(embedding.length);
      for (float[] row : embedding) {
        for (float value : row) {
          out.writeFloat(value);
        }
      }
    }
  }

  /** Found by ServiceLoader. */
  public static final class Reader implements ReductionModels.Reader {

    @Override
    public String format() {
      return "test-first-coordinates";
    }

    @Override
    public ReductionModel read(DataInput in) throws IOException {
      int inputDimension = in.readInt();
      int outputDimension = in.readInt();
      float[][] embedding = new float[in.readInt()][outputDimension];
      for (float[] row : embedding) {
        for (int i = 0; i < outputDimension; i++) {
          row[i] = in.readFloat();
        }
      }
      return new Model(inputDimension, outputDimension, embedding);
    }
  }
}
