package org.sparkbertopic.clustering.mllib;

import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;

/**
 * What the clusterers that find centres have in common. MLlib wants two clusters at least, and may
 * find fewer than there are different points: such points need no training.
 *
 * @param clusterer its name, for messages
 * @param nClusters clusters to find
 * @param centers trains on a table of {@link TrainingTable#FEATURES}: {@code [clusters x
 *     dimension]}
 */
record CentroidTraining(String clusterer, int nClusters, Function<Dataset<Row>, double[]> centers) {

  CentroidModel fit(double[][] points, FitContext context) {
    Points checked = Points.of(points);
    ClustererChecks.atMostRows(nClusters, clusterer + ".nClusters", checked.rows);
    Optional<double[]> known = withoutTraining(checked);
    if (known.isPresent()) {
      return CentroidModel.ofNearest(checked, known.get(), context.workers());
    }
    try (TrainingTable table = TrainingTable.of(checked)) {
      return trained(table.rows(), checked, context);
    }
  }

  CentroidModel fit(Dataset<Row> table, double[][] sample, FitContext context) {
    ClustererChecks.atMostRows(nClusters, clusterer + ".nClusters", table.count());
    return nClusters == 1 ? fit(sample, context) : trained(table, Points.of(sample), context);
  }

  private CentroidModel trained(Dataset<Row> table, Points sample, FitContext context) {
    context.progress().report("train " + clusterer, 0);
    double[] found = centers.apply(table);
    context.progress().report("train " + clusterer, 1);
    return CentroidModel.ofNearest(sample, found, context.workers());
  }

  /** The mean for one cluster; each different point where there are at most as many as clusters. */
  private Optional<double[]> withoutTraining(Points points) {
    if (nClusters == 1) {
      return Optional.of(mean(points));
    }
    Points different = points.different(nClusters + 1);
    return different.rows <= nClusters ? Optional.of(different.values) : Optional.empty();
  }

  private static double[] mean(Points points) {
    double[] mean = new double[points.dimension];
    for (int i = 0; i < points.values.length; i++) {
      mean[i % points.dimension] += points.values[i] / points.rows;
    }
    return mean;
  }
}
