package org.sparkbertopic.reduction.linear;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.RowChecks;

/**
 * Principal component analysis: projects on the directions in which the points vary most. Fast and
 * linear; BERTopic uses it if UMAP is not installed. If the points vary in fewer directions than
 * asked for, the remaining coordinates are 0.
 *
 * <p>Time: rows x columns^2. Deterministic: the largest entry of each axis is positive.
 *
 * @param nComponents number of directions, at most the length of the points
 */
@RecordBuilder
public record Pca(int nComponents) implements DimensionReducer, PcaBuilder.With {

  /** BERTopic. */
  public static final int DEFAULT_N_COMPONENTS = 5;

  public Pca {
    if (nComponents < 1) {
      throw new IllegalArgumentException(
          "nComponents must be positive, got " + nComponents + "; 5 suits clustering");
    }
  }

  /** BERTopic's parameters. */
  public static Pca create() {
    return new Pca(DEFAULT_N_COMPONENTS);
  }

  @Override
  public PcaModel fit(float[][] points, FitContext context) {
    int dimension = RowChecks.checkTraining(points);
    if (nComponents > dimension) {
      throw Checks.invalid(
          "Pca.nComponents must be at most the length of the points, %s, got %s; ask for fewer"
              + " components",
          dimension, nComponents);
    }
    PrincipalAxes axes = PrincipalAxes.of(points, nComponents, context.seed(), context.workers());
    float[][] embedding = axes.projectAll(points, context.workers());
    context.progress().report("principal components", 1);
    return new PcaModel(axes, embedding);
  }
}
