package org.sparkbertopic.clustering.mllib;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.compute.FitContext;

/** A clusterer that is trained by MLlib, and so on points of any number, on executors. */
public interface DistributedClusterer extends Clusterer {

  /**
   * Trains on a table, and labels points that are on the driver.
   *
   * @param table column {@code features}, a vector of {@code org.apache.spark.ml}, finite; the
   *     classes are in a further column of doubles, from 0, or -1 if unknown, for a classifier. The
   *     result depends on how the rows are spread over partitions and on their order there
   * @param sample {@code [rows][dimension]}: the rows that the model is to have labels of
   * @param labels known class of each row of the sample, as in the table; empty for a clusterer
   * @param context its seed is the only source of randomness
   * @throws IllegalArgumentException if the points do not fit the parameters
   */
  ClusterModel fit(Dataset<Row> table, double[][] sample, int[] labels, FitContext context);
}
