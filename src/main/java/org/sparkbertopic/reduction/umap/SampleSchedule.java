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

  /** From this share of the epochs on, all samples are drawn. */
  private static final double ALL_FROM = 0.6;

  /** In so many last epochs all are drawn: fewer are too few for points to come to rest. */
  private static final int LEAST_EPOCHS_OF_ALL = 80;

  /** The samples of an epoch, counted from 0. */
  int drawn(int epoch) {
    double growing = Math.min(ALL_FROM * epochs, epochs - LEAST_EPOCHS_OF_ALL);
    if (epoch >= growing) {
      return rate;
    }
    return epoch < growing / 2 ? (rate + 3) / 4 : (rate + 1) / 2;
  }

  /** How many samples of the rate each drawn one counts for. */
  float weight(int epoch) {
    return rate == 0 ? 0 : (float) rate / drawn(epoch);
  }
}
