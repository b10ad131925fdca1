package org.sparkbertopic.reduction.umap;

/**
 * How new points move in a finished layout.
 *
 * @param epochs passes over their neighbours
 * @param learningRate of the first epoch
 * @param annealing power of the share of epochs that are left, by which the rate falls
 */
record PlacingSchedule(int epochs, double learningRate, double annealing) {

  /** A new point starts at the mean of its neighbours, where less heat is enough. */
  private static final double RATE = 0.125;

  private static final double ANNEALING = 2;
  private static final int EPOCHS_DIVISOR = 10;
  private static final int LEAST_EPOCHS = 20;

  private static final double RATE_OF_UMAP_LEARN = 0.25;
  private static final int EPOCHS_DIVISOR_OF_UMAP_LEARN = 3;
  private static final int FEW_ROWS = 10_000;
  private static final int EPOCHS_FOR_FEW_ROWS = 100;
  private static final int EPOCHS_FOR_MANY_ROWS = 30;

  /**
   * A tenth of the fit's epochs, and at least 20 (decision 0072).
   *
   * @param rows distinct rows of the fit
   */
  static PlacingSchedule of(Umap umap, int rows) {
    int epochs = rows == 1 ? 0 : Math.max(LEAST_EPOCHS, umap.epochsFor(rows) / EPOCHS_DIVISOR);
    return new PlacingSchedule(epochs, umap.learningRate() * RATE, ANNEALING);
  }

  /** As umap-learn places new points, and as models of earlier versions go on doing. */
  static PlacingSchedule ofUmapLearn(Umap umap, int rows) {
    int epochs =
        umap.nEpochs() == Umap.AUTO_EPOCHS
            ? (rows <= FEW_ROWS ? EPOCHS_FOR_FEW_ROWS : EPOCHS_FOR_MANY_ROWS)
            : umap.nEpochs() / EPOCHS_DIVISOR_OF_UMAP_LEARN;
    return new PlacingSchedule(rows == 1 ? 0 : epochs, umap.learningRate() * RATE_OF_UMAP_LEARN, 1);
  }

  /** The learning rate of an epoch, counted from 0. */
  float rate(int epoch) {
    double left = 1 - (double) epoch / epochs;
    return (float) (learningRate * (annealing == 1 ? left : StrictMath.pow(left, annealing)));
  }
}
