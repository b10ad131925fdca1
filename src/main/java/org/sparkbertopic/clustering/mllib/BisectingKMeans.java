package org.sparkbertopic.clustering.mllib;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.compute.FitContext;

/**
 * Bisecting k-means of Spark MLlib: the clusters of a level are split in two by k-means, the larger
 * ones first where not all are needed, until there are as many as asked for (Steinbach, Karypis,
 * Kumar: A comparison of document clustering techniques, 2000). Its clusters are more even in size
 * than those of k-means. A point belongs to the cluster with the nearest mean: that fits better
 * than the way down the splits, which MLlib takes. Every probability is 1.
 *
 * <p>Needs a Spark session, and repeats as {@link KMeans} does. Where there are at most {@code
 * nClusters} different points, each of them is a cluster; clusters of equal points are not split,
 * so there may be fewer than asked for.
 *
 * <p>Time for n points of d columns: n x d x log(nClusters) x maxIterations; every round is a job
 * of Spark.
 *
 * @param nClusters clusters to find, at most as many as points
 * @param maxIterations rounds of a split: MLlib runs all of them
 * @param tolerance not used by MLlib; kept so that saved parameters can be read
 */
@RecordBuilder
public record BisectingKMeans(int nClusters, int maxIterations, double tolerance)
    implements DistributedClusterer, BisectingKMeansBuilder.With {

  /** MLlib. */
  public static final int DEFAULT_MAX_ITERATIONS = 20;

  public BisectingKMeans {
    ClustererChecks.positive(nClusters, "nClusters", "it is the number of topics to find");
    ClustererChecks.positive(maxIterations, "maxIterations", "20 is the usual choice");
    ClustererChecks.tolerance(tolerance, KMeans.DEFAULT_TOLERANCE);
  }

  /** The default parameters. */
  public static BisectingKMeans create() {
    return new BisectingKMeans(
        DEFAULT_N_CLUSTERS, DEFAULT_MAX_ITERATIONS, KMeans.DEFAULT_TOLERANCE);
  }

  /**
   * @throws IllegalArgumentException also if there are fewer points than clusters
   * @throws IllegalStateException if there is no Spark session
   */
  @Override
  public CentroidModel fit(double[][] points, FitContext context) {
    return training(context).fit(points, context);
  }

  @Override
  public CentroidModel fit(
      Dataset<Row> table, double[][] sample, int[] labels, FitContext context) {
    return training(context).fit(table, sample, context);
  }

  private CentroidTraining training(FitContext context) {
    return new CentroidTraining(
        "BisectingKMeans", nClusters, table -> centers(table, context.seed()));
  }

  private double[] centers(Dataset<Row> table, long seed) {
    return Arrays.stream(
            new org.apache.spark.ml.clustering.BisectingKMeans()
                .setFeaturesCol(TrainingTable.FEATURES)
                .setK(nClusters)
                .setMaxIter(maxIterations)
                .setSeed(seed)
                .fit(table)
                .clusterCenters())
        .flatMapToDouble(center -> Arrays.stream(center.toArray()))
        .toArray();
  }
}
