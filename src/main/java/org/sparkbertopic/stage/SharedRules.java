package org.sparkbertopic.stage;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.documents.SharedRule;
import org.sparkbertopic.assign.documents.SharedTopics;

/** Sends outlier rules to executors. */
public final class SharedRules {

  private SharedRules() {}

  /** Broadcasts a rule. Spark destroys the broadcast when nothing refers to it any more. */
  public static SharedRule broadcast(SparkSession spark, OutlierRule rule) {
    Broadcast<SharedTopics> topics =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(SharedRule.topicsOf(rule));
    return SharedRule.of(rule, topics::value);
  }
}
