package org.sparkbertopic.report.figures.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbertopic.compute.Checks;

/**
 * The order in which topics merge, two at a time, the most similar first. Topics are nodes 0 to n -
 * 1, the merge at place i is node n + i.
 *
 * @param topics ids of the topics, in the order of their nodes
 * @param merges by rising distance; one less than there are topics
 */
public record MergeTree(List<Integer> topics, List<Merge> merges) {

  /**
   * Two nodes as one.
   *
   * @param left node
   * @param right node
   * @param distance of the two
   * @param words of all topics in it, best first
   */
  public record Merge(int left, int right, double distance, List<String> words) {

    public Merge {
      words = List.copyOf(words);
    }
  }

  /** No group. */
  private static final int GONE = -1;

  public MergeTree {
    topics = List.copyOf(topics);
    merges = List.copyOf(merges);
    Checks.require(
        merges.size() == Math.max(0, topics.size() - 1),
        "merges",
        "one less than the " + topics.size() + " topics",
        merges.size(),
        "build the whole tree");
    boolean[] taken = new boolean[topics.size() + merges.size()];
    for (int place = 0; place < merges.size(); place++) {
      for (int node : List.of(merges.get(place).left(), merges.get(place).right())) {
        if (node < 0 || node >= topics.size() + place || taken[node]) {
          throw Checks.invalid(
              "merges must have each node once and after it was made, got node %d in merge %d;"
                  + " sort them by their distance",
              node, place);
        }
        taken[node] = true;
      }
    }
  }

  /** Whether a node is a topic, not a merge. */
  public boolean isTopic(int node) {
    return node < topics.size();
  }

  /** The merge of a node. */
  public Merge merge(int node) {
    return merges.get(node - topics.size());
  }

  /** Nodes that are topics, in an order in which lines of the tree do not cross. */
  public List<Integer> leaves() {
    List<Integer> order = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    if (!topics.isEmpty()) {
      open.add(topics.size() + merges.size() - 1);
    }
    while (!open.isEmpty()) {
      int node = open.remove(open.size() - 1);
      if (isTopic(node)) {
        order.add(node);
      } else {
        open.add(merge(node).right());
        open.add(merge(node).left());
      }
    }
    return Collections.unmodifiableList(order);
  }

  /**
   * Node of each topic when so many nodes are left, by the order of {@link #topics}.
   *
   * @param nodes 1 or more; where there are fewer topics, each is its own
   */
  public int[] cut(int nodes) {
    int made = Math.max(0, topics.size() - Math.max(1, nodes));
    int[] parents = new int[topics.size() + merges.size()];
    Arrays.setAll(parents, node -> node);
    for (int place = made - 1; place >= 0; place--) {
      // from the last merge: the node of its two is known
      int node = parents[topics.size() + place];
      parents[merges.get(place).left()] = node;
      parents[merges.get(place).right()] = node;
    }
    return Arrays.copyOf(parents, topics.size());
  }

  /**
   * A number of each topic, by ids, that stays when groups merge. Taken apart from the last merge
   * on, the part with the smallest topic keeps its number and the other part gets the next: the
   * smallest topics of n groups of a cut have the numbers 0 to n - 1.
   */
  public Map<Integer, Integer> numbers() {
    int[] smallest = new int[topics.size() + merges.size()];
    for (int node = 0; node < smallest.length; node++) {
      smallest[node] =
          isTopic(node)
              ? topics.get(node)
              : Math.min(smallest[merge(node).left()], smallest[merge(node).right()]);
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    if (!topics.isEmpty()) {
      numbers.put(smallest[smallest.length - 1], 0);
    }
    for (int place = merges.size() - 1; place >= 0; place--) {
      Merge merge = merges.get(place);
      numbers.put(Math.max(smallest[merge.left()], smallest[merge.right()]), numbers.size());
    }
    return numbers;
  }

  /** The tree without the other topics: a merge with nothing on one side is left out. */
  public MergeTree of(Set<Integer> ids) {
    if (ids.containsAll(topics)) {
      return this;
    }
    int[] renumbered = new int[topics.size() + merges.size()];
    Arrays.fill(renumbered, GONE);
    List<Integer> kept = new ArrayList<>();
    for (int node = 0; node < topics.size(); node++) {
      if (ids.contains(topics.get(node))) {
        renumbered[node] = kept.size();
        kept.add(topics.get(node));
      }
    }
    List<Merge> left = new ArrayList<>();
    for (int place = 0; place < merges.size(); place++) {
      Merge merge = merges.get(place);
      int a = renumbered[merge.left()];
      int b = renumbered[merge.right()];
      int node = topics.size() + place;
      if (a == GONE || b == GONE) {
        renumbered[node] = Math.max(a, b);
      } else {
        renumbered[node] = kept.size() + left.size();
        left.add(new Merge(a, b, merge.distance(), merge.words()));
      }
    }
    return new MergeTree(kept, left);
  }
}
