package org.sparkbertopic.clustering.mllib;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.compute.FitContext;

/**
 * K-means that later batches continue, by the update of Spark MLlib's streaming k-means: each
 * centre moves to the mean of its points so far, with less weight for earlier points if they decay.
 * Without decay this is mini-batch k-means (Sculley: Web-scale k-means clustering, 2010; {@code
 * partial_fit} of scikit-learn's {@code MiniBatchKMeans}). The first batch is clustered by {@link
 * KMeans}, and the sizes of its clusters are their first weights.
 *
 * <p>A cluster keeps its number and its place: unlike MLlib, the update does not split the largest
 * cluster to replace one that fades, and unlike scikit-learn it does not move a small one to a
 * random point, because its topic would be another then.
 *
 * <p>Needs a Spark session, and repeats as {@link KMeans} does.
 *
 * @param nClusters clusters to find, at most as many as points of the first batch
 * @param maxIterations most rounds of the first fit
 * @param decayFactor factor of the weight of earlier points, in [0, 1]; 1 weighs all points alike,
 *     0 forgets all earlier ones
 * @param halfLife time units after which a point has half its weight; 0: {@code decayFactor} holds
 * @param timeUnit whether {@code decayFactor} and {@code halfLife} count batches or points
 */
@RecordBuilder
public record StreamingKMeans(
    int nClusters, int maxIterations, double decayFactor, double halfLife, DecayUnit timeUnit)
    implements DistributedClusterer, StreamingKMeansBuilder.With {

  /** MLlib: nothing decays. */
  public static final double DEFAULT_DECAY_FACTOR = 1;

  /** MLlib. */
  public static final DecayUnit DEFAULT_TIME_UNIT = DecayUnit.BATCHES;

  public StreamingKMeans {
    ClustererChecks.positive(nClusters, "nClusters", "it is the number of topics to find");
    ClustererChecks.positive(maxIterations, "maxIterations", "300 is the usual choice");
    ClustererChecks.require(
        decayFactor >= 0 && decayFactor <= 1,
        "decayFactor",
        "from 0 to 1",
        decayFactor,
        "1 weighs all points alike");
    ClustererChecks.require(
        halfLife >= 0 && halfLife < Double.POSITIVE_INFINITY,
        "halfLife",
        "0 or more and finite",
        halfLife,
        "0 leaves the decay to decayFactor");
    ClustererChecks.require(
        halfLife == 0 || decayFactor == 1,
        "decayFactor",
        "1 where halfLife is given",
        decayFactor,
        "give one of them");
    Objects.requireNonNull(timeUnit, "timeUnit");
  }

  /** The default parameters. */
  public static StreamingKMeans create() {
    return new StreamingKMeans(
        DEFAULT_N_CLUSTERS,
        KMeans.DEFAULT_MAX_ITERATIONS,
        DEFAULT_DECAY_FACTOR,
        0,
        DEFAULT_TIME_UNIT);
  }

  /** The factor of a weight for each time unit. */
  double decay() {
    return halfLife == 0 ? decayFactor : StrictMath.pow(0.5, 1 / halfLife);
  }

  /**
   * @throws IllegalArgumentException also if there are fewer points than clusters
   * @throws IllegalStateException if there is no Spark session
   */
  @Override
  public StreamingKMeansModel fit(double[][] points, FitContext context) {
    CentroidModel found = kMeans().fit(points, context);
    double[] sizes = new double[found.clusterCount()];
    for (int label : found.labels()) {
      sizes[label]++;
    }
    return new StreamingKMeansModel(found, sizes, decay(), timeUnit);
  }

  /** The weights are the sizes among all documents. */
  @Override
  public StreamingKMeansModel fit(
      Dataset<Row> table, double[][] sample, int[] labels, FitContext context) {
    CentroidModel found = kMeans().fit(table, sample, labels, context);
    return new StreamingKMeansModel(found, CentroidUpdate.sizes(table, found), decay(), timeUnit);
  }

  private KMeans kMeans() {
    return new KMeans(nClusters, maxIterations, KMeans.DEFAULT_TOLERANCE);
  }
}
