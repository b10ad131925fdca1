package org.sparkbertopic.operations.merging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.sparkbertopic.clustering.smile.Dendrogram;
import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * The order in which topics merge, two at a time, the most similar first: a linkage on 1 - cosine,
 * Ward's as in BERTopic. Outliers are left out. A value.
 *
 * <p>O(topics²) time and memory for the linkage, and for the names one pass over the counts for
 * each level of the tree.
 */
public final class TopicHierarchy {

  /** BERTopic's words of a name in the tree. */
  private static final int NAME_WORDS = 5;

  private final FittedTopics topics;
  private final Dendrogram linkage;
  private final List<Merge> merges;

  /**
   * Two topics, or merged topics, as one.
   *
   * @param id number of topics and more: the first merge has the number of topics
   * @param left topic or merge; the one with the smallest topic
   * @param right the other
   * @param distance between the two; it never falls from one merge to the next
   * @param words of all topics in it, best first, by c-TF-IDF
   */
  public record Merge(int id, int left, int right, double distance, List<TermScore> words) {

    public Merge {
      words = List.copyOf(words);
    }

    /** The words, as BERTopic writes them. */
    public String name() {
      return join(words);
    }
  }

  private TopicHierarchy(FittedTopics topics, Dendrogram linkage, List<Merge> merges) {
    this.topics = topics;
    this.linkage = linkage;
    this.merges = merges;
  }

  /**
   * The hierarchy of a model's topics; without merges where there is only one topic, or none.
   *
   * @param space BERTopic's is c-TF-IDF
   * @throws IllegalArgumentException if the model keeps no counts
   */
  public static TopicHierarchy of(FittedTopics topics, TopicSpace space, Workers workers) {
    return of(topics, space, Linkage.WARD, workers);
  }

  /**
   * As {@link #of(FittedTopics, TopicSpace, Workers)}, by another linkage.
   *
   * @param linkage BERTopic's is Ward's
   */
  public static TopicHierarchy of(
      FittedTopics topics, TopicSpace space, Linkage linkage, Workers workers) {
    Dendrogram tree = Dendrogram.of(space.distances(topics, workers), linkage);
    return new TopicHierarchy(topics, tree, named(topics, tree));
  }

  private static List<Merge> named(FittedTopics topics, Dendrogram linkage) {
    int offset = topics.outlierRows();
    int n = topics.topicCount();
    TermMatrix counts = TopicChange.countsOf(topics);
    MergedCounts.Row[] rows = new MergedCounts.Row[n + linkage.merges().size()];
    int[] smallest = new int[rows.length];
    for (int i = 0; i < n; i++) {
      rows[i] = MergedCounts.Row.of(counts, i + offset);
      smallest[i] = i;
    }
    List<Merge> merges = new ArrayList<>();
    for (int place = 0; place < linkage.merges().size(); place++) {
      Dendrogram.Merge merge = linkage.merges().get(place);
      int node = n + place;
      boolean swap = smallest[merge.right()] < smallest[merge.left()];
      int left = swap ? merge.right() : merge.left();
      int right = swap ? merge.left() : merge.right();
      rows[node] = rows[left].plus(rows[right]);
      rows[left] = null;
      rows[right] = null;
      smallest[node] = smallest[left];
      List<TermScore> words = topics.forms().of(words(topics.ctfidf(), rows[node]));
      merges.add(new Merge(node, left, right, merge.height(), words));
    }
    return Collections.unmodifiableList(merges);
  }

  private static List<TermScore> words(ClassTfidfModel model, MergedCounts.Row row) {
    double[] weights = row.counts().clone();
    model.weigh(row.columns(), weights, weights.length);
    TermMatrix all = model.weights();
    TermMatrix one =
        new TermMatrix(
            new int[1], all.vocabulary(), new int[] {0, weights.length}, row.columns(), weights);
    return new ClassTfidfModel(model.parameters(), one, model.idf()).topTerms(0, NAME_WORDS);
  }

  private static String join(List<TermScore> words) {
    return words.stream().limit(NAME_WORDS).map(TermScore::term).collect(Collectors.joining("_"));
  }

  /** By rising distance; one less than there are topics. */
  public List<Merge> merges() {
    return merges;
  }

  /** Topics in a node, ascending; a topic's own node is its id. */
  public List<Integer> topicsOf(int node) {
    List<Integer> found = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(node));
    while (!open.isEmpty()) {
      int next = open.pop();
      if (isTopic(next)) {
        found.add(next);
      } else {
        Merge merge = merges.get(next - topics.topicCount());
        open.push(merge.left());
        open.push(merge.right());
      }
    }
    Collections.sort(found);
    return found;
  }

  /** Whether a node is a topic, not a merge. */
  public boolean isTopic(int node) {
    return node < topics.topicCount();
  }

  /**
   * The custom label of a topic, or the name that it was given, or else its first words; the words
   * of a merge.
   */
  public String nameOf(int node) {
    if (!isTopic(node)) {
      return merges.get(node - topics.topicCount()).name();
    }
    Topic topic = topics.topic(node);
    return topic
        .customLabel()
        .orElseGet(() -> topic.hasDefaultName() ? join(topic.words()) : topic.name());
  }

  /**
   * Merges until a number of topics is left; more than there are change nothing.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public TopicMapping cutInto(int number) {
    TopicReduction.requireNumber(number);
    return number >= topics.topicCount()
        ? TopicMapping.identity(topics)
        : TopicMapping.grouping(topics, linkage.cut(number));
  }

  /**
   * Makes all merges up to a distance.
   *
   * @throws IllegalArgumentException if it is negative or not a number
   */
  public TopicMapping cutAt(double distance) {
    if (!(distance >= 0)) {
      throw Checks.invalid(
          "the distance to cut at must be 0 or more, got %s; the tree tells the distances",
          distance);
    }
    long merged = linkage.merges().stream().filter(m -> m.height() <= distance).count();
    return merged == 0
        ? TopicMapping.identity(topics)
        : cutInto(Math.toIntExact(topics.topicCount() - merged));
  }

  /** The tree as text, with its usual look. */
  public String tree() {
    return new TopicTree(this, Double.POSITIVE_INFINITY, false).text();
  }

  /**
   * The tree as text.
   *
   * @param maxDistance topics that are first merged at this distance or a larger one are marked
   *     {@code O}, the others {@code ■}
   * @param tight whether levels are indented by two characters rather than five
   */
  public String tree(double maxDistance, boolean tight) {
    return new TopicTree(this, maxDistance, tight).text();
  }
}
