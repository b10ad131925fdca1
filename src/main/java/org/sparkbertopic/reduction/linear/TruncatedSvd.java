package org.sparkbertopic.reduction.linear;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.RowChecks;

/**
 * Truncated singular value decomposition: projects on the directions along which the points, taken
 * from the origin and not from their mean, have most weight (latent semantic analysis: Deerwester
 * et al. 1990). Fast and linear; suits vectors whose zeros mean something, such as word weights.
 * Where points span fewer directions than asked for, the remaining coordinates are 0.
 *
 * <p>Time: rows x columns^2. Deterministic; an axis' largest entry is positive.
 *
 * @param nComponents number of directions, at most the length of the points
 */
@RecordBuilder
public record TruncatedSvd(int nComponents) implements DimensionReducer, TruncatedSvdBuilder.With {

  /** As for the other reducers. */
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
      throw new IllegalArgumentException(
          "TruncatedSvd.nComponents must be at most the length of the points, "
              + dimension
              + ", got "
              + nComponents
              + "; ask for fewer components");
    }
    PrincipalAxes axes =
        PrincipalAxes.aroundOrigin(points, nComponents, context.seed(), context.workers());
    float[][] embedding = axes.projectAll(points, context.workers());
    context.progress().report("singular vectors", 1);
    return new PcaModel(axes, embedding);
  }
}
