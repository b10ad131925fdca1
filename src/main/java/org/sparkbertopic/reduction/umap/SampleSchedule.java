package org.sparkbertopic.reduction.umap;

/**
 * How many negative samples repel a point after an attraction. Where points come to rest depends on
 * the samples of a layout's last epochs. Those of the earlier ones need not be as many, if each
 * counts for several (decision 0078).
 *
 * @param rate samples that the force stands for
 * @param epochs of the layout
 */
record SampleSchedule(int rate, int epochs) {

  /** Up to this share of the epochs, a quarter of the rate is drawn. */
  private static final double QUARTER_UNTIL = 0.3;

  /** From then up to this share of the epochs, half of the rate is drawn. */
  private static final double HALF_UNTIL = 0.6;

  /** The samples of an epoch, counted from 0. */
  int drawn(int epoch) {
    if (epoch < QUARTER_UNTIL * epochs) {
      return (rate + 3) / 4;
    }
    return epoch < HALF_UNTIL * epochs ? (rate + 1) / 2 : rate;
  }

  /** How many samples of the rate each drawn one counts for. */
  float weight(int epoch) {
    return rate == 0 ? 0 : (float) rate / drawn(epoch);
  }
}
