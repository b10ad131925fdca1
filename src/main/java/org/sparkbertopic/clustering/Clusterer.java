package org.sparkbertopic.clustering;

import java.io.Serializable;
import org.sparkbertopic.compute.FitContext;

/**
 * Finds clusters among points of few dimensions. An implementation is an immutable record of
 * parameters: it can be compared, serialized and written as JSON.
 */
public interface Clusterer extends Serializable {

  /**
   * Clusters to find if the caller names no number: as in the examples of BERTopic's documentation;
   * scikit-learn has 8.
   */
  int DEFAULT_N_CLUSTERS = 50;

  /**
   * @param points {@code [rows][dimension]}, finite; not changed
   * @param context seed, threads, progress
   * @throws IllegalArgumentException if the points do not fit the parameters (of differing lengths,
   *     NaN or infinite: the message names row and column)
   */
  ClusterModel fit(double[][] points, FitContext context);
}
