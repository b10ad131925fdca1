package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.evaluation.TopicMetric;
import org.sparkbertopic.evaluation.TopicModelEvaluator;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;

/** Spark ML's searches over parameters take topic models. */
class TopicModelEvaluatorTest extends SparkTest {

  @TempDir static Path folder;

  private static BERTopicModel model;
  private static Dataset<Row> transformed;

  @BeforeAll
  static void fit() throws Exception {
    model = SmallModel.save(spark(), 3, folder.resolve("model"));
    transformed = model.transform(SmallModel.table(spark(), 40, 60)).cache();
  }

  private static double measured(TopicMetric metric) {
    return new TopicModelEvaluator().setMetricName(metric.title()).evaluate(transformed);
  }

  @Test
  void each_metric_is_that_of_the_evaluation() {
    TopicEvaluator reference = TopicEvaluator.of(model.savedModel().vectorizer());
    var quality =
        reference.evaluate(transformed.withColumnRenamed("topic", "found"), model.topics(), false);
    assertEquals(quality.npmi(), measured(TopicMetric.NPMI));
    assertEquals(quality.cv(), measured(TopicMetric.C_V));
    assertEquals(quality.diversity(), measured(TopicMetric.DIVERSITY));
    assertEquals(0, measured(TopicMetric.OUTLIER_SHARE));
    double silhouette = measured(TopicMetric.SILHOUETTE);
    assertTrue(silhouette > 0.5 && silhouette <= 1, () -> "silhouette " + silhouette);
    Dataset<Row> one = transformed.filter("topic = 0");
    assertEquals(-1, new TopicModelEvaluator().setMetricName("silhouette").evaluate(one));
    assertEquals(1, new TopicModelEvaluator().setMetricName("outlierShare").evaluate(one.limit(0)));
  }

  @Test
  void only_the_share_of_outliers_is_better_when_lower() {
    for (TopicMetric metric : TopicMetric.values()) {
      assertEquals(
          metric != TopicMetric.OUTLIER_SHARE,
          new TopicModelEvaluator().setMetricName(metric.title()).isLargerBetter());
    }
  }

  @Test
  void parameters_are_saved_copied_and_checked() throws Exception {
    TopicModelEvaluator evaluator =
        new TopicModelEvaluator().setMetricName("c_v").setTopicCol("found").setTopNWords(5);
    evaluator.write().overwrite().save(folder.resolve("evaluator").toString());
    TopicModelEvaluator loaded = TopicModelEvaluator.load(folder.resolve("evaluator").toString());
    for (TopicModelEvaluator same : List.of(loaded, evaluator.copy(ParamMap.empty()))) {
      assertEquals(evaluator.uid(), same.uid());
      assertEquals("c_v", same.getMetricName());
      assertEquals("found", same.getTopicCol());
      assertEquals(5, same.getTopNWords());
    }
    assertRefused(
        () -> evaluator.setMetricName("silhouet"),
        "metricName must be one of [npmi, c_v, diversity, outlierShare, silhouette], got silhouet");
    assertRefused(() -> evaluator.evaluate(transformed), "topicCol must be a column");
    assertRefused(
        () -> evaluator.evaluate(SmallModel.table(spark(), 0, 2).selectExpr("text", "1 as found")),
        "evaluate what transform returned");
  }

  /** Twelve topics are worse than two for documents of two kinds. */
  @Test
  void a_search_chooses_the_better_clusterer() {
    BERTopic estimator =
        new BERTopic()
            .setIdCol("id")
            .setTextCol("text")
            .setEmbeddingCol("embedding")
            .setReducer(new NoReduction());
    Clusterer two = KMeans.create().withNClusters(2);
    Clusterer many = KMeans.create().withNClusters(12);
    TrainValidationSplitModel best =
        new TrainValidationSplit()
            .setEstimator(estimator)
            .setEvaluator(new TopicModelEvaluator().setMetricName("silhouette"))
            .setEstimatorParamMaps(
                new ParamMap[] {
                  new ParamMap().put(estimator.clusterer().w(many)),
                  new ParamMap().put(estimator.clusterer().w(two))
                })
            .setTrainRatio(0.7)
            .setSeed(5)
            .fit(SmallModel.table(spark(), 0, 60));
    double[] metrics = best.validationMetrics();
    assertTrue(metrics[1] > metrics[0], metrics[0] + " and " + metrics[1]);
    assertEquals(2, ((BERTopicModel) best.bestModel()).topics().size());
  }

  private static void assertRefused(Runnable use, String message) {
    String got = assertThrows(IllegalArgumentException.class, use::run).getMessage();
    assertTrue(got.contains(message), got);
  }
}
