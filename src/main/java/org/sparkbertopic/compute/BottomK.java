package org.sparkbertopic.compute;

/**
 * How far to look for the rows with the smallest of random keys, so that neither all keys have to
 * be sorted nor more rows gathered than are wanted: keys are 64 uniform bits, of which a share lies
 * below a bound. Looks a little further than the share that is wanted; where that was too little,
 * {@link #further} looks twice as far.
 *
 * @param share of all keys that lie within the bound, or all of them from 1 on
 */
public record BottomK(double share) {

  /** Standard deviations of head room when a bound stands for a rank. */
  private static final double HEAD_ROOM = 6;

  public BottomK {
    if (!(share > 0)) {
      throw new IllegalArgumentException(
          "share must be positive, got " + share + "; draw at least one row");
    }
  }

  /**
   * For a number of rows out of a total.
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

  /** Twice as far. */
  public BottomK further() {
    return new BottomK(2 * share);
  }
}
