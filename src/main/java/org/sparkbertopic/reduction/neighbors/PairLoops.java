package org.sparkbertopic.reduction.neighbors;

import java.lang.reflect.InvocationTargetException;

/**
 * The innermost loops: sums over the coordinates of two vectors, or of one with four others so that
 * a loaded coordinate is used more than once. Lengths are equal, and multiples of {@link #LANES}.
 *
 * <p>Every implementation keeps {@link #LANES} sums, the j-th over the coordinates j, j + LANES,
 * ..., multiplies before it adds, and folds the sums by halves: all give the same bits, alone or
 * among four, so that neighbours do not depend on the machine.
 */
abstract class PairLoops {

  /** Sums per pair: what one register of AVX holds, and few enough for plain Java's registers. */
  static final int LANES = 8;

  /** Length of the array that receives four sums: also the scratch of their folding. */
  static final int FOUR = 4 * LANES;

  /** Length of the array that receives eight sums. */
  static final int EIGHT = 8 * LANES;

  /** Set to {@code off}, the JVM's Vector API is not used. */
  static final String VECTOR_PROPERTY = "sparkbertopic.vector";

  /** What this JVM runs, chosen once. */
  static final PairLoops BEST = choose();

  /** What this is, for people. */
  abstract String description();

  /** The sum of the products. */
  abstract float dot(float[] a, float[] b);

  /** The sum of the squared differences. */
  abstract float squares(float[] a, float[] b);

  /** The sum of the absolute differences. */
  abstract float differences(float[] a, float[] b);

  /** The sums of the products of x with four others, to {@code sums[0..3]} of {@link #FOUR}. */
  abstract void fourDots(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums);

  /**
   * The sums of the products of x with four others, to {@code sums[0..3]} of {@link #EIGHT}, and of
   * y with them, to {@code sums[4..7]}.
   */
  void eightDots(float[] x, float[] y, float[] a, float[] b, float[] c, float[] d, float[] sums) {
    fourDots(y, a, b, c, d, sums);
    float ya = sums[0];
    float yb = sums[1];
    float yc = sums[2];
    float yd = sums[3];
    fourDots(x, a, b, c, d, sums);
    sums[4] = ya;
    sums[5] = yb;
    sums[6] = yc;
    sums[7] = yd;
  }

  /** The sums of the squared differences of x to four others. */
  abstract void fourSquares(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums);

  /** The sums of the absolute differences of x to four others. */
  abstract void fourDifferences(
      float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums);

  /** Eight sums to one. */
  static float fold(
      float s0, float s1, float s2, float s3, float s4, float s5, float s6, float s7) {
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }

  /**
   * The Vector API where {@code --add-modules jdk.incubator.vector} was given and registers are
   * wide enough, plain Java otherwise: some times slower, the same result.
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
        // A JVM whose Vector API differs from the one compiled against, or whose registers are
        // narrow.
        Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
        System.getLogger(PairLoops.class.getName())
            .log(System.Logger.Level.WARNING, "neighbours are searched in plain Java: " + cause);
      }
    }
    return new PlainPairLoops();
  }
}
