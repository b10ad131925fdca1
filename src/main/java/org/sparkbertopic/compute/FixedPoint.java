package org.sparkbertopic.compute;

import java.io.Serializable;

/**
 * Sums of floats in fixed point: every value is multiplied by the same power of two and rounded to
 * a long, so the sum does not depend on the order of the values. The power is the largest with
 * which the sum of {@code values} numbers up to {@code magnitude} fits in 62 bits; among a million
 * numbers below 1, each is exact to 2^-43.
 */
public final class FixedPoint implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int SUM_BITS = 62;
  private static final long GROWING_VALUES = 1L << 31;

  private final int exponent;
  private final double scale;

  private FixedPoint(int exponent) {
    this.exponent = exponent;
    this.scale = Math.scalb(1.0, exponent);
  }

  /**
   * @param magnitude largest absolute value, finite
   * @param values largest number of values in a sum
   */
  public static FixedPoint of(float magnitude, long values) {
    if (magnitude == 0) {
      return new FixedPoint(0);
    }
    int magnitudeBits = Math.getExponent((double) magnitude) + 1;
    int countBits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, values - 1));
    return new FixedPoint(SUM_BITS - magnitudeBits - countBits);
  }

  /** Of the power of two that was {@link #exponent()}. */
  public static FixedPoint ofExponent(int exponent) {
    return new FixedPoint(exponent);
  }

  /**
   * For sums that grow: values up to four times as large, and two billion of them, still fit.
   *
   * @param magnitude largest absolute value so far, finite
   * @param values largest number of values in a sum so far
   */
  public static FixedPoint growing(float magnitude, long values) {
    float headroom = Math.min(4 * magnitude, Float.MAX_VALUE);
    return of(headroom == 0 ? 1 : headroom, Math.max(values, GROWING_VALUES));
  }

  /** The power of two that values are multiplied by. */
  public int exponent() {
    return exponent;
  }

  /** A value as a summand in fixed point. */
  public long of(double value) {
    return (long) Math.rint(value * scale);
  }

  /** Adds each value to its sum. */
  public void add(float[] values, long[] sums) {
    for (int i = 0; i < values.length; i++) {
      sums[i] += of(values[i]);
    }
  }

  /** The value of a sum. */
  public double value(long sum) {
    return Math.scalb((double) sum, -exponent);
  }

  /** The mean of a sum of {@code count} values. */
  public float mean(long sum, long count) {
    return (float) Math.scalb((double) sum / count, -exponent);
  }
}
