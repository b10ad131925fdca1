package org.sparkbertopic.compute;

/**
 * Counter-based random numbers: {@code bits(seed, a, b, ...)} depends only on its arguments, so the
 * order of the calls and the threads do not matter.
 *
 * <p>Each key is folded in with the finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable
 * Pseudorandom Number Generators, OOPSLA 2014; constants by Stafford, variant 13).
 */
public final class CounterRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private CounterRandom() {}

  /** 64 uniform bits for the key (seed, a). */
  public static long bits(long seed, long a) {
    return mix(mix(seed + GOLDEN_GAMMA) ^ (a * GOLDEN_GAMMA + GOLDEN_GAMMA));
  }

  /** 64 uniform bits for the key (seed, a, b). */
  public static long bits(long seed, long a, long b) {
    return bits(bits(seed, a), b);
  }

  /** 64 uniform bits for the key (seed, a, b, c). */
  public static long bits(long seed, long a, long b, long c) {
    return bits(bits(seed, a, b), c);
  }

  /**
   * The {@code number}-th 64 random bits derived from {@code lot}, which are random bits
   * themselves.
   */
  public static long next(long lot, int number) {
    return mix(lot + (number + 1) * GOLDEN_GAMMA);
  }

  /**
   * Maps 64 bits to [0, {@code bound}), by the high half of a product (Lemire 2019, biased by at
   * most bound / 2^32).
   */
  public static int bounded(long bits, int bound) {
    return (int) (((bits >>> 32) * bound) >>> 32);
  }

  /** Maps 64 bits to [0, 1). */
  public static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
