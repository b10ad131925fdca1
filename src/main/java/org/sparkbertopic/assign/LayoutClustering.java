package org.sparkbertopic.assign;

import java.util.Optional;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.ReductionModel;

/** How a layout finds clusters, once the sample is reduced. */
@FunctionalInterface
public interface LayoutClustering {

  /**
   * @param rules what comes before the reduction
   * @param points coordinates of the rows of the sample that no zero-shot topic takes
   * @param labels known class of each of them, or -1; empty where none are given
   * @return a model whose training rows are {@code points}
   */
  ClusterModel fit(
      LayoutRules rules,
      ReductionModel reduction,
      double[][] points,
      Optional<int[]> labels,
      FitContext context);

  /** On the sample alone. */
  static LayoutClustering ofSample(Clusterer clusterer) {
    return (rules, reduction, points, labels, context) ->
        clusterer instanceof Classifier classifier
            ? classifier.fit(points, labels.orElseThrow(), context)
            : clusterer.fit(points, context);
  }
}
