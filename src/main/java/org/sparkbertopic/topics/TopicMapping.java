package org.sparkbertopic.topics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;

/**
 * Says which topic each topic of a model becomes. Merging, deleting and renumbering are mappings,
 * and everything that depends on topics follows them: words, sizes, documents, clusters. A value.
 *
 * <p>New topics are numbered from 0 by falling size, at equal sizes by the smallest old id they are
 * made of. -1 stays -1 and takes up what is deleted; it never becomes a topic.
 */
public final class TopicMapping {

  private final int[] from;
  private final int[] to;

  private TopicMapping(int[] from, int[] to) {
    this.from = from;
    this.to = to;
  }

  /**
   * A mapping that was found elsewhere.
   *
   * @param from topics, ascending
   * @param to what each of them becomes
   */
  public static TopicMapping of(int[] from, int[] to) {
    if (from.length != to.length) {
      throw Checks.invalid(
          "to must be one topic for each of the %d, got %d", from.length, to.length);
    }
    return new TopicMapping(from.clone(), to.clone());
  }

  /** Every topic stays what it is. */
  public static TopicMapping identity(FittedTopics topics) {
    int[] ids = topics.ids();
    return new TopicMapping(ids, ids.clone());
  }

  /**
   * The mapping that two assignments of clusters to topics imply.
   *
   * @param before {@code [clusters]}; clusters of one topic must be of one topic afterwards
   * @param after {@code [clusters]}
   */
  public static TopicMapping between(int[] before, int[] after) {
    Map<Integer, Integer> became = new TreeMap<>();
    for (int cluster = 0; cluster < before.length; cluster++) {
      Integer other = became.put(before[cluster], after[cluster]);
      if (other != null && other != after[cluster]) {
        throw Checks.invalid(
            "topic %d must become one topic, got %d and %d; give the clusters of one model",
            before[cluster], other, after[cluster]);
      }
    }
    return new TopicMapping(
        became.keySet().stream().mapToInt(Integer::intValue).toArray(),
        became.values().stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Every topic stays by itself under another id.
   *
   * @param ids of the rows; -1 must stay -1
   */
  public static TopicMapping renumbering(FittedTopics topics, int[] ids) {
    int[] from = topics.ids();
    if (Arrays.stream(ids).distinct().count() != from.length
        || topics.hasOutliers() != Arrays.stream(ids).anyMatch(id -> id == Topic.OUTLIERS)) {
      throw Checks.invalid(
          "ids must be a different one for each of the %d topics, and -1 for the outliers alone,"
              + " got %s",
          from.length, Arrays.toString(ids));
    }
    return new TopicMapping(from, ids.clone());
  }

  /**
   * Merges each group into one topic; what is in no group stays by itself. Groups that share a
   * topic become one. A group with -1 becomes outliers.
   *
   * @throws IllegalArgumentException if a topic is unknown, or a group merges nothing
   */
  public static TopicMapping merging(FittedTopics topics, List<List<Integer>> groups) {
    int[] ids = topics.ids();
    int[] root = ids.clone();
    for (List<Integer> group : groups) {
      requireSeveral(group);
      if (group.contains(Topic.OUTLIERS) && !topics.hasOutliers()) {
        throw Checks.invalid(
            "topics to merge must be the model's, got %s, and it has no outliers; delete topics to make"
                + " outliers of their documents",
            group);
      }
      int lowest = group.stream().mapToInt(id -> root[topics.rowOf(id)]).min().orElseThrow();
      for (int id : group) {
        int old = root[topics.rowOf(id)];
        for (int row = 0; row < root.length; row++) {
          root[row] = root[row] == old ? lowest : root[row];
        }
      }
    }
    return numbered(topics, root);
  }

  private static void requireSeveral(List<Integer> group) {
    if (group.stream().distinct().count() < 2) {
      throw Checks.invalid(
          "topics to merge must be at least two different ones, got %s; name the others, as in 1,2",
          group);
    }
  }

  /**
   * Makes outliers of the documents of topics.
   *
   * @throws IllegalArgumentException if a topic is unknown, or is -1, or none is given
   */
  public static TopicMapping deleting(FittedTopics topics, Collection<Integer> deleted) {
    if (deleted.isEmpty()) {
      throw new IllegalArgumentException(
          "topics to delete must be at least one, got none; name their ids");
    }
    int[] root = topics.ids();
    for (int id : deleted) {
      if (id == Topic.OUTLIERS) {
        throw new IllegalArgumentException(
            "topics to delete must not be -1, got it; the outliers are no topic: give them topics instead");
      }
      root[topics.rowOf(id)] = Topic.OUTLIERS;
    }
    return numbered(topics, root);
  }

  /**
   * Merges topics that have the same key, without -1. If no two have, every topic stays as it is.
   *
   * @param key of each topic without the outliers, ascending by id
   */
  public static TopicMapping grouping(FittedTopics topics, int[] key) {
    int[] root = topics.ids();
    int offset = topics.outlierRows();
    Map<Integer, Integer> lowest = new TreeMap<>();
    for (int i = 0; i < key.length; i++) {
      lowest.putIfAbsent(key[i], root[i + offset]);
      root[i + offset] = lowest.get(key[i]);
    }
    return lowest.size() == key.length ? identity(topics) : numbered(topics, root);
  }

  /**
   * @param root of each row: an old id that stands for its group, the lowest in it
   */
  private static TopicMapping numbered(FittedTopics topics, int[] root) {
    Map<Integer, Long> sizes = new TreeMap<>();
    for (int row = 0; row < root.length; row++) {
      sizes.merge(root[row], topics.topics().get(row).size(), Long::sum);
    }
    sizes.remove(Topic.OUTLIERS);
    List<Integer> bySize = new ArrayList<>(sizes.keySet()); // stable sort: ties by the old id
    bySize.sort(Comparator.comparingLong((Integer id) -> -sizes.get(id)));
    Map<Integer, Integer> number = new TreeMap<>();
    number.put(Topic.OUTLIERS, Topic.OUTLIERS);
    bySize.forEach(id -> number.put(id, number.size() - 1));
    int[] to = Arrays.stream(root).map(number::get).toArray();
    return new TopicMapping(topics.ids(), to);
  }

  /**
   * The topic that a topic becomes; -1 for -1, also where the model has no outliers.
   *
   * @throws IllegalArgumentException if the topic is unknown
   */
  public int apply(int id) {
    int row = Arrays.binarySearch(from, id);
    if (row < 0) {
      if (id == Topic.OUTLIERS) {
        return Topic.OUTLIERS;
      }
      throw Checks.invalid("topic must be one of %s, got %d", Arrays.toString(from), id);
    }
    return to[row];
  }

  /** As {@link #apply(int)}, of each. */
  public int[] apply(int[] ids) {
    return Arrays.stream(ids).map(this::apply).toArray();
  }

  /** This mapping and then another of the topics that it gives. */
  public TopicMapping then(TopicMapping next) {
    return new TopicMapping(from, next.apply(to));
  }

  /** Whether every topic stays what it is. */
  public boolean isIdentity() {
    return Arrays.equals(from, to);
  }

  /** Ids of the topics that there are, ascending. */
  public int[] oldIds() {
    return from.clone();
  }

  /** Ids of the topics that there will be, ascending. */
  public int[] newIds() {
    return Arrays.stream(to).distinct().sorted().toArray();
  }

  /** Topics that a new topic is made of, ascending. */
  public List<Integer> sources(int newId) {
    List<Integer> sources = new ArrayList<>();
    for (int row = 0; row < from.length; row++) {
      if (to[row] == newId) {
        sources.add(from[row]);
      }
    }
    return sources;
  }

  @Override
  public String toString() {
    return IntStream.range(0, from.length)
        .mapToObj(row -> from[row] + "→" + to[row])
        .collect(Collectors.joining(", "));
  }
}
