package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;
import org.sparkbertopic.io.ModelData;

/**
 * Centres seen as directions.
 *
 * @param dimension columns of a centre
 * @param values {@code [centres * dimension]}: each centre has length 1 or 0
 */
record CenterDirections(int dimension, double[] values) {

  /**
   * @param centers {@code [centres][dimension]}, finite
   */
  static CenterDirections of(float[][] centers, int dimension) {
    double[] values = new double[centers.length * dimension];
    for (int center = 0; center < centers.length; center++) {
      double squares = 0;
      for (float value : centers[center]) {
        squares += (double) value * value;
      }
      double length = Math.sqrt(squares);
      for (int i = 0; i < dimension; i++) {
        values[center * dimension + i] = length == 0 ? 0 : centers[center][i] / length;
      }
    }
    return new CenterDirections(dimension, values);
  }

  int count() {
    return values.length / dimension;
  }

  boolean isZero(int center) {
    for (int i = 0; i < dimension; i++) {
      if (values[center * dimension + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The cosine times the length of the point. */
  double product(int center, double[] point) {
    double product = 0;
    for (int i = 0; i < dimension; i++) {
      product += values[center * dimension + i] * point[i];
    }
    return product;
  }

  static double length(double[] point) {
    double squares = 0;
    for (double value : point) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  void write(int version, DataOutput out) throws IOException {
    ModelData.writeHeader(out, version, dimension);
    out.writeInt(count());
    ArrayWriter.doubles(values, out);
  }

  static CenterDirections read(DataInput in) throws IOException {
    int dimension = ModelData.count(in, 1, Integer.MAX_VALUE, "columns");
    int centers = ModelData.count(in, 0, Integer.MAX_VALUE, "clusters");
    return new CenterDirections(dimension, ArrayReader.doubles(in, (long) centers * dimension));
  }
}
