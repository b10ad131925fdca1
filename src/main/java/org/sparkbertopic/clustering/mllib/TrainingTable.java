package org.sparkbertopic.clustering.mllib;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.clustering.Points;

/**
 * Points of the driver as the table that MLlib trains on: one partition, rows in the order of the
 * points. With one partition MLlib adds numbers up in that order, so its result depends on the
 * points, their order and the seed, not on threads, executors or Spark's settings.
 */
final class TrainingTable implements AutoCloseable {

  /** Column of the points, a vector. */
  static final String FEATURES = "features";

  /** Column of the classes, a double; there where classes are learnt. */
  static final String LABEL = "label";

  private final Broadcast<double[]> values;
  private final Broadcast<int[]> labels;
  private final Dataset<Row> rows;

  private TrainingTable(Points points, int[] given) {
    SparkSession spark = session();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.values = context.broadcast(points.values);
    this.labels = context.broadcast(given);
    boolean labelled = given.length > 0;
    this.rows =
        spark.createDataFrame(
            rows(context, values, labels, points.rows, points.dimension), schema(labelled));
  }

  /** A table of the features alone. */
  static TrainingTable of(Points points) {
    return new TrainingTable(points, new int[0]);
  }

  /** A table of features and classes. */
  static TrainingTable of(Points points, int[] labels) {
    return new TrainingTable(points, labels);
  }

  Dataset<Row> rows() {
    return rows;
  }

  static StructType schema(boolean labelled) {
    StructType features = new StructType().add(FEATURES, SQLDataTypes.VectorType(), false);
    return labelled ? features.add(LABEL, DataTypes.DoubleType, false) : features;
  }

  private static JavaRDD<Row> rows(
      JavaSparkContext context,
      Broadcast<double[]> values,
      Broadcast<int[]> labels,
      int count,
      int dimension) {
    FlatMapFunction<Integer, Row> unpack =
        ignored -> {
          double[] all = values.value();
          int[] known = labels.value();
          Iterator<Row> rows =
              IntStream.range(0, count)
                  .mapToObj(
                      row -> {
                        Object point =
                            Vectors.dense(
                                Arrays.copyOfRange(all, row * dimension, (row + 1) * dimension));
                        return known.length == 0
                            ? RowFactory.create(point)
                            : RowFactory.create(point, (double) known[row]);
                      })
                  .iterator();
          return rows;
        };
    return context.parallelize(List.of(0), 1).flatMap(unpack);
  }

  private static SparkSession session() {
    // A thread keeps a session that was stopped, while another thread may have made the next one.
    return Stream.of(SparkSession.getActiveSession(), SparkSession.getDefaultSession())
        .flatMap(session -> session.isEmpty() ? Stream.empty() : Stream.of(session.get()))
        .filter(session -> !session.sparkContext().isStopped())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "SparkSession must be there for a clusterer of MLlib, got none;"
                        + " make one with SparkSession.builder().getOrCreate()"));
  }

  /** Lets go of the points on the executors. */
  @Override
  public void close() {
    values.destroy();
    labels.destroy();
  }
}
