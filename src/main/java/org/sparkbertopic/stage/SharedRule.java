package org.sparkbertopic.stage;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * An {@link OutlierRule} for executors: its large parts are broadcast, the rest travels with the
 * task.
 *
 * @param clusterTopics topic of each cluster before the reduction
 * @param clusters a cluster of each topic of {@code reference}
 */
public record SharedRule(
    List<OutlierStep> steps,
    int[] clusterTopics,
    int[] clusters,
    CountVectorizer vectorizer,
    Broadcast<SharedTopics> reference)
    implements Serializable {

  /** Broadcasts a rule. Spark destroys the broadcast when nothing refers to it any more. */
  public static SharedRule of(SparkSession spark, OutlierRule rule) {
    return new SharedRule(
        rule.steps(),
        rule.clusterTopics(),
        rule.clusters(),
        rule.vectorizer(),
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(
                new SharedTopics(
                    rule.topicIds(), rule.embeddings().orElse(null), rule.ctfidf().orElse(null))));
  }

  public SharedRule withSteps(List<OutlierStep> value) {
    return new SharedRule(List.copyOf(value), clusterTopics, clusters, vectorizer, reference);
  }
}
