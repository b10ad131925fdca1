package org.sparkbertopic.clustering.mllib;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.compute.FitContext;

/**
 * K-means of Spark MLlib: clusters around means, as many as asked for, without outliers (Lloyd:
 * Least squares quantization in PCM, 1957; started by k-means||, Bahmani and others: Scalable
 * k-means++, 2012). A new point belongs to the nearest mean. K-means does not say how sure that is:
 * every probability is 1.
 *
 * <p>Needs a Spark session. Points on the driver are trained on as one partition, so the result
 * depends on the points, their order and the seed, not on threads or executors. MLlib's linear
 * algebra (netlib) may round differently on machines of another kind.
 *
 * <p>Where there are at most {@code nClusters} different points, each of them is a cluster. There
 * may be fewer clusters than asked for where there are hardly more different points.
 *
 * <p>Time for n points of d columns: n x nClusters x d a round, several tens of rounds, each a job
 * of Spark.
 *
 * @param nClusters clusters to find, at most as many as points
 * @param maxIterations most rounds
 * @param tolerance ends when no mean moves by more than this, as MLlib measures it: a distance
 */
@RecordBuilder
public record KMeans(int nClusters, int maxIterations, double tolerance)
    implements DistributedClusterer, KMeansBuilder.With {

  /** scikit-learn. */
  public static final int DEFAULT_MAX_ITERATIONS = 300;

  /** scikit-learn and MLlib. */
  public static final double DEFAULT_TOLERANCE = 1e-4;

  /** Rounds that draw centres: as in the paper of k-means||; MLlib has 2. */
  private static final int INIT_STEPS = 5;

  public KMeans {
    ClustererChecks.positive(nClusters, "nClusters", "it is the number of topics to find");
    ClustererChecks.positive(maxIterations, "maxIterations", "300 is the usual choice");
    ClustererChecks.tolerance(tolerance, DEFAULT_TOLERANCE);
  }

  /** The default parameters. */
  public static KMeans create() {
    return new KMeans(DEFAULT_N_CLUSTERS, DEFAULT_MAX_ITERATIONS, DEFAULT_TOLERANCE);
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
    return new CentroidTraining("KMeans", nClusters, table -> centers(table, context.seed()));
  }

  private double[] centers(Dataset<Row> table, long seed) {
    KMeansModel model =
        new org.apache.spark.ml.clustering.KMeans()
            .setFeaturesCol(TrainingTable.FEATURES)
            .setK(nClusters)
            .setInitSteps(INIT_STEPS)
            .setMaxIter(maxIterations)
            .setTol(tolerance)
            .setSeed(seed)
            .fit(table);
    return withRows(model.clusterCenters(), model.summary().clusterSizes());
  }

  /** MLlib keeps centres that have lost their points. */
  private static double[] withRows(Vector[] centers, long[] sizes) {
    return IntStream.range(0, centers.length)
        .filter(center -> sizes[center] > 0)
        .mapToObj(center -> centers[center])
        .flatMapToDouble(center -> Arrays.stream(center.toArray()))
        .toArray();
  }
}
