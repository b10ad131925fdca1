package org.sparkbertopic.assign;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;

/**
 * Topics of a document and how much of each is in it, the strongest first, equal ones by id; a
 * value. Topics without weight are left out, the outliers have no place in it. Callers must not
 * change the arrays.
 *
 * @param topics {@code [entries]} ids
 * @param weights {@code [entries]}, positive
 */
public record TopicWeights(int[] topics, double[] weights) {

  /** Up to so many topics are sorted as they come. */
  private static final int FEW = 64;

  /** A document without any topic. */
  public static final TopicWeights NONE = new TopicWeights(new int[0], new double[0]);

  public TopicWeights {
    if (topics.length != weights.length) {
      throw Checks.invalid(
          "weights must be as many as the %d topics, got %d", topics.length, weights.length);
    }
  }

  /**
   * Sorts topics by weight and leaves out those that have none.
   *
   * @param ids {@code [length]} each once, in any order
   * @param values {@code [length]}
   * @param length how many entries of both are used
   * @param topK most that are kept, 0 for all
   */
  public static TopicWeights of(int[] ids, double[] values, int length, int topK) {
    int limit = topK == DistributionSettings.ALL_TOPICS ? length : Math.min(topK, length);
    int[] order =
        limit <= FEW ? few(ids, values, length, limit) : sorted(ids, values, length, limit);
    if (order.length == 0) {
      return NONE;
    }
    return new TopicWeights(
        Arrays.stream(order).map(i -> ids[i]).toArray(),
        Arrays.stream(order).mapToDouble(i -> values[i]).toArray());
  }

  /** The memberships of topics: those of their clusters together; other clusters are left out. */
  public static void addUp(
      double[] memberships, int[] clusterTopics, int[] topicIds, double[] sums) {
    Arrays.fill(sums, 0);
    for (int cluster = 0; cluster < memberships.length; cluster++) {
      int place = Arrays.binarySearch(topicIds, clusterTopics[cluster]);
      if (place >= 0) {
        sums[place] += memberships[cluster];
      }
    }
  }

  /** By insertion: no object is made for the handful of topics that documents have. */
  private static int[] few(int[] ids, double[] values, int length, int limit) {
    int[] best = new int[limit];
    int size = 0;
    for (int i = 0; i < length; i++) {
      boolean full = size == limit;
      if (!(values[i] > 0) || (full && (size == 0 || !before(ids, values, i, best[size - 1])))) {
        continue;
      }
      int place = full ? size - 1 : size++;
      while (place > 0 && before(ids, values, i, best[place - 1])) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = i;
    }
    return Arrays.copyOf(best, size);
  }

  private static int[] sorted(int[] ids, double[] values, int length, int limit) {
    return IntStream.range(0, length)
        .filter(i -> values[i] > 0)
        .boxed()
        .sorted((a, b) -> before(ids, values, a, b) ? -1 : before(ids, values, b, a) ? 1 : 0)
        .limit(limit)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static boolean before(int[] ids, double[] values, int a, int b) {
    return values[a] > values[b] || (values[a] == values[b] && ids[a] < ids[b]);
  }

  public int size() {
    return topics.length;
  }

  public boolean isEmpty() {
    return topics.length == 0;
  }

  /** The weight of a topic; 0 where it is left out. */
  public double of(int topic) {
    for (int i = 0; i < topics.length; i++) {
      if (topics[i] == topic) {
        return weights[i];
      }
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicWeights that
        && Arrays.equals(topics, that.topics)
        && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(topics) + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return Arrays.toString(topics) + " " + Arrays.toString(weights);
  }
}
