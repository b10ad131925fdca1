package org.sparkbertopic.clustering.mllib;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.clustering.KMeansModel;
import org.apache.spark.mllib.clustering.StreamingKMeansModel;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.clustering.CentroidModel;

/**
 * The update of centres by MLlib's streaming k-means.
 *
 * @param centers {@code [clusters][dimension]}
 * @param weights {@code [clusters]}: points of each cluster so far, with decay
 */
record CentroidUpdate(double[][] centers, double[] weights) {

  /**
   * MLlib takes a cluster of less than 1e-8 of the largest weight for dying, and splits the largest
   * in two. A cluster with twice that share lives on. It still moves to its next points.
   */
  private static final double LEAST_SHARE = 2e-8;

  private static final double NO_MORE_DECAY = 1;

  /**
   * Moves each centre to the weighted mean of itself and its points of the batch.
   *
   * @param table of {@link TrainingTable#FEATURES}
   * @param rows number of rows of the table
   * @param discount factor of the weights before the batch
   */
  CentroidUpdate with(Dataset<Row> table, int rows, double discount) {
    double largest = Arrays.stream(weights).max().orElse(0) * discount;
    double least = LEAST_SHARE * (largest + rows);
    // MLlib changes the arrays that it is given
    double[] discounted =
        Arrays.stream(weights).map(weight -> Math.max(weight * discount, least)).toArray();
    StreamingKMeansModel next =
        new StreamingKMeansModel(vectors(centers), discounted)
            .update(points(table).rdd(), NO_MORE_DECAY, "batches");
    return new CentroidUpdate(
        Arrays.stream(next.clusterCenters()).map(Vector::toArray).toArray(double[][]::new),
        next.clusterWeights());
  }

  /** How many rows of a table each cluster has. */
  static double[] sizes(Dataset<Row> table, CentroidModel clusters) {
    KMeansModel nearest = new KMeansModel(vectors(clusters.centers()));
    Map<Integer, Long> counts = points(table).map(nearest::predict).countByValue();
    double[] sizes = new double[clusters.clusterCount()];
    counts.forEach((cluster, count) -> sizes[cluster] = count);
    return sizes;
  }

  private static Vector[] vectors(double[][] rows) {
    return Arrays.stream(rows).map(row -> Vectors.dense(row.clone())).toArray(Vector[]::new);
  }

  private static JavaRDD<Vector> points(Dataset<Row> table) {
    return table
        .select(TrainingTable.FEATURES)
        .toJavaRDD()
        .map(row -> Vectors.fromML(row.<org.apache.spark.ml.linalg.Vector>getAs(0)));
  }
}
