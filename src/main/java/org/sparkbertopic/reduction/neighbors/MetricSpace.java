package org.sparkbertopic.reduction.neighbors;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.reduction.RowChecks;

/**
 * The space in which points are compared: converts rows to the form that the metric's {@link
 * DistanceKernel} expects.
 *
 * <ul>
 *   <li>Cosine and correlation: scaled to length 1 (correlation after subtracting the row's mean);
 *       a row without direction becomes zero.
 *   <li>Hellinger: the square roots, scaled to length 1; a row of zeros stays zero.
 *   <li>Euclidean and Manhattan: multiplied by a power of two that brings the largest training
 *       coordinate into [0.5, 1), so that squares in single precision neither overflow nor vanish.
 * </ul>
 *
 * Prepared rows are padded with zeros to a multiple of {@link #LANES}. Rows that are equal after
 * preparation are one point.
 */
public final class MetricSpace {

  /** The length of prepared rows is a multiple of this. */
  static final int LANES = PairLoops.LANES;

  /**
   * Coordinates of new points are clamped to this: it is far outside of the scaled training points.
   */
  private static final float FARTHEST = 0x1p40f;

  private final Metric metric;
  private final int dimension;
  private final double scale;

  private MetricSpace(Metric metric, int dimension, double scale) {
    this.metric = metric;
    this.dimension = dimension;
    this.scale = scale;
  }

  /** The space of the given rows, which must be finite and of equal length. */
  public static MetricSpace of(Metric metric, float[][] rows) {
    double scale = 1;
    if (metric == Metric.EUCLIDEAN || metric == Metric.MANHATTAN) {
      float largest = 0;
      for (float[] row : rows) {
        for (float value : row) {
          largest = Math.max(largest, Math.abs(value));
        }
      }
      scale = largest == 0 ? 1 : Math.scalb(1.0, -Math.getExponent((double) largest) - 1);
    }
    return new MetricSpace(metric, rows[0].length, scale);
  }

  /** Length of the rows before preparation. */
  public int dimension() {
    return dimension;
  }

  /** Length of the rows after preparation. */
  int preparedLength() {
    return (dimension + LANES - 1) / LANES * LANES;
  }

  public DistanceKernel kernel() {
    return metric.kernel();
  }

  /** Checks what the metric requires of rows, besides finite values and equal length. */
  public void check(float[][] rows) {
    if (metric == Metric.HELLINGER) {
      RowChecks.checkNonNegative(rows);
    }
  }

  /** Returns the row in the kernel's form, as a new array. */
  public float[] prepare(float[] row) {
    float[] prepared = new float[preparedLength()];
    switch (metric) {
      case COSINE -> toUnitLength(row, 0, prepared);
      case CORRELATION -> toUnitLength(row, mean(row), prepared);
      case HELLINGER -> toUnitRoots(row, prepared);
      case EUCLIDEAN, MANHATTAN -> {
        for (int i = 0; i < dimension; i++) {
          float value = (float) (row[i] * scale);
          prepared[i] = Math.max(-FARTHEST, Math.min(FARTHEST, value)) + 0f;
        }
      }
    }
    return prepared;
  }

  /**
   * Pads the prepared rows of a model file to the length that this release uses, in place: earlier
   * releases wrote fewer zeros at the end.
   *
   * @throws IOException if a row cannot belong to this space
   */
  public float[][] padAll(float[][] rows) throws IOException {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length < dimension || rows[i].length > preparedLength()) {
        throw ModelData.damaged("a row of " + rows[i].length + " values");
      }
      rows[i] = Arrays.copyOf(rows[i], preparedLength());
    }
    return rows;
  }

  /**
   * The distance of two prepared rows, in their units: {@link #scale} times the distance of the
   * rows before preparation. A layout does not depend on the unit.
   */
  public double distance(float[] a, float[] b) {
    return ofExact(metric.kernel().exact(a, b));
  }

  /** The distance by what {@link DistanceKernel#exact} gave. */
  double ofExact(double exact) {
    return metric == Metric.HELLINGER ? Math.sqrt(exact) : exact;
  }

  /** The factor for Euclidean and Manhattan coordinates; 1 for other metrics. */
  public double scale() {
    return scale;
  }

  private double mean(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += value;
    }
    double mean = sum / dimension;
    // A constant row must become zero, whatever the rounding of the sum.
    for (float value : row) {
      if (value != row[0]) {
        return mean;
      }
    }
    return row[0];
  }

  private void toUnitLength(float[] row, double center, float[] prepared) {
    double squares = 0;
    for (float value : row) {
      double centered = value - center;
      squares += centered * centered;
    }
    if (squares == 0) {
      return;
    }
    double inverse = 1 / Math.sqrt(squares);
    for (int i = 0; i < dimension; i++) {
      prepared[i] = (float) ((row[i] - center) * inverse) + 0f;
    }
  }

  private void toUnitRoots(float[] row, float[] prepared) {
    double sum = 0;
    for (float value : row) {
      sum += value;
    }
    for (int i = 0; i < dimension && sum > 0; i++) {
      prepared[i] = (float) Math.sqrt(row[i] / sum) + 0f;
    }
  }

  /** A hash of a prepared row's bits; equal rows have equal hashes. */
  public static long hash(float[] prepared) {
    long hash = prepared.length;
    for (float value : prepared) {
      hash = (hash ^ Float.floatToRawIntBits(value)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  static boolean same(float[] a, float[] b) {
    return Arrays.equals(a, b);
  }

  public void write(DataOutput out) throws IOException {
    out.writeUTF(metric.name());
    out.writeInt(dimension);
    out.writeDouble(scale);
  }

  public static MetricSpace read(DataInput in) throws IOException {
    Metric metric = ModelData.readEnum(in, Metric.class);
    int dimension = in.readInt();
    double scale = in.readDouble();
    if (dimension < 1
        || dimension > Integer.MAX_VALUE - LANES
        || !(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw ModelData.damaged("points of dimension " + dimension + ", scale " + scale);
    }
    return new MetricSpace(metric, dimension, scale);
  }
}
