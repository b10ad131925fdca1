package org.sparkbertopic.stage;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.sparkbertopic.layout.LayoutModel;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicWeights;

/**
 * How much each document belongs to each topic by the clustering, BERTopic's {@code
 * calculate_probabilities}, on executors. The memberships of clusters that became one topic are
 * added up, those of clusters that are no topic are left out; what is missing to 1 is the
 * probability of being an outlier.
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
        partition -> judged(partition, position, layout.value().model(), clusterTopics, topK);
    return rows.mapPartitions(
        judge, Encoders.row(rows.schema().add(newColumn, TopicColumns.WEIGHTS, true)));
  }

  private static Iterator<Row> judged(
      Iterator<Row> rows, int position, LayoutModel layout, int[] clusterTopics, int topK) {
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
          double[][] memberships = layout.memberships(embeddings);
          Object[][] made = new Object[memberships.length][];
          for (int i = 0; i < made.length; i++) {
            addUp(memberships[i], clusterTopics, topicIds, sums);
            TopicWeights weights = TopicWeights.of(topicIds, sums, sums.length, topK);
            made[i] = new Object[] {TopicColumns.rows(weights)};
          }
          return made;
        });
  }

  /** The memberships of topics: those of their clusters together. */
  static void addUp(double[] memberships, int[] clusterTopics, int[] topicIds, double[] sums) {
    Arrays.fill(sums, 0);
    for (int cluster = 0; cluster < memberships.length; cluster++) {
      if (clusterTopics[cluster] != Topic.OUTLIERS) {
        sums[Arrays.binarySearch(topicIds, clusterTopics[cluster])] += memberships[cluster];
      }
    }
  }
}
