package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.assign.LayoutSample;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClustererContract;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.DistributedClusterer;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.clustering.mllib.LogisticRegressionModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.testing.SparkTest;

/** Clusterers that are trained on all documents, of which the layout has a sample. */
class CorpusClusteringTest extends SparkTest {

  private static final int ROWS = 1200;
  private static final int SAMPLE = 150;

  private static final double[][] POINTS = ClustererContract.uniform(ROWS, 3, 11);

  private static Dataset<Row> embeddings(int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      float[] point = floats(row);
      rows.add(
          RowFactory.create("id-" + row, Arrays.asList((Object) point[0], point[1], point[2])));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false));
    return spark()
        .createDataFrame(rows, schema)
        .repartition(partitions)
        .sortWithinPartitions(xxhash64(lit(partitions), col("id")));
  }

  private static float[] floats(int row) {
    return new float[] {(float) POINTS[row][0], (float) POINTS[row][1], (float) POINTS[row][2]};
  }

  private static Dataset<Row> labels() {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      rows.add(
          RowFactory.create(
              "id-" + row, row % 3 == 0 ? null : POINTS[row][0] > 0.5 ? "right" : "left"));
    }
    return spark()
        .createDataFrame(
            rows,
            new StructType().add("id", DataTypes.StringType).add("label", DataTypes.StringType));
  }

  private static ClusterModel fit(
      DistributedClusterer clusterer, Optional<LayoutStage.Labels> labels, int partitions) {
    return fit(clusterer, labels, embeddings(partitions));
  }

  private static ClusterModel fit(
      DistributedClusterer clusterer,
      Optional<LayoutStage.Labels> labels,
      Dataset<Row> embeddings) {
    LayoutSample sample =
        new LayoutStage(SAMPLE, new NoReduction(), clusterer).sample(embeddings, ROWS, labels, 42);
    try (Workers workers = Workers.of(2)) {
      return LayoutModel.fit(
              sample,
              LayoutRules.NONE,
              new NoReduction(),
              new CorpusClustering(clusterer, embeddings, ROWS, labels, 200),
              FitContext.of(42, workers))
          .clustering();
    }
  }

  private static double sumOfSquares(ClusterModel model) {
    double[][] centers = ((CentroidModel) model).centers();
    double sum = 0;
    for (double[] point : POINTS) {
      double[] center = centers[model.predict(point).label()];
      for (int j = 0; j < point.length; j++) {
        sum += Math.pow(point[j] - center[j], 2);
      }
    }
    return sum;
  }

  @Test
  void the_same_bits_for_any_partitions_and_order_of_the_corpus() throws IOException {
    for (DistributedClusterer clusterer :
        List.of(
            KMeans.create().withNClusters(9),
            BisectingKMeans.create().withNClusters(9).withMaxIterations(5))) {
      byte[] one = ClustererContract.write(fit(clusterer, Optional.empty(), 1));
      assertArrayEquals(
          one, ClustererContract.write(fit(clusterer, Optional.empty(), 8)), clusterer.toString());
    }
  }

  @Test
  void all_documents_are_clustered_closer_than_by_the_sample_alone() {
    KMeans clusterer = KMeans.create().withNClusters(40);
    LayoutStage stage = new LayoutStage(SAMPLE, new NoReduction(), clusterer);
    try (Workers workers = Workers.of(2)) {
      FitContext context = FitContext.of(42, workers);
      LayoutModel ofSample = stage.fit(embeddings(2), ROWS, context);
      LayoutModel ofAll =
          new LayoutStage(SAMPLE, new NoReduction(), clusterer, FitOn.ALL)
              .fit(embeddings(2), ROWS, context);
      assertEquals(SAMPLE, ofAll.sampleSize());
      assertTrue(
          sumOfSquares(ofAll.clustering()) < 0.9 * sumOfSquares(ofSample.clustering()),
          sumOfSquares(ofAll.clustering()) + " and " + sumOfSquares(ofSample.clustering()));
    }
  }

  @Test
  void a_corpus_that_the_sample_holds_is_clustered_as_the_sample() throws IOException {
    KMeans clusterer = KMeans.create().withNClusters(7);
    try (Workers workers = Workers.of(2)) {
      FitContext context = FitContext.of(42, workers);
      byte[] expected =
          ClustererContract.write(
              new LayoutStage(ROWS, new NoReduction(), clusterer)
                  .fit(embeddings(1), ROWS, context)
                  .clustering());
      assertArrayEquals(
          expected,
          ClustererContract.write(
              new LayoutStage(ROWS, new NoReduction(), clusterer, FitOn.ALL)
                  .fit(embeddings(3), ROWS, context)
                  .clustering()));
    }
  }

  @Test
  void a_corpus_that_the_sample_holds_but_for_rows_without_a_vector_is_clustered_as_the_sample()
      throws IOException {
    KMeans clusterer = KMeans.create().withNClusters(7);
    Dataset<Row> lacking =
        spark()
            .createDataFrame(
                List.of(RowFactory.create("none-1", null), RowFactory.create("none-2", null)),
                embeddings(1).schema());
    try (Workers workers = Workers.of(2)) {
      FitContext context = FitContext.of(42, workers);
      assertArrayEquals(
          ClustererContract.write(
              new LayoutStage(ROWS + 1, new NoReduction(), clusterer)
                  .fit(embeddings(1), ROWS, context)
                  .clustering()),
          ClustererContract.write(
              new LayoutStage(ROWS + 1, new NoReduction(), clusterer, FitOn.ALL)
                  .fit(embeddings(3).union(lacking), ROWS + 2, context)
                  .clustering()));
    }
  }

  @Test
  void small_coordinates_are_clustered_as_large_ones() {
    KMeans clusterer = KMeans.create().withNClusters(9).withMaxIterations(20).withTolerance(0);
    int[] large = fit(clusterer, Optional.empty(), embeddings(2)).labels();
    Dataset<Row> shrunk =
        embeddings(2)
            .select(
                col("id"),
                expr("transform(embedding, x -> float(x * power(2, -60)))").as("embedding"));
    assertArrayEquals(large, fit(clusterer, Optional.empty(), shrunk).labels());
    assertEquals(9, Arrays.stream(large).distinct().count());
  }

  @Test
  void more_clusters_than_documents_are_refused_as_on_the_driver() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> fit(KMeans.create().withNClusters(ROWS + 1), Optional.empty(), 2));
    assertTrue(
        refused.getMessage().contains("at most the number of points, " + ROWS + ", got 1201"),
        refused.getMessage());
  }

  @Test
  void a_classifier_learns_from_all_labelled_documents() {
    Optional<LayoutStage.Labels> labels =
        Optional.of(new LayoutStage.Labels(labels(), LabelClasses.of(labels(), "setLabelCol")));
    LogisticRegression regression = LogisticRegression.create();
    LogisticRegressionModel one = (LogisticRegressionModel) fit(regression, labels, 1);
    LogisticRegressionModel eight = (LogisticRegressionModel) fit(regression, labels, 8);
    int[] classes = new int[ROWS];
    Arrays.setAll(classes, row -> row % 3 == 0 ? -1 : POINTS[row][0] > 0.5 ? 1 : 0);
    double[][] points = new double[ROWS][];
    Arrays.setAll(points, row -> new double[] {floats(row)[0], floats(row)[1], floats(row)[2]});
    try (Workers workers = Workers.of(2)) {
      LogisticRegressionModel onDriver = regression.fit(points, classes, FitContext.of(1, workers));
      for (int row = 0; row < 50; row++) {
        double[] expected = onDriver.classProbabilities(points[row]);
        assertArrayEquals(expected, one.classProbabilities(points[row]), 1e-6);
        assertArrayEquals(expected, eight.classProbabilities(points[row]), 1e-6);
      }
    }
    assertEquals(SAMPLE, one.labels().length);
    assertNotEquals(-1, Arrays.stream(one.labels()).min().getAsInt());
  }
}
