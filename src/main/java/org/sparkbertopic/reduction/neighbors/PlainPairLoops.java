package org.sparkbertopic.reduction.neighbors;

/**
 * The loops in plain Java. The eight sums are eight variables, which the compiler keeps in
 * registers.
 */
final class PlainPairLoops extends PairLoops {

  @Override
  float dot(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = 0; i < a.length; i += LANES) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
      s4 += a[i + 4] * b[i + 4];
      s5 += a[i + 5] * b[i + 5];
      s6 += a[i + 6] * b[i + 6];
      s7 += a[i + 7] * b[i + 7];
    }
    return fold(s0, s1, s2, s3, s4, s5, s6, s7);
  }

  @Override
  float squares(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = 0; i < a.length; i += LANES) {
      float d0 = a[i] - b[i];
      s0 += d0 * d0;
      float d1 = a[i + 1] - b[i + 1];
      s1 += d1 * d1;
      float d2 = a[i + 2] - b[i + 2];
      s2 += d2 * d2;
      float d3 = a[i + 3] - b[i + 3];
      s3 += d3 * d3;
      float d4 = a[i + 4] - b[i + 4];
      s4 += d4 * d4;
      float d5 = a[i + 5] - b[i + 5];
      s5 += d5 * d5;
      float d6 = a[i + 6] - b[i + 6];
      s6 += d6 * d6;
      float d7 = a[i + 7] - b[i + 7];
      s7 += d7 * d7;
    }
    return fold(s0, s1, s2, s3, s4, s5, s6, s7);
  }

  @Override
  float differences(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = 0; i < a.length; i += LANES) {
      s0 += Math.abs(a[i] - b[i]);
      s1 += Math.abs(a[i + 1] - b[i + 1]);
      s2 += Math.abs(a[i + 2] - b[i + 2]);
      s3 += Math.abs(a[i + 3] - b[i + 3]);
      s4 += Math.abs(a[i + 4] - b[i + 4]);
      s5 += Math.abs(a[i + 5] - b[i + 5]);
      s6 += Math.abs(a[i + 6] - b[i + 6]);
      s7 += Math.abs(a[i + 7] - b[i + 7]);
    }
    return fold(s0, s1, s2, s3, s4, s5, s6, s7);
  }

  @Override
  void fourDots(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums) {
    sums[0] = dot(x, a);
    sums[1] = dot(x, b);
    sums[2] = dot(x, c);
    sums[3] = dot(x, d);
  }

  @Override
  void fourSquares(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums) {
    sums[0] = squares(x, a);
    sums[1] = squares(x, b);
    sums[2] = squares(x, c);
    sums[3] = squares(x, d);
  }

  @Override
  void fourDifferences(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums) {
    sums[0] = differences(x, a);
    sums[1] = differences(x, b);
    sums[2] = differences(x, c);
    sums[3] = differences(x, d);
  }

  @Override
  void fourCodedDots(int[] x, byte[] codes, int a, int b, int c, int d, int[] sums) {
    int sumA = 0;
    int sumB = 0;
    int sumC = 0;
    int sumD = 0;
    for (int i = 0; i < x.length; i++) {
      int atX = x[i];
      sumA += atX * codes[a + i];
      sumB += atX * codes[b + i];
      sumC += atX * codes[c + i];
      sumD += atX * codes[d + i];
    }
    sums[0] = sumA;
    sums[1] = sumB;
    sums[2] = sumC;
    sums[3] = sumD;
  }

  @Override
  void fourPackedDots(long[] x, long[] a, long[] b, long[] c, long[] d, long[] sums) {
    twoPackedDots(x, a, b, sums, 0);
    twoPackedDots(x, c, d, sums, 2);
  }

  /** The compiler vectorises two sums of a loop, but not four. */
  private static void twoPackedDots(long[] x, long[] a, long[] b, long[] sums, int to) {
    long sumA = 0;
    long sumB = 0;
    for (int i = 0; i < x.length; i++) {
      sumA += x[i] * a[i];
      sumB += x[i] * b[i];
    }
    sums[to] = sumA;
    sums[to + 1] = sumB;
  }

  @Override
  boolean multipliesLongs() {
    return true;
  }

  @Override
  double exactSquares(float[] a, float[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    for (int i = 0; i < a.length; i += 4) {
      double d0 = (double) a[i] - b[i];
      double d1 = (double) a[i + 1] - b[i + 1];
      double d2 = (double) a[i + 2] - b[i + 2];
      double d3 = (double) a[i + 3] - b[i + 3];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
      sum2 += d2 * d2;
      sum3 += d3 * d3;
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
