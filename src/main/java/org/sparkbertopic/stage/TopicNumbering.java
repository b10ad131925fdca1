package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * The topic of each cluster. Topics are numbered by their documents, the largest first; in a tie
 * the smaller cluster number comes first. Clusters that are zero-shot topics come before all
 * others, in their own order, as in BERTopic. A cluster without documents is not a topic; later
 * documents in it are outliers.
 */
public final class TopicNumbering implements Serializable {

  private final int[] topicOfCluster;
  private final long[] sizes;
  private final long outliers;
  private final long withoutVector;

  private TopicNumbering(int[] topicOfCluster, long[] sizes, long outliers, long withoutVector) {
    this.topicOfCluster = topicOfCluster;
    this.sizes = sizes;
    this.outliers = outliers;
    this.withoutVector = withoutVector;
  }

  /**
   * Counts the documents of each cluster, on executors; a null cluster means a document without a
   * vector, which is neither in a topic nor an outlier.
   *
   * @param inOrder clusters that keep their order before all others: the first ones
   */
  public static TopicNumbering of(Dataset<Row> clusters, int clusterCount, int inOrder) {
    long[] counts = new long[clusterCount];
    long outliers = 0;
    long withoutVector = 0;
    for (Row row : clusters.groupBy(CLUSTER).count().collectAsList()) {
      if (row.isNullAt(0)) {
        withoutVector = row.getLong(1);
      } else if (row.getInt(0) >= 0) {
        counts[row.getInt(0)] = row.getLong(1);
      } else {
        outliers = row.getLong(1);
      }
    }
    return of(counts, outliers, withoutVector, inOrder);
  }

  /** From known counts. */
  public static TopicNumbering of(long[] documentsOfCluster, long outliers, long withoutVector) {
    return of(documentsOfCluster, outliers, withoutVector, 0);
  }

  private static TopicNumbering of(
      long[] documentsOfCluster, long outliers, long withoutVector, int inOrder) {
    int[] bySize =
        IntStream.range(0, documentsOfCluster.length)
            .boxed()
            .filter(cluster -> documentsOfCluster[cluster] > 0)
            .sorted(
                Comparator.comparingLong(
                    cluster -> cluster < inOrder ? Long.MIN_VALUE : -documentsOfCluster[cluster]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] topics = new int[documentsOfCluster.length];
    Arrays.fill(topics, Topic.OUTLIERS);
    for (int topic = 0; topic < bySize.length; topic++) {
      topics[bySize[topic]] = topic;
    }
    long[] sizes =
        Arrays.stream(bySize).mapToLong(cluster -> documentsOfCluster[cluster]).toArray();
    return new TopicNumbering(topics, sizes, outliers, withoutVector);
  }

  /** {@code [clusters]}: each cluster's topic. */
  public int[] topicOfCluster() {
    return topicOfCluster.clone();
  }

  /** Topics found, without the outliers. */
  public int topicCount() {
    return sizes.length;
  }

  /** Documents of a topic that was found. */
  public long sizeOf(int topic) {
    return sizes[topic];
  }

  public long outliers() {
    return outliers;
  }

  /** Documents that are in no topic since they have no vector; not counted in any other figure. */
  public long withoutVector() {
    return withoutVector;
  }

  public long documents() {
    return outliers + Arrays.stream(sizes).sum();
  }

  /** The topic column for a cluster column; null stays null. */
  public static Column topicColumn(String clusterColumn, int[] topicOfCluster) {
    int[] topics = topicOfCluster.clone();
    UDF1<Integer, Integer> topicOf =
        cluster ->
            cluster == null
                ? null
                : cluster < 0 ? Integer.valueOf(Topic.OUTLIERS) : (Integer) topics[cluster];
    return functions.udf(topicOf, DataTypes.IntegerType).apply(col(clusterColumn));
  }

  /** The column of new topics for a column of the old ones; null stays null. */
  public static Column mappedColumn(String topicColumn, TopicMapping mapping) {
    int topics = Arrays.stream(mapping.oldIds()).max().orElse(Topic.OUTLIERS) + 1;
    return topicColumn(topicColumn, mapping.apply(IntStream.range(0, topics).toArray()));
  }

  /** Names of the topics that the first clusters became. */
  public Map<Integer, String> names(List<String> ofClusters) {
    int[] topics = topicOfCluster();
    Map<Integer, String> names = new TreeMap<>();
    for (int cluster = 0; cluster < Math.min(topics.length, ofClusters.size()); cluster++) {
      if (topics[cluster] != Topic.OUTLIERS) {
        names.put(topics[cluster], ofClusters.get(cluster));
      }
    }
    return names;
  }
}
