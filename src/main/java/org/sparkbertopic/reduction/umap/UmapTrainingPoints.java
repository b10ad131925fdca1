package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import java.util.Optional;
import org.sparkbertopic.reduction.RowChecks;
import org.sparkbertopic.reduction.TrainingPoints;
import org.sparkbertopic.reduction.neighbors.DistinctRows;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NeighborSearch;

/** The points of a {@link UmapModel} and the index to search them. */
record UmapTrainingPoints(
    MetricSpace space,
    Metric metric,
    DistinctRows training,
    int[] distinctOf,
    NeighborSearch search)
    implements TrainingPoints {

  /** The search ranks in single precision, so that a row may not be the first to be found. */
  private static final int FOUND = 4;

  @Override
  public Optional<float[]> direction(int row) {
    if (metric == Metric.CORRELATION || metric == Metric.HELLINGER) {
      return Optional.empty();
    }
    float[] prepared = training.rows()[distinctOf[row]];
    return Optional.of(Arrays.copyOf(prepared, space.dimension()));
  }

  @Override
  public double[] distances(float[][] points) {
    RowChecks.check(points, space.dimension());
    space.check(points);
    NeighborSearch.Walk walk = search.newWalk(FOUND);
    double[] distances = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      float[] row = space.prepare(points[i]);
      distances[i] = training.find(row) >= 0 ? 0 : nearest(row, -1, walk);
    }
    return distances;
  }

  @Override
  public double[] distancesOfTraining(int[] rows) {
    int[] copies = new int[training.rows().length];
    for (int distinct : distinctOf) {
      copies[distinct]++;
    }
    NeighborSearch.Walk walk = search.newWalk(FOUND);
    return Arrays.stream(rows)
        .map(row -> distinctOf[row])
        .mapToDouble(row -> copies[row] > 1 ? 0 : nearest(training.rows()[row], row, walk))
        .toArray();
  }

  private double nearest(float[] row, int without, NeighborSearch.Walk walk) {
    int[] found = new int[Math.min(FOUND, training.rows().length)];
    walk.find(row, found);
    double nearest = Double.NaN;
    for (int other : found) {
      if (other != without) {
        double distance = space.distance(row, training.rows()[other]) / space.scale();
        nearest = Double.isNaN(nearest) ? distance : Math.min(nearest, distance);
      }
    }
    return nearest;
  }
}
