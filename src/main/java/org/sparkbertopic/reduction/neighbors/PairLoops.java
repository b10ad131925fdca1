package org.sparkbertopic.reduction.neighbors;

import java.lang.reflect.InvocationTargetException;

/**
 * The innermost loops: sums over the coordinates of two vectors, or of one vector and four others,
 * so that a loaded coordinate is used more than once. Lengths are equal and multiples of {@link
 * #LANES}.
 *
 * <p>Every implementation keeps {@link #LANES} sums, the j-th over the coordinates j, j + LANES,
 * ..., multiplies and adds without fusing them, and folds the sums by halves. All give the same
 * bits, for one pair or four at a time, so neighbours do not depend on the machine.
 */
abstract class PairLoops {

  /**
   * Sums per pair: an AVX register holds as many floats, and plain Java still keeps them in
   * registers.
   */
  static final int LANES = 8;

  /** Length of the array that receives four sums: also the scratch space to fold them. */
  static final int FOUR = 4 * LANES;

  /** If it is {@code off}, the JVM's Vector API is not used. */
  static final String VECTOR_PROPERTY = "sparkbertopic.vector";

  /** The implementation that this JVM uses, chosen once. */
  static final PairLoops BEST = choose();

  /** The sum of the products. */
  abstract float dot(float[] a, float[] b);

  /** The sum of the squared differences. */
  abstract float squares(float[] a, float[] b);

  /** The sum of the absolute differences. */
  abstract float differences(float[] a, float[] b);

  /** The sums of the products of x with four others, to {@code sums[0..3]} of {@link #FOUR}. */
  abstract void fourDots(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums);

  /** The sums of the squared differences of x to four others. */
  abstract void fourSquares(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums);

  /** The sums of the absolute differences of x to four others. */
  abstract void fourDifferences(
      float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums);

  /**
   * The sums of the products of x with four rows of {@link CodedRows} that begin at the given
   * places, to {@code sums[0..3]}.
   */
  abstract void fourCodedDots(int[] x, byte[] codes, int a, int b, int c, int d, int[] sums);

  /**
   * The sums of the products of x, a reversed row of {@link PackedRows}, with four others, to
   * {@code sums[0..3]}.
   */
  abstract void fourPackedDots(long[] x, long[] a, long[] b, long[] c, long[] d, long[] sums);

  /** Whether products of longs are quicker than those of three times as many floats. */
  abstract boolean multipliesLongs();

  /**
   * The sum of the squared differences in double precision: four sums, the j-th over the
   * coordinates j, j + 4, ...
   */
  abstract double exactSquares(float[] a, float[] b);

  /** Folds eight sums into one. */
  static float fold(
      float s0, float s1, float s2, float s3, float s4, float s5, float s6, float s7) {
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }

  /**
   * The Vector API if {@code --add-modules jdk.incubator.vector} is set and registers are wide
   * enough; otherwise plain Java, which is several times slower and gives the same result.
   */
  private static PairLoops choose() {
    if (!"off".equals(System.getProperty(VECTOR_PROPERTY))
        && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      try {
        return Class.forName("org.sparkbertopic.reduction.neighbors.SimdPairLoops")
            .asSubclass(PairLoops.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        // The JVM's Vector API differs from the one compiled against, or its registers are narrow.
        Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
        System.getLogger(PairLoops.class.getName())
            .log(System.Logger.Level.WARNING, "neighbours are searched in plain Java: " + cause);
      }
    }
    return new PlainPairLoops();
  }
}
