package org.sparkbertopic.reduction;

import java.io.Serializable;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.umap.UmapInput;

/**
 * Learns a map from embeddings to few dimensions. An implementation is an immutable record of
 * parameters: it can be compared, serialized and written as JSON.
 */
public interface DimensionReducer extends Serializable {

  /**
   * @param points {@code [rows][dimension]}, finite; not changed and not kept
   * @param context seed, threads, progress
   * @return the fitted model, with coordinates for every row
   * @throws IllegalArgumentException if the points do not fit the parameters (too few, of differing
   *     lengths, NaN or infinite: the message names row and column)
   */
  ReductionModel fit(float[][] points, FitContext context);

  /**
   * Fits to points some of which have a class. Reducers that do not support classes ignore them.
   *
   * @param labels {@code [rows]}: the class of every row from 0, or {@link UmapInput#UNKNOWN}
   * @throws IllegalArgumentException as {@link #fit(float[][], FitContext)}, and if there are not
   *     as many labels as points
   */
  default ReductionModel fit(float[][] points, int[] labels, FitContext context) {
    return fit(points, context);
  }
}
