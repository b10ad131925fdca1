package org.sparkbertopic.reduction.linear;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.RowChecks;

/**
 * Principal component analysis that later batches continue (Ross and others 2008, as scikit-learn's
 * {@code IncrementalPCA}): BERTopic's reduction for {@code partial_fit}. A fit goes through the
 * points in batches, so it is close to {@link Pca} but not equal to it, unless there is one batch.
 *
 * <p>Unlike in scikit-learn, the first batch may have fewer rows than components: axes that are not
 * known yet give zeros until later batches fill them.
 *
 * <p>Time: rows x columns^2. Deterministic: the largest entry of each axis is positive, and the
 * result depends on the points, their order and the batches.
 *
 * @param nComponents number of directions, at most the length of the points
 * @param batchSize rows of a batch in a fit; 0: 5 for each column. {@link
 *     IncrementalPcaModel#continued} takes all of its rows as one batch
 */
@RecordBuilder
public record IncrementalPca(int nComponents, int batchSize)
    implements DimensionReducer, IncrementalPcaBuilder.With {

  /** BERTopic's for all reducers. */
  public static final int DEFAULT_N_COMPONENTS = 5;

  /** scikit-learn: rows of a batch for each column. */
  private static final int ROWS_PER_COLUMN = 5;

  public IncrementalPca {
    Checks.require(nComponents >= 1, "nComponents", "positive", nComponents, "5 suits clustering");
    Checks.require(
        batchSize >= 0,
        "batchSize",
        "0 or more",
        batchSize,
        "0 takes 5 rows for each column, as scikit-learn does");
  }

  /** BERTopic's and scikit-learn's parameters. */
  public static IncrementalPca create() {
    return new IncrementalPca(DEFAULT_N_COMPONENTS, 0);
  }

  @Override
  public IncrementalPcaModel fit(float[][] points, FitContext context) {
    int dimension = RowChecks.checkTraining(points);
    if (nComponents > dimension) {
      throw Checks.invalid(
          "IncrementalPca.nComponents must be at most the length of the points, %s, got %s; ask for"
              + " fewer components",
          dimension, nComponents);
    }
    long rows = batchSize == 0 ? (long) ROWS_PER_COLUMN * dimension : batchSize;
    IncrementalAxes axes = IncrementalAxes.empty(dimension, nComponents);
    for (int from = 0; from < points.length; ) {
      int to = end(from, rows, points.length);
      axes = axes.with(Arrays.copyOfRange(points, from, to), context.seed(), context.workers());
      context.progress().report("principal components", (double) to / points.length);
      from = to;
    }
    return IncrementalPcaModel.of(axes, points, context.workers());
  }

  /** As scikit-learn: fewer rows than components at the end join the batch before them. */
  private int end(int from, long rows, int length) {
    return from + rows + nComponents > length ? length : (int) (from + rows);
  }
}
