package org.sparkbertopic.reduction.neighbors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops with the JVM's Vector API: the eight sums are the lanes of one register. Compiled
 * apart, because the module is an incubating one, and loaded by {@link PairLoops} alone.
 */
final class SimdPairLoops extends PairLoops {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  /** Called by reflection. */
  SimdPairLoops() {
    if (FloatVector.SPECIES_PREFERRED.length() < LANES) {
      throw new UnsupportedOperationException(
          "registers of " + FloatVector.SPECIES_PREFERRED.length() + " floats");
    }
  }

  @Override
  float dot(float[] a, float[] b) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < a.length; i += LANES) {
      sum = sum.add(load(a, i).mul(load(b, i)));
    }
    return fold(sum);
  }

  @Override
  float squares(float[] a, float[] b) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < a.length; i += LANES) {
      FloatVector difference = load(a, i).sub(load(b, i));
      sum = sum.add(difference.mul(difference));
    }
    return fold(sum);
  }

  @Override
  float differences(float[] a, float[] b) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < a.length; i += LANES) {
      sum = sum.add(load(a, i).sub(load(b, i)).lanewise(VectorOperators.ABS));
    }
    return fold(sum);
  }

  @Override
  void fourDots(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums) {
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    for (int i = 0; i < x.length; i += LANES) {
      FloatVector atX = load(x, i);
      sumA = sumA.add(atX.mul(load(a, i)));
      sumB = sumB.add(atX.mul(load(b, i)));
      sumC = sumC.add(atX.mul(load(c, i)));
      sumD = sumD.add(atX.mul(load(d, i)));
    }
    foldFour(sumA, sumB, sumC, sumD, sums);
  }

  @Override
  void eightDots(float[] x, float[] y, float[] a, float[] b, float[] c, float[] d, float[] sums) {
    FloatVector xa = FloatVector.zero(SPECIES);
    FloatVector xb = xa;
    FloatVector xc = xa;
    FloatVector xd = xa;
    FloatVector ya = xa;
    FloatVector yb = xa;
    FloatVector yc = xa;
    FloatVector yd = xa;
    for (int i = 0; i < x.length; i += LANES) {
      FloatVector atX = load(x, i);
      FloatVector atY = load(y, i);
      FloatVector atA = load(a, i);
      xa = xa.add(atX.mul(atA));
      ya = ya.add(atY.mul(atA));
      FloatVector atB = load(b, i);
      xb = xb.add(atX.mul(atB));
      yb = yb.add(atY.mul(atB));
      FloatVector atC = load(c, i);
      xc = xc.add(atX.mul(atC));
      yc = yc.add(atY.mul(atC));
      FloatVector atD = load(d, i);
      xd = xd.add(atX.mul(atD));
      yd = yd.add(atY.mul(atD));
    }
    ya.intoArray(sums, FOUR);
    yb.intoArray(sums, FOUR + LANES);
    yc.intoArray(sums, FOUR + 2 * LANES);
    yd.intoArray(sums, FOUR + 3 * LANES);
    foldFour(xa, xb, xc, xd, sums);
    foldFour(sums, FOUR, 4);
  }

  @Override
  void fourSquares(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums) {
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    for (int i = 0; i < x.length; i += LANES) {
      FloatVector atX = load(x, i);
      FloatVector toA = atX.sub(load(a, i));
      FloatVector toB = atX.sub(load(b, i));
      FloatVector toC = atX.sub(load(c, i));
      FloatVector toD = atX.sub(load(d, i));
      sumA = sumA.add(toA.mul(toA));
      sumB = sumB.add(toB.mul(toB));
      sumC = sumC.add(toC.mul(toC));
      sumD = sumD.add(toD.mul(toD));
    }
    foldFour(sumA, sumB, sumC, sumD, sums);
  }

  @Override
  void fourDifferences(float[] x, float[] a, float[] b, float[] c, float[] d, float[] sums) {
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    for (int i = 0; i < x.length; i += LANES) {
      FloatVector atX = load(x, i);
      sumA = sumA.add(atX.sub(load(a, i)).lanewise(VectorOperators.ABS));
      sumB = sumB.add(atX.sub(load(b, i)).lanewise(VectorOperators.ABS));
      sumC = sumC.add(atX.sub(load(c, i)).lanewise(VectorOperators.ABS));
      sumD = sumD.add(atX.sub(load(d, i)).lanewise(VectorOperators.ABS));
    }
    foldFour(sumA, sumB, sumC, sumD, sums);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }

  private static float fold(FloatVector sum) {
    return fold(
        sum.lane(0),
        sum.lane(1),
        sum.lane(2),
        sum.lane(3),
        sum.lane(4),
        sum.lane(5),
        sum.lane(6),
        sum.lane(7));
  }

  private static void foldFour(
      FloatVector a, FloatVector b, FloatVector c, FloatVector d, float[] sums) {
    a.intoArray(sums, 0);
    b.intoArray(sums, LANES);
    c.intoArray(sums, 2 * LANES);
    d.intoArray(sums, 3 * LANES);
    foldFour(sums, 0, 0);
  }

  /** Folds the lanes of four registers that begin at {@code from}, to four sums at {@code to}. */
  private static void foldFour(float[] sums, int from, int to) {
    for (int i = 0; i < 4; i++) {
      int at = from + i * LANES;
      sums[to + i] =
          fold(
              sums[at],
              sums[at + 1],
              sums[at + 2],
              sums[at + 3],
              sums[at + 4],
              sums[at + 5],
              sums[at + 6],
              sums[at + 7]);
    }
  }
}
