package org.sparkbertopic.evaluation;

import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.SpanningTree;
import org.sparkbertopic.clustering.hdbscan.SpanningTreeValidity;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;

/**
 * How well density separates clusters: the {@link SpanningTreeValidity} on the spanning tree of the
 * points, from -1 to 1, higher is better.
 *
 * <p>DBCV itself builds a tree in every cluster and compares all pairs of clusters. This value is
 * good for comparing clusterings of the same points, as a search over parameters does. Values of
 * different data sets are not comparable.
 *
 * <p>Takes as long as a fit of HDBSCAN. Ties between edges are broken by position, so the value may
 * differ from hdbscan's if many distances are equal.
 */
public final class RelativeValidity {

  private RelativeValidity() {}

  /**
   * The relative validity of any clustering of points.
   *
   * @param points {@code [rows][dimension]}, as {@link Hdbscan#fit} takes them
   * @param labels {@code [rows]}: cluster from 0 on, or {@link ClusterModel#NOISE}
   * @param parameters metric, alpha and core distance of the tree
   * @return in [-1, 1]; NaN if there is no cluster
   * @throws IllegalArgumentException as {@link Hdbscan#fit}, or if the number of labels is not that
   *     of the points
   */
  public static double of(double[][] points, int[] labels, Hdbscan parameters, FitContext context) {
    if (labels.length != points.length) {
      throw Checks.invalid(
          "labels must be one for each of %s points, got %s; give noise the label -1",
          points.length, labels.length);
    }
    return of(parameters.spanningTree(points, context), labels);
  }

  static double of(SpanningTree tree, int[] labels) {
    return SpanningTreeValidity.of(tree, labels);
  }
}
