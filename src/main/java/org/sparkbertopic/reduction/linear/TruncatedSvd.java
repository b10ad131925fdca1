package org.sparkbertopic.reduction.linear;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.RowChecks;

/**
 * Truncated singular value decomposition: projects on the leading right singular vectors of the
 * points, which are not centred (latent semantic analysis: Deerwester et al. 1990). Fast and
 * linear; suits vectors whose zeros mean something, such as word weights. If the points span fewer
 * directions than asked for, the remaining coordinates are 0.
 *
 * <p>Time: rows x columns^2. Deterministic: the largest entry of each axis is positive.
 *
 * @param nComponents number of directions, at most the length of the points
 */
@RecordBuilder
public record TruncatedSvd(int nComponents) implements DimensionReducer, TruncatedSvdBuilder.With {

  /** The same as for the other reducers. */
  public static final int DEFAULT_N_COMPONENTS = 5;

  public TruncatedSvd {
    if (nComponents < 1) {
      throw new IllegalArgumentException(
          "nComponents must be positive, got " + nComponents + "; 5 suits clustering");
    }
  }

  /** The default parameters. */
  public static TruncatedSvd create() {
    return new TruncatedSvd(DEFAULT_N_COMPONENTS);
  }

  @Override
  public PcaModel fit(float[][] points, FitContext context) {
    int dimension = RowChecks.checkTraining(points);
    if (nComponents > dimension) {
      throw Checks.invalid(
          "TruncatedSvd.nComponents must be at most the length of the points, %s, got %s; ask"
              + " for fewer components",
          dimension, nComponents);
    }
    PrincipalAxes axes =
        PrincipalAxes.aroundOrigin(points, nComponents, context.seed(), context.workers());
    float[][] embedding = axes.projectAll(points, context.workers());
    context.progress().report("singular vectors", 1);
    return new PcaModel(axes, embedding);
  }
}
