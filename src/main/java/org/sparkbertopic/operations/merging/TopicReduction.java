package org.sparkbertopic.operations.merging;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.Objects;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.smile.Dendrogram;
import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * Decides which topics to merge so that fewer are left. Outliers stay outliers.
 *
 * @param space by what topics are compared
 * @param linkage how the distance of merged topics follows from those of their topics; average
 *     linkage, BERTopic's, tends to a few topics with most documents
 * @param maxShare most documents of a merged topic, as a share of those in topics, above 0 and up
 *     to 1; a topic that has more already stays by itself. 1: no limit
 */
@RecordBuilder
public record TopicReduction(TopicSpace space, Linkage linkage, double maxShare)
    implements TopicReductionBuilder.With {

  /** BERTopic's: two similar topics are enough. */
  private static final int AUTO_MIN_CLUSTER_SIZE = 2;

  public TopicReduction {
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(linkage, "linkage");
    if (!(maxShare > 0 && maxShare <= 1)) {
      throw Checks.invalid(
          "maxShare must be above 0 and at most 1, got %s; 0.3 lets no merged topic have more than"
              + " 30 %% of the documents",
          maxShare);
    }
  }

  /** Average linkage without a limit. */
  public TopicReduction(TopicSpace space) {
    this(space, Linkage.AVERAGE, 1);
  }

  /** By embeddings, as BERTopic. */
  public static TopicReduction create() {
    return new TopicReduction(TopicSpace.EMBEDDINGS);
  }

  /**
   * Merges the most similar topics until a number is left, by the linkage of 1 - cosine. With a
   * limit on the share of documents more may be left: none of two that fit together. The number
   * does not count retired topics, which stay, nor the outliers (BERTopic's {@code nr_topics} does:
   * 10 here is 11 there where a model has outliers). Where there are no more topics than that, all
   * stay. O(topics²).
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public TopicMapping toNumber(FittedTopics topics, int number, Workers workers) {
    requireNumber(number);
    FittedTopics live = topics.withoutRetired();
    if (live.topicCount() <= number) {
      return TopicMapping.identity(topics);
    }
    double[][] distances = space.distances(live, workers);
    if (maxShare < 1) {
      long[] sizes =
          live.topics().stream().skip(live.outlierRows()).mapToLong(Topic::size).toArray();
      return grouping(topics, new LimitedMerging(linkage, sizes, maxShare).cut(distances, number));
    }
    return grouping(topics, Dendrogram.of(distances, linkage).cut(number));
  }

  /** Also what a cut of the tree asks for. */
  static void requireNumber(int number) {
    if (number < 1) {
      throw Checks.invalid(
          "the number of topics must be at least 1, got %d; outliers are not counted", number);
    }
  }

  /**
   * Merges topics that HDBSCAN finds in one cluster: on embeddings of length 1, clusters of two or
   * more, excess of mass, as BERTopic's {@code "auto"}. A topic that is no other's neighbour stays.
   */
  public TopicMapping auto(FittedTopics topics, FitContext context) {
    if (space != TopicSpace.EMBEDDINGS) {
      throw Checks.invalid(
          "space must be EMBEDDINGS to reduce by HDBSCAN, got %s; give a number of topics to"
              + " reduce by words",
          space);
    }
    FittedTopics live = topics.withoutRetired();
    int n = live.topicCount();
    if (n < 2) {
      return TopicMapping.identity(topics);
    }
    int[] labels =
        Hdbscan.create()
            .withMinClusterSize(AUTO_MIN_CLUSTER_SIZE)
            .fit(TopicSpace.normalized(live), context)
            .labels();
    int[] keys = new int[n];
    for (int i = 0; i < n; i++) {
      keys[i] = labels[i] < 0 ? n + i : labels[i];
    }
    return grouping(topics, keys);
  }

  /**
   * Retired topics stay by themselves.
   *
   * @param keys of the other topics
   */
  private static TopicMapping grouping(FittedTopics topics, int[] keys) {
    int[] all = new int[topics.topicCount()];
    int free = Arrays.stream(keys).max().orElse(-1) + 1;
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      boolean retired = topics.topics().get(i + topics.outlierRows()).retired();
      all[i] = retired ? free++ : keys[next++];
    }
    return TopicMapping.grouping(topics, all);
  }
}
