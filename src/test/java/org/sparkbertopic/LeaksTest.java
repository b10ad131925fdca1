package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import scala.Tuple2;
import scala.collection.Iterator;

/** What an operation leaves on the executors when nobody refers to its result any more: nothing. */
class LeaksTest extends SparkTest {

  private static final Duration LONGEST = Duration.ofSeconds(40);

  /** Of what Spark keeps for itself, such as the tasks of the last stages. */
  private static final long SLACK_BYTES = 2 << 20;

  private static Dataset<Row> passages() {
    return Passages.table(spark(), 0, 200);
  }

  private static BERTopicModel fit() {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setReducer(Umap.create().withNEpochs(30))
        .setClusterer(Hdbscan.create().withMinClusterSize(5))
        .fit(passages());
  }

  private static int tables() {
    return spark().sparkContext().getPersistentRDDs().size();
  }

  private static long bytes() {
    long used = 0;
    Iterator<Tuple2<String, Tuple2<Object, Object>>> each =
        spark().sparkContext().getExecutorMemoryStatus().iterator();
    while (each.hasNext()) {
      Tuple2<Object, Object> memory = each.next()._2();
      used += (Long) memory._1() - (Long) memory._2();
    }
    return used;
  }

  /** Spark lets go of what the collector found unused. */
  private static boolean falls(int tables, long bytes) {
    Instant end = Instant.now().plus(LONGEST);
    do {
      System.gc();
      Thread.onSpinWait();
      if (tables() <= tables && bytes() <= bytes + SLACK_BYTES) {
        return true;
      }
    } while (Instant.now().isBefore(end));
    return false;
  }

  private static void leavesNothing(Consumer<BERTopicModel> operation) {
    // What other tests of this session left there.
    spark().catalog().clearCache();
    BERTopicModel model = fit();
    Dataset<Row> assigned = model.transform(passages());
    assigned.count();
    operation.accept(model);
    System.gc();
    int tables = tables();
    long bytes = bytes();
    for (int i = 0; i < 3; i++) {
      operation.accept(model);
    }
    boolean cachedTables = !spark().sharedState().cacheManager().isEmpty();
    assertTrue(
        falls(tables, bytes),
        () -> tables() + " tables (" + tables + "), " + bytes() + " bytes (" + bytes + ")");
    assertEquals(false, cachedTables, "a table in Spark's cache");
  }

  private static Dataset<Row> assigned(BERTopicModel model) {
    return passages().join(model.summary().assignments(), "id");
  }

  @Test
  void a_reduction_of_outliers() {
    leavesNothing(
        model ->
            model
                .reduceOutliers(
                    assigned(model),
                    OutlierReduction.of(
                        OutlierStep.of(OutlierStrategy.CTFIDF).withThreshold(0.1),
                        OutlierStep.of(OutlierStrategy.EMBEDDINGS)))
                .assignments()
                .count());
  }

  @Test
  void a_fit() {
    leavesNothing(model -> fit().summary().assignments().count());
  }

  @Test
  void a_transform_and_what_else_reads_documents() {
    leavesNothing(
        model -> {
          model.transform(passages()).count();
          model.probabilities(passages(), 3).count();
          model.approximateDistribution(passages(), DistributionSettings.create()).count();
          model.getDocumentInfo(passages()).count();
        });
  }
}
