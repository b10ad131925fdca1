package org.sparkbertopic.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.LayoutBroadcast;
import org.sparkbertopic.stage.MembershipStage;
import org.sparkbertopic.stage.SharedRule;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.topics.Topic;

/**
 * Assigns documents by what executors need for it: sent once for each Spark context, as a stream
 * transforms with a model again and again. Safe for use by several threads.
 */
public final class TransformPipeline {

  private static final String CLUSTER = "__bertopic_cluster";

  private final SavedModel model;

  /** Null until it is asked for. */
  private ModelLayout assigning;

  private Broadcast<LayoutBroadcast> layout;
  private List<SharedRule> rules;
  private SparkContext shippedBy;

  public TransformPipeline(SavedModel model) {
    this.model = model;
  }

  /** What is sent. */
  public synchronized ModelLayout assigning() {
    if (assigning == null) {
      assigning = ModelLayout.of(model);
    }
    return assigning;
  }

  public synchronized Broadcast<LayoutBroadcast> layout(SparkSession spark) {
    ship(spark);
    return layout;
  }

  /** How outliers find topics, in the order in which the rules were made. */
  synchronized List<SharedRule> rules(SparkSession spark) {
    ship(spark);
    return rules;
  }

  /**
   * The rows with a topic and a probability; lazy. A row without a vector is in topic -1, and has
   * no probability.
   *
   * @param embedded with the column of {@link DocumentVectors}
   * @param text column of the texts, where rules look at them
   */
  public Dataset<Row> assign(
      Dataset<Row> embedded, String topicCol, String probabilityCol, Optional<String> text) {
    SparkSession spark = embedded.sparkSession();
    return new AssignStage(DocumentVectors.EMBEDDING, CLUSTER, probabilityCol)
        .assign(embedded, layout(spark), rules(spark), text)
        .withColumn(
            topicCol,
            coalesce(
                TopicNumbering.topicColumn(CLUSTER, assigning().clusterTopics()),
                lit(Topic.OUTLIERS)));
  }

  /**
   * The rows with how probably each belongs to the topics, or its cosines with them where these are
   * what the model knows; lazy.
   *
   * @param embedded with the column of {@link DocumentVectors}
   * @param topK most topics of a row, 0 for all
   */
  public Dataset<Row> memberships(Dataset<Row> embedded, String column, int topK) {
    SparkSession spark = embedded.sparkSession();
    if (assigning().layout().isByCosine()) {
      return MembershipStage.appendCosines(
          embedded,
          DocumentVectors.EMBEDDING,
          column,
          MembershipStage.broadcast(spark, model.topics()),
          assigning().layout().dimension(),
          topK);
    }
    return MembershipStage.append(
        embedded,
        DocumentVectors.EMBEDDING,
        column,
        layout(spark),
        assigning().clusterTopics(),
        topK);
  }

  private void ship(SparkSession spark) {
    if (shippedBy != spark.sparkContext()) {
      layout = AssignStage.broadcast(spark, assigning().layout());
      rules = model.outlierRules().stream().map(rule -> SharedRule.of(spark, rule)).toList();
      shippedBy = spark.sparkContext();
    }
  }
}
