package org.sparkbertopic;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.LayoutBroadcast;
import org.sparkbertopic.stage.SharedRule;

/**
 * What executors need to assign documents: sent once for each Spark context, as a stream transforms
 * with a model again and again. Safe for use by several threads.
 */
final class ShippedModel {

  private final SavedModel model;

  /** Null until it is asked for. */
  private ModelLayout assigning;

  private Broadcast<LayoutBroadcast> layout;
  private List<SharedRule> rules;
  private SparkContext shippedBy;

  ShippedModel(SavedModel model) {
    this.model = model;
  }

  /** What is sent. */
  synchronized ModelLayout assigning() {
    if (assigning == null) {
      assigning = ModelLayout.of(model);
    }
    return assigning;
  }

  synchronized Broadcast<LayoutBroadcast> layout(SparkSession spark) {
    ship(spark);
    return layout;
  }

  /** How outliers find topics, in the order in which the rules were made. */
  synchronized List<SharedRule> rules(SparkSession spark) {
    ship(spark);
    return rules;
  }

  private void ship(SparkSession spark) {
    if (shippedBy != spark.sparkContext()) {
      layout = AssignStage.broadcast(spark, assigning().layout());
      rules = model.outlierRules().stream().map(rule -> SharedRule.of(spark, rule)).toList();
      shippedBy = spark.sparkContext();
    }
  }
}
