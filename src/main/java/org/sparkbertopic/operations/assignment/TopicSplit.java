package org.sparkbertopic.operations.assignment;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.topics.Topic;

/**
 * Splits a topic: lays out and clusters its documents alone, so that the clusters become topics.
 * Documents that the clustering leaves out go to the sub-topic whose mean is closest by cosine.
 *
 * <p>The largest sub-topic keeps the id; the others come behind the last topic, by falling size,
 * equal ones in the order of the clustering. The same for any order and partitions of the table.
 *
 * @param reducer of the topic's documents
 * @param clusterer of the topic's documents; empty for HDBSCAN with clusters of 2 % of them, 10 at
 *     least
 * @param sampleSize most documents to lay out; the others go to the closest sub-topic
 * @param seed of the sample and the layout
 */
@RecordBuilder
public record TopicSplit(
    DimensionReducer reducer, Optional<Clusterer> clusterer, int sampleSize, long seed)
    implements TopicSplitBuilder.With {

  /** Ours, the seed of {@code BERTopic} too. */
  public static final long DEFAULT_SEED = 42;

  /** BERTopic's min_topic_size. */
  private static final int LEAST_SIZE = Hdbscan.DEFAULT_MIN_CLUSTER_SIZE;

  /** Ours: fifty sub-topics at most, of a topic of any size. */
  private static final double LEAST_SHARE = 0.02;

  public TopicSplit {
    Objects.requireNonNull(reducer, "reducer");
    Objects.requireNonNull(clusterer, "clusterer");
    Checks.positive("sampleSize", sampleSize, LayoutStage.DEFAULT_SAMPLE_SIZE);
  }

  /** By UMAP and HDBSCAN, as many sub-topics as there are. */
  public static TopicSplit create() {
    return new TopicSplit(
        Umap.create(), Optional.empty(), LayoutStage.DEFAULT_SAMPLE_SIZE, DEFAULT_SEED);
  }

  /** With any clusterer. */
  public TopicSplit withClusterer(Clusterer value) {
    return withClusterer(Optional.of(value));
  }

  /** By HDBSCAN; {@code documents} is the fewest of a sub-topic in the sample. */
  public TopicSplit withMinTopicSize(int documents) {
    return withClusterer(Hdbscan.create().withMinClusterSize(documents));
  }

  /** Into a number of sub-topics, by Ward's linkage; of a sample of 46,340 at most. */
  public TopicSplit into(int subTopics) {
    Checks.require(subTopics >= 2, "subTopics", "at least 2", subTopics, "it is how many to make");
    return withClusterer(Agglomerative.create().withNClusters(subTopics));
  }

  /**
   * All documents with the sub-topics in place of the topic.
   *
   * @param documents id (unique), topic, embedding; other columns stay
   * @param topic to split
   * @param topics of the model, without outliers
   * @throws IllegalArgumentException if the topic has no documents, or is one cluster
   */
  Dataset<Row> of(Dataset<Row> documents, int topic, int topics, Notices notices) {
    Dataset<Row> own = documents.filter(col(TOPIC).equalTo(topic)).select(ID, EMBEDDING);
    long size = own.count();
    if (topic == Topic.OUTLIERS || size == 0) {
      throw Checks.invalid(
          "topic must be one with documents, got %d with %,d; name a topic from 0", topic, size);
    }
    Dataset<Row> placed =
        new AssignStage(EMBEDDING, CLUSTER, PROBABILITY)
            .assign(
                own, AssignStage.broadcast(own.sparkSession(), layout(own, size, topic, notices)))
            .select(ID, CLUSTER);
    int[] newIds = ids(placed, topic, topics);
    Dataset<Row> moved =
        placed.select(col(ID), TopicNumbering.topicColumn(CLUSTER, newIds).as("__sub"));
    return documents
        .join(moved, new String[] {ID}, "left")
        .withColumn(TOPIC, coalesce(col("__sub"), col(TOPIC)))
        .drop("__sub");
  }

  private LayoutModel layout(Dataset<Row> own, long size, int topic, Notices notices) {
    Clusterer chosen = clusterer.orElseGet(() -> byDefault(Math.min(size, sampleSize)));
    float[][] sample =
        new LayoutStage(sampleSize, reducer, chosen)
            .sample(own, size, Optional.empty(), seed)
            .embeddings();
    int[] labels;
    try (Workers workers = Workers.ofAllCores()) {
      labels = LayoutModel.fit(sample, reducer, chosen, FitContext.of(seed, workers)).labels();
    }
    int clusters = Arrays.stream(labels).max().orElse(-1) + 1;
    if (clusters < 2) {
      throw Checks.invalid(
          "topic %d must fall into several clusters to be split, got %d of its %,d documents (%s);"
              + " lower the least size of a topic, or say into how many topics to split",
          topic, clusters, size, chosen);
    }
    int[] kept = IntStream.range(0, labels.length).filter(row -> labels[row] >= 0).toArray();
    if (kept.length < labels.length) {
      notices.warn(
          String.format(
              Locale.ROOT,
              "%,d of %,d documents of topic %d were in none of its clusters: they went to the"
                  + " closest sub-topic",
              labels.length - kept.length,
              labels.length,
              topic));
    }
    float[][] rows = Arrays.stream(kept).mapToObj(row -> sample[row]).toArray(float[][]::new);
    int[] ofRows = Arrays.stream(kept).map(row -> labels[row]).toArray();
    return LayoutModel.ofCenters(means(rows, ofRows, clusters), sample[0].length, rows, ofRows);
  }

  private static Clusterer byDefault(long documents) {
    int size = (int) Math.max(LEAST_SIZE, Math.ceil(LEAST_SHARE * documents));
    return Hdbscan.create().withMinClusterSize(size);
  }

  private static float[][] means(float[][] rows, int[] labels, int clusters) {
    double[][] sums = new double[clusters][rows[0].length];
    int[] sizes = new int[clusters];
    for (int row = 0; row < rows.length; row++) {
      sizes[labels[row]]++;
      for (int d = 0; d < rows[row].length; d++) {
        sums[labels[row]][d] += rows[row][d];
      }
    }
    float[][] means = new float[clusters][rows[0].length];
    for (int cluster = 0; cluster < clusters; cluster++) {
      for (int d = 0; d < means[cluster].length; d++) {
        means[cluster][d] = (float) (sums[cluster][d] / sizes[cluster]);
      }
    }
    return means;
  }

  /** The topic of each cluster: the largest keeps the old one. */
  private static int[] ids(Dataset<Row> placed, int topic, int topics) {
    long[] sizes = new long[0];
    for (Row row : placed.groupBy(CLUSTER).agg(count(lit(1))).collectAsList()) {
      int cluster = row.getInt(0);
      sizes = Arrays.copyOf(sizes, Math.max(sizes.length, cluster + 1));
      sizes[cluster] = row.getLong(1);
    }
    long[] documents = sizes;
    List<Integer> order =
        IntStream.range(0, documents.length)
            .boxed()
            .sorted(Comparator.comparingLong((Integer cluster) -> -documents[cluster]))
            .toList();
    int[] ids = new int[documents.length];
    for (int rank = 0; rank < ids.length; rank++) {
      ids[order.get(rank)] = rank == 0 ? topic : topics + rank - 1;
    }
    return ids;
  }

  ModelOperation operation(int topic) {
    return ModelOperation.now("split topic")
        .with("topic", topic)
        .with("clusterer", clusterer.map(Object::toString).orElse("hdbscan"));
  }
}
