package org.sparkbertopic;

import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.pipeline.query.ModelFunctions;

/**
 * A model as functions of SQL, for queries over a table:
 *
 * <pre>{@code
 * BERTopicFunctions.register(spark, model);
 * spark.sql("SELECT id, bertopic_topic(text), bertopic_probability(text) FROM documents");
 * }</pre>
 *
 * <ul>
 *   <li>{@code bertopic_topic(document)} int, the topic, -1 for outliers and what has no content
 *   <li>{@code bertopic_probability(document)} double, null for what has no content
 *   <li>{@code bertopic_find(query)} array of struct (topic, similarity, name), the five topics
 *       closest to a query, best first
 *   <li>{@code bertopic_name(topic)} string, the label of a topic, or its name
 * </ul>
 *
 * A document or query is a text, or an embedding by the model's embedder: an array of numbers or a
 * vector of Spark ML. The answers are those of {@link BERTopicModel#transform} and {@link
 * BERTopicModel#findTopics}, bit for bit; null gives null. Texts are embedded one at a time; models
 * on a GPU or a server need the batches that {@code transform} makes.
 */
public final class BERTopicFunctions {

  private BERTopicFunctions() {}

  /** Registers the functions of a model in a session; those of an earlier model go. */
  public static void register(SparkSession spark, BERTopicModel model) {
    register(spark, model, ModelFunctions.PREFIX);
  }

  /**
   * As {@link #register(SparkSession, BERTopicModel)}, with another beginning of the names, such as
   * {@code news} for {@code news_topic}.
   *
   * @throws IllegalArgumentException if the prefix cannot begin a name
   */
  public static void register(SparkSession spark, BERTopicModel model, String prefix) {
    new ModelFunctions(spark, prefix, model.pipeline(), model.fittedTopics(), model.embedder())
        .register();
  }

  /** Removes the functions from a session. */
  public static void drop(SparkSession spark) {
    drop(spark, ModelFunctions.PREFIX);
  }

  /** Removes the functions of a prefix from a session. */
  public static void drop(SparkSession spark, String prefix) {
    ModelFunctions.drop(spark, prefix);
  }
}
