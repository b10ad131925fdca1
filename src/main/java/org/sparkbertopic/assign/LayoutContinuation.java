package org.sparkbertopic.assign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.clustering.OnlineClusterModel;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.OnlineReductionModel;

/**
 * Continues a layout by a batch: the reduction, then the clustering in its new coordinates. The
 * sample of the new layout is the batch and, behind it, the newest rows of the former sample.
 *
 * @param most rows of the sample, unless the batch alone has more
 */
record LayoutContinuation(LayoutModel former, float[][] batch, int most, FitContext context) {

  /** The parts that can be continued, as the command names them. */
  private static final String REDUCTIONS = "incremental-pca or none";

  private static final String CLUSTERINGS = "streaming-kmeans";

  LayoutModel run() {
    if (former.rules().zeroShot().isPresent()) {
      throw new IllegalArgumentException(
          "zero-shot topics must not be in a layout that a batch continues; fit without them");
    }
    if (!(former.reduction() instanceof OnlineReductionModel reduction)
        || !(former.clustering() instanceof OnlineClusterModel clustering)) {
      throw Checks.invalid(
          "a layout that a batch continues must have the reduction %s and the clustering %s, got"
              + " '%s' and '%s'; fit with these parts, or assign the batch and leave the layout",
          REDUCTIONS, CLUSTERINGS, former.reduction().format(), former.clustering().format());
    }
    float[][] points = new float[batch.length][];
    Arrays.setAll(points, row -> former.rules().guide(batch[row]));
    OnlineReductionModel.Continuation reduced = reduction.continued(points, context);
    OnlineClusterModel clusters =
        clustering.continued(
            LayoutModel.toDoubles(reduced.model().embedding()), reduced.carryOver(), context);
    return LayoutModel.continuing(former, reduced.model(), clusters, sample(clusters));
  }

  /**
   * Embeddings whose cluster is known, and stays.
   *
   * @param index of different embeddings
   */
  record Known(VectorIndex index, int[] labels, double[] probabilities) {}

  private Known sample(OnlineClusterModel clusters) {
    VectorIndex ofBatch = VectorIndex.of(batch);
    List<Integer> kept = keptRows(ofBatch);
    int[] labels = new int[batch.length + kept.size()];
    double[] probabilities = new double[labels.length];
    for (int row = 0; row < batch.length; row++) {
      Prediction known = former.ofSample(batch[row]);
      labels[row] =
          known == null ? former.partOf(clusters.labels()[row], batch[row]) : known.label();
      probabilities[row] = known == null ? clusters.probabilities()[row] : known.probability();
    }
    for (int i = 0; i < kept.size(); i++) {
      labels[batch.length + i] = former.labels()[kept.get(i)];
      probabilities[batch.length + i] = former.probabilities()[kept.get(i)];
    }
    int[] rows = kept.stream().mapToInt(Integer::intValue).toArray();
    return new Known(ofBatch.followedBy(former.training(), rows), labels, probabilities);
  }

  /** Rows of the former sample, each embedding once, which is not in the batch again. */
  private List<Integer> keptRows(VectorIndex ofBatch) {
    VectorIndex training = former.training();
    List<Integer> kept = new ArrayList<>();
    for (int row = 0; row < training.rows() && batch.length + kept.size() < most; row++) {
      if (training.firstEqual(row) == row && !ofBatch.contains(training, row)) {
        kept.add(row);
      }
    }
    return kept;
  }
}
