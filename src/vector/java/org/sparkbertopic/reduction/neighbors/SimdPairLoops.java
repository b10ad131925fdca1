package org.sparkbertopic.reduction.neighbors;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops with the JVM's Vector API: the eight sums are the lanes of one register. Compiled
 * apart, because the module is an incubating one, and loaded by {@link PairLoops} alone.
 */
final class SimdPairLoops extends PairLoops {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  /** As wide as the machine has it: sums of whole numbers do not depend on the width. */
  private static final VectorSpecies<Integer> INTS =
      IntVector.SPECIES_PREFERRED.length() >= CodedRows.STEP
          ? IntVector.SPECIES_512
          : IntVector.SPECIES_256;

  /** As many bytes as {@link #INTS} has whole numbers. */
  private static final VectorSpecies<Byte> BYTES =
      INTS.length() >= CodedRows.STEP ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  private static final VectorSpecies<Float> FOUR_FLOATS = FloatVector.SPECIES_128;
  private static final VectorSpecies<Double> FOUR_DOUBLES = DoubleVector.SPECIES_256;

  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

  /** Registers of 256 bits have no product of longs. */
  private static final boolean MULTIPLIES_LONGS =
      LongVector.SPECIES_PREFERRED.length() >= LONGS.length();

  private final PairLoops plain = new PlainPairLoops();

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

  @Override
  void fourCodedDots(int[] x, byte[] codes, int a, int b, int c, int d, int[] sums) {
    IntVector sumA = IntVector.zero(INTS);
    IntVector sumB = sumA;
    IntVector sumC = sumA;
    IntVector sumD = sumA;
    for (int i = 0; i < x.length; i += INTS.length()) {
      IntVector atX = IntVector.fromArray(INTS, x, i);
      sumA = sumA.add(atX.mul(wide(codes, a + i)));
      sumB = sumB.add(atX.mul(wide(codes, b + i)));
      sumC = sumC.add(atX.mul(wide(codes, c + i)));
      sumD = sumD.add(atX.mul(wide(codes, d + i)));
    }
    sums[0] = sumA.reduceLanes(VectorOperators.ADD);
    sums[1] = sumB.reduceLanes(VectorOperators.ADD);
    sums[2] = sumC.reduceLanes(VectorOperators.ADD);
    sums[3] = sumD.reduceLanes(VectorOperators.ADD);
  }

  private static IntVector wide(byte[] codes, int at) {
    return (IntVector)
        ByteVector.fromArray(BYTES, codes, at).convertShape(VectorOperators.B2I, INTS, 0);
  }

  @Override
  void fourPackedDots(long[] x, long[] a, long[] b, long[] c, long[] d, long[] sums) {
    if (!MULTIPLIES_LONGS) {
      plain.fourPackedDots(x, a, b, c, d, sums);
      return;
    }
    LongVector sumA = LongVector.zero(LONGS);
    LongVector sumB = sumA;
    LongVector sumC = sumA;
    LongVector sumD = sumA;
    for (int i = 0; i < x.length; i += PackedRows.STEP) {
      LongVector atX = LongVector.fromArray(LONGS, x, i);
      sumA = sumA.add(atX.mul(LongVector.fromArray(LONGS, a, i)));
      sumB = sumB.add(atX.mul(LongVector.fromArray(LONGS, b, i)));
      sumC = sumC.add(atX.mul(LongVector.fromArray(LONGS, c, i)));
      sumD = sumD.add(atX.mul(LongVector.fromArray(LONGS, d, i)));
    }
    sums[0] = sumA.reduceLanes(VectorOperators.ADD);
    sums[1] = sumB.reduceLanes(VectorOperators.ADD);
    sums[2] = sumC.reduceLanes(VectorOperators.ADD);
    sums[3] = sumD.reduceLanes(VectorOperators.ADD);
  }

  @Override
  boolean multipliesLongs() {
    return MULTIPLIES_LONGS;
  }

  @Override
  double exactSquares(float[] a, float[] b) {
    DoubleVector sum = DoubleVector.zero(FOUR_DOUBLES);
    for (int i = 0; i < a.length; i += 4) {
      DoubleVector difference = precise(a, i).sub(precise(b, i));
      sum = sum.add(difference.mul(difference));
    }
    return (sum.lane(0) + sum.lane(1)) + (sum.lane(2) + sum.lane(3));
  }

  private static DoubleVector precise(float[] values, int at) {
    return (DoubleVector)
        FloatVector.fromArray(FOUR_FLOATS, values, at)
            .convertShape(VectorOperators.F2D, FOUR_DOUBLES, 0);
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
