package org.sparkbertopic.clustering.hdbscan;

/**
 * Where a new point joins the hierarchy: at the training row nearest to it in mutual reachability,
 * among its {@code 2 * minSamples} nearest rows. Takes one search of the k-d tree, and allocates
 * only scratch space for that many neighbours.
 */
final class TreeAttachment {

  /**
   * @param row the training row that the point joins
   * @param lambda density at which the point joins, infinite at distance 0
   */
  record Joint(int row, double lambda) {}

  private final KdTree tree;
  private final Distance metric;
  private final double alpha;

  /** Core distances by position, counting the point itself as a neighbour. */
  private final double[] cores;

  private final int neighbors;

  /** The neighbour whose distance is the new point's core distance. */
  private final int coreNeighbor;

  TreeAttachment(KdTree tree, Hdbscan parameters, double[] coresByRow) {
    this.tree = tree;
    this.metric = parameters.metric().distance();
    this.alpha = parameters.alpha();
    this.cores = new double[tree.size];
    for (int position = 0; position < tree.size; position++) {
      cores[position] = coresByRow[tree.rows[position]];
    }
    int minSamples = parameters.effectiveMinSamples();
    this.neighbors = Math.min(2 * minSamples, tree.size);
    this.coreNeighbor = Math.min(minSamples, neighbors - 1);
  }

  Joint of(double[] point) {
    NearestQuery query = new NearestQuery(tree, metric, neighbors);
    query.of(point);
    double ownCore = metric.toDistance(query.distances[coreNeighbor]);
    double least = Double.POSITIVE_INFINITY;
    int nearest = 0;
    for (int i = 0; i < neighbors; i++) {
      int position = query.positions[i];
      double distance = metric.toDistance(query.distances[i]) / alpha;
      double reachability = Math.max(distance, Math.max(ownCore, cores[position]));
      if (reachability < least) {
        least = reachability;
        nearest = position;
      }
    }
    return new Joint(tree.rows[nearest], 1 / least);
  }
}
