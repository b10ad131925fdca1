package org.sparkbertopic.stage;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.assign.TopicWeights;
import org.sparkbertopic.assign.documents.SharedTopics;
import org.sparkbertopic.compute.Softmax;
import org.sparkbertopic.stage.table.ChunkedRows;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * How much each document belongs to each topic by the clustering, BERTopic's {@code
 * calculate_probabilities}, on executors. The memberships of clusters that became one topic are
 * added; those of clusters that are not topics are left out. 1 minus the sum is the probability of
 * being an outlier.
 */
public final class MembershipStage {

  private MembershipStage() {}

  /**
   * Appends a column of {@link TopicColumns#WEIGHTS}; null where the embedding is null, of another
   * length or not finite. Rows keep their order, partition and columns.
   *
   * @param embeddingColumn an {@code array<float>} column
   * @param layout of a clustering with memberships
   * @param clusterTopics topic of each cluster
   * @param topK most topics of a document that are kept, 0 for all
   */
  public static Dataset<Row> append(
      Dataset<Row> rows,
      String embeddingColumn,
      String newColumn,
      Broadcast<LayoutBroadcast> layout,
      int[] clusterTopics,
      int topK) {
    int position = rows.schema().fieldIndex(embeddingColumn);
    MapPartitionsFunction<Row, Row> judge =
        partition -> judged(partition, position, layout.value().layouts(), clusterTopics, topK);
    return rows.mapPartitions(
        judge, Encoders.row(rows.schema().add(newColumn, TopicColumns.WEIGHTS, true)));
  }

  /**
   * Appends the cosines with the topics' embeddings in the same way; negative ones are left out.
   *
   * @param topics their embeddings
   */
  public static Dataset<Row> appendCosines(
      Dataset<Row> rows,
      String embeddingColumn,
      String newColumn,
      Broadcast<SharedTopics> topics,
      int dimension,
      int topK) {
    return appendByCosine(rows, embeddingColumn, newColumn, topics, dimension, topK, cosines -> {});
  }

  /**
   * Appends the softmax of the cosines with the topics' embeddings in the same way: positive, and
   * their sum is 1 before {@code topK} cuts.
   *
   * @param temperature that cosines are divided by, above 0: the smaller, the more of the sum has
   *     the closest topic
   */
  public static Dataset<Row> appendSoftmax(
      Dataset<Row> rows,
      String embeddingColumn,
      String newColumn,
      Broadcast<SharedTopics> topics,
      int dimension,
      int topK,
      double temperature) {
    return appendByCosine(
        rows,
        embeddingColumn,
        newColumn,
        topics,
        dimension,
        topK,
        cosines -> {
          Arrays.setAll(cosines, i -> cosines[i] / temperature);
          Softmax.normalize(cosines);
        });
  }

  /** What is made of the cosines of a document. */
  private interface Weighting extends Serializable {
    void weigh(double[] cosines);
  }

  private static Dataset<Row> appendByCosine(
      Dataset<Row> rows,
      String embeddingColumn,
      String newColumn,
      Broadcast<SharedTopics> topics,
      int dimension,
      int topK,
      Weighting weighting) {
    int position = rows.schema().fieldIndex(embeddingColumn);
    MapPartitionsFunction<Row, Row> judge =
        partition ->
            new ChunkedRows(
                partition,
                new ChunkedRows.Layout(position, dimension, true, 1),
                (chunk, embeddings) -> {
                  int[] ids = topics.value().topicIds();
                  double[] cosines = new double[ids.length];
                  Object[][] made = new Object[embeddings.length][];
                  for (int i = 0; i < made.length; i++) {
                    topics.value().directions().cosines(embeddings[i], cosines);
                    weighting.weigh(cosines);
                    TopicWeights weights = TopicWeights.of(ids, cosines, ids.length, topK);
                    made[i] = new Object[] {TopicColumns.rows(weights)};
                  }
                  return made;
                });
    return rows.mapPartitions(
        judge, Encoders.row(rows.schema().add(newColumn, TopicColumns.WEIGHTS, true)));
  }

  /** What {@link #appendCosines} takes, sent to the executors. */
  public static Broadcast<SharedTopics> broadcast(SparkSession spark, FittedTopics all) {
    FittedTopics topics = all.withoutRetired();
    int first = topics.outlierRows();
    int[] ids = topics.ids();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .broadcast(
            new SharedTopics(
                Arrays.copyOfRange(ids, first, ids.length),
                Arrays.copyOfRange(topics.embeddings(), first, ids.length),
                null));
  }

  private static Iterator<Row> judged(
      Iterator<Row> rows, int position, Layouts layout, int[] clusterTopics, int topK) {
    int[] topicIds =
        Arrays.stream(clusterTopics)
            .filter(topic -> topic != Topic.OUTLIERS)
            .distinct()
            .sorted()
            .toArray();
    double[] sums = new double[topicIds.length];
    return new ChunkedRows(
        rows,
        new ChunkedRows.Layout(position, layout.dimension(), true, 1),
        (chunk, embeddings) -> {
          double[][] memberships = layout.memberships(embeddings, 0, clusterTopics.length);
          Object[][] made = new Object[memberships.length][];
          for (int i = 0; i < made.length; i++) {
            layout.first().inParts(memberships[i], embeddings[i]);
            TopicWeights.addUp(memberships[i], clusterTopics, topicIds, sums);
            TopicWeights weights = TopicWeights.of(topicIds, sums, sums.length, topK);
            made[i] = new Object[] {TopicColumns.rows(weights)};
          }
          return made;
        });
  }
}
