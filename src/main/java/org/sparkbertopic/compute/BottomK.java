package org.sparkbertopic.compute;

/**
 * A bound for selecting the rows with the smallest random keys, so that neither all keys have to be
 * sorted nor many more rows collected than wanted. Keys are 64 uniform bits, so a known share of
 * them lies below a bound. The bound covers slightly more than the wanted share; if that was too
 * little, {@link #further} doubles it.
 *
 * @param share share of the keys within the bound; 1 or more covers all keys
 */
public record BottomK(double share) {

  /**
   * Standard deviations that a bound exceeds the expected rank by: with six, a second look is
   * practically never needed.
   */
  private static final double HEAD_ROOM = 6;

  public BottomK {
    if (!(share > 0)) {
      throw new IllegalArgumentException(
          "share must be positive, got " + share + "; draw at least one row");
    }
  }

  /**
   * The bound for a number of rows out of a total.
   *
   * @param wanted rows, positive
   */
  public static BottomK of(long wanted, long total) {
    double rows = wanted;
    return new BottomK((rows + HEAD_ROOM * Math.sqrt(rows)) / Math.max(1, total));
  }

  /** Whether all keys are within the bound. */
  public boolean isAll() {
    return share >= 1;
  }

  /** The largest key within the bound. */
  public long bound() {
    return isAll() ? Long.MAX_VALUE : (long) (Long.MIN_VALUE + share * 0x1.0p64);
  }

  /** A bound for twice the share. */
  public BottomK further() {
    return new BottomK(2 * share);
  }
}
