package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.LABEL;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.assign.LayoutClustering;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.mllib.DistributedClusterer;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.stage.table.ChunkedRows;
import org.sparkbertopic.stage.table.IdType;

/**
 * Trains a clusterer on the coordinates of all documents, on executors: the reduction that was
 * fitted on the sample places them.
 *
 * <p>MLlib's result depends on partitions and the order of rows, so both are made a function of the
 * documents alone: as many partitions as their number asks for, filled by a hash of the id, in the
 * order of that hash. Coordinates are rounded to a step at which sums of all of them are exact in
 * doubles (4e-7 of the largest coordinate at most for 10^8 documents), so it does not matter in
 * which order executors add their sums up either: means are the same bits.
 *
 * @param embeddings id (unique), embedding ({@code array<float>})
 * @param total rows of {@code embeddings}
 * @param labels known classes of documents, for a classifier
 * @param rowsPerPartition of the table that is trained on, about
 */
record CorpusClustering(
    DistributedClusterer clusterer,
    Dataset<Row> embeddings,
    long total,
    Optional<LayoutStage.Labels> labels,
    int rowsPerPartition)
    implements LayoutClustering {

  private static final String FEATURES = "features";
  private static final String KEY = "key";

  /** Ours: a round of a task takes well under a second, and starting it a few milliseconds. */
  static final int ROWS_PER_PARTITION = 50_000;

  /**
   * New documents may lie outside of the sample: this many times as far out sums are still exact.
   */
  private static final double HEAD_ROOM = 16;

  /** Whole numbers below it are exact in doubles, and so are their sums. */
  private static final double EXACT = 0x1.0p53;

  @Override
  public ClusterModel fit(
      LayoutRules rules,
      ReductionModel reduction,
      double[][] points,
      Optional<int[]> known,
      FitContext context) {
    Broadcast<LayoutBroadcast> placing =
        AssignStage.broadcast(embeddings.sparkSession(), LayoutModel.ofReduction(rules, reduction));
    try {
      Dataset<Row> table =
          arranged(placed(placing, step(points), context.seed()))
              .persist(StorageLevel.MEMORY_AND_DISK());
      try {
        return clusterer.fit(table, points, known.orElseGet(() -> new int[0]), context);
      } finally {
        table.unpersist();
      }
    } finally {
      placing.destroy();
    }
  }

  /** A power of two. */
  private double step(double[][] sample) {
    double largest = 0;
    for (double[] point : sample) {
      for (double value : point) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    double least = (largest == 0 ? 1 : largest) * HEAD_ROOM * total / EXACT;
    return Math.scalb(1.0, Math.getExponent(least) + 1);
  }

  private Dataset<Row> placed(Broadcast<LayoutBroadcast> placing, double step, long seed) {
    Dataset<Row> rows =
        embeddings.select(
            xxhash64(IdType.key(embeddings, ID), lit(seed)).as(KEY),
            IdType.key(embeddings, ID).as(ID),
            col(EMBEDDING));
    StructType schema =
        rows.select(KEY, ID).schema().add(FEATURES, SQLDataTypes.VectorType(), true);
    MapPartitionsFunction<Row, Row> place =
        partition -> {
          LayoutModel model = placing.value().model();
          return new ChunkedRows(
              partition,
              new ChunkedRows.Layout(2, model.dimension(), false, 1),
              (chunk, vectors) ->
                  Arrays.stream(model.places(vectors))
                      .map(point -> new Object[] {rounded(point, step)})
                      .toArray(Object[][]::new));
        };
    return rows.mapPartitions(place, Encoders.row(schema)).filter(col(FEATURES).isNotNull());
  }

  private static Object rounded(double[] place, double step) {
    return place == null
        ? null
        : Vectors.dense(Arrays.stream(place).map(x -> Math.rint(x / step) * step).toArray());
  }

  private Dataset<Row> arranged(Dataset<Row> placed) {
    int partitions = (int) Math.max(1, (total + rowsPerPartition - 1) / rowsPerPartition);
    Dataset<Row> labelled = labels.map(classes -> withClasses(placed, classes)).orElse(placed);
    return labelled.repartition(partitions, col(KEY)).sortWithinPartitions(KEY, ID);
  }

  private static Dataset<Row> withClasses(Dataset<Row> placed, LayoutStage.Labels labels) {
    Map<String, Integer> numbers = Map.copyOf(labels.classes().numbers());
    UDF1<String, Double> number =
        label ->
            label == null
                ? Classifier.UNKNOWN
                : (double) numbers.getOrDefault(label, Classifier.UNKNOWN);
    Dataset<Row> classes =
        labels
            .table()
            .select(
                IdType.key(labels.table(), ID).as(ID),
                udf(number, DataTypes.DoubleType).apply(col(LABEL)).as(LABEL));
    return placed
        .join(classes, placed.col(ID).equalTo(classes.col(ID)), "left")
        .select(placed.col(KEY), placed.col(ID), placed.col(FEATURES), classes.col(LABEL))
        .na()
        .fill(Classifier.UNKNOWN, new String[] {LABEL});
  }
}
