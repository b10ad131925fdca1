package org.sparkbertopic.io;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;

/**
 * Numbers of one type in row-major order, with a shape. Immutable by convention: callers must not
 * change the arrays.
 */
public final class Tensor {

  private final DType dtype;
  private final long[] shape;
  private final Object elements;

  /** {@code elements} is the flat array that belongs to {@code dtype}. */
  Tensor(DType dtype, long[] shape, Object elements) {
    this.dtype = dtype;
    this.shape = shape;
    this.elements = elements;
  }

  /**
   * F32 of shape [rows, columns].
   *
   * @throws IllegalArgumentException if the rows differ in length
   */
  public static Tensor of(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] flat = new float[Math.multiplyExact(rows.length, columns)];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "rows must have the same length, got %d in row 0 and %d in row %d",
                columns,
                rows[row].length,
                row));
      }
      System.arraycopy(rows[row], 0, flat, row * columns, columns);
    }
    return new Tensor(DType.F32, new long[] {rows.length, columns}, flat);
  }

  /** F32 of shape [length]. */
  public static Tensor of(float[] elements) {
    return new Tensor(DType.F32, new long[] {elements.length}, elements);
  }

  /** F64 of shape [length]. */
  public static Tensor of(double[] elements) {
    return new Tensor(DType.F64, new long[] {elements.length}, elements);
  }

  /** I32 of shape [length]. */
  public static Tensor of(int[] elements) {
    return new Tensor(DType.I32, new long[] {elements.length}, elements);
  }

  /** I64 of shape [length]. */
  public static Tensor of(long[] elements) {
    return new Tensor(DType.I64, new long[] {elements.length}, elements);
  }

  public DType dtype() {
    return dtype;
  }

  /** The length of each dimension; empty for a single number. */
  public long[] shape() {
    return shape.clone();
  }

  Object elements() {
    return elements;
  }

  /** Number of elements. */
  public int size() {
    return Array.getLength(elements);
  }

  /**
   * The elements of an F32 or F64 tensor, flat.
   *
   * @throws IllegalArgumentException if it holds integers
   */
  public double[] toDoubles() {
    if (elements instanceof double[] doubles) {
      return doubles;
    }
    float[] floats = floats();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /**
   * The elements of an I32 or I64 tensor, flat.
   *
   * @throws IllegalArgumentException if it holds floating-point numbers, or integers beyond 32 bits
   */
  public int[] toInts() {
    if (elements instanceof int[] ints) {
      return ints;
    }
    if (!(elements instanceof long[] longs)) {
      throw mismatch("I32 or I64");
    }
    int[] ints = new int[longs.length];
    for (int i = 0; i < longs.length; i++) {
      ints[i] = (int) longs[i];
      if (ints[i] != longs[i]) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "element must fit 32 bits, got %d at %d", longs[i], i));
      }
    }
    return ints;
  }

  /**
   * The elements of an I64 tensor, flat.
   *
   * @throws IllegalArgumentException if it has another type
   */
  public long[] toLongs() {
    if (!(elements instanceof long[] longs)) {
      throw mismatch("I64");
    }
    return longs;
  }

  /**
   * The rows of a two-dimensional F32 or F64 tensor.
   *
   * @throws IllegalArgumentException if it holds integers or has another number of dimensions
   */
  public float[][] toFloatRows() {
    if (shape.length != 2) {
      throw mismatch("two-dimensional");
    }
    float[] flat = elements instanceof double[] doubles ? narrow(doubles) : floats();
    int columns = (int) shape[1];
    float[][] rows = new float[(int) shape[0]][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
    }
    return rows;
  }

  private float[] floats() {
    if (elements instanceof float[] floats) {
      return floats;
    }
    throw mismatch("F32 or F64");
  }

  private static float[] narrow(double[] doubles) {
    float[] floats = new float[doubles.length];
    for (int i = 0; i < doubles.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  private IllegalArgumentException mismatch(String rule) {
    return new IllegalArgumentException("tensor must be " + rule + ", got " + this);
  }

  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}
