package org.sparkbertopic.reduction.umap;

/**
 * The two forces of the layout, as factors of the difference of two positions, and the membership
 * that they follow from. They are functions of the squared distance, interpolated from a table: 64
 * points per power of two, linear in between (relative error below 2e-4). A table is faster than
 * two powers and, unlike {@code Math.pow}, gives the same bits on every machine. It has an entry
 * for every float, so that a look-up needs no branch; below 2^-40 and above 2^40 the entries are
 * those of these two.
 */
final class UmapForces {

  /** Keeps the repulsion of very near points finite; umap-learn's constant. */
  private static final double SOFTENING = 0.001;

  private static final int LOWEST_EXPONENT = -40;
  private static final int HIGHEST_EXPONENT = 40;
  private static final int STEP_BITS = 6;
  private static final int SHIFT = 23 - STEP_BITS;
  private static final int FIRST = (127 + LOWEST_EXPONENT) << STEP_BITS;
  private static final int STEPS = (HIGHEST_EXPONENT - LOWEST_EXPONENT) << STEP_BITS;
  private static final float FRACTION = 1f / (1 << SHIFT);

  /** The leading bits of a float without its sign: the tables have a place for each of them. */
  private static final int PLACES = 1 << (31 - SHIFT);

  private final float[] pull = new float[PLACES + 1];
  private final float[] push = new float[PLACES + 1];
  private final float[] membership = new float[PLACES + 1];

  UmapForces(MembershipCurve curve, double repulsionStrength) {
    double a = curve.a();
    double b = curve.b();
    for (int i = 0; i <= PLACES; i++) {
      int inside = Math.max(FIRST, Math.min(FIRST + STEPS, i));
      double squared = Float.intBitsToFloat(inside << SHIFT);
      double power = StrictMath.pow(squared, b);
      pull[i] = (float) (-2 * a * b * power / squared / (1 + a * power));
      push[i] = (float) (2 * repulsionStrength * b / ((SOFTENING + squared) * (1 + a * power)));
      membership[i] = (float) (1 / (1 + a * power));
    }
  }

  /** The factor for the difference of connected points: negative, they approach. */
  float pull(float squaredDistance) {
    return lookUp(pull, squaredDistance);
  }

  /** The factor for the difference of any two points: positive, they move apart. */
  float push(float squaredDistance) {
    return lookUp(push, squaredDistance);
  }

  /** How strongly the layout connects two points: from 1 where they coincide down to 0. */
  float membership(float squaredDistance) {
    return lookUp(membership, squaredDistance);
  }

  private static float lookUp(float[] table, float squaredDistance) {
    int bits = Float.floatToRawIntBits(squaredDistance);
    int place = (bits >>> SHIFT) & (PLACES - 1);
    float fraction = (bits & ((1 << SHIFT) - 1)) * FRACTION;
    return table[place] + fraction * (table[place + 1] - table[place]);
  }
}
