package org.sparkbertopic.topics;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * Everything known about the topics of a fitted model. A value. With counts and documents, topics
 * can be merged, deleted and given other words without the corpus.
 *
 * @param topics ascending by id, -1 first where there are outliers
 * @param embeddings {@code [topics][dimension]}: mean of each topic's document embeddings, rows as
 *     {@code topics}
 * @param ctfidf weights of the topics' terms
 * @param counts how often each topic has each term, exact integers in the same cells as the
 *     weights; empty for a model that Python saved
 * @param documents those kept of each topic, rows as {@code topics}, closest to the topic first; as
 *     many as a representation may want, so a topic names the first of them
 * @param forms surface forms of the terms; words of topics are in these forms
 * @param totals what more documents can be added to, rows as {@code topics}; empty for a model that
 *     Python or an earlier release saved
 */
@RecordBuilder
public record FittedTopics(
    List<Topic> topics,
    float[][] embeddings,
    ClassTfidfModel ctfidf,
    Optional<TermMatrix> counts,
    List<List<KeptDocument>> documents,
    SurfaceForms forms,
    Optional<RunningTotals> totals)
    implements FittedTopicsBuilder.With {

  public FittedTopics {
    topics = List.copyOf(topics);
    Objects.requireNonNull(ctfidf, "ctfidf");
    Objects.requireNonNull(forms, "forms");
    if (totals.isPresent()) {
      requireRows("totals", totals.get().embeddings().length, topics.size());
    }
    documents = documents.stream().map(List::copyOf).toList();
    requireRows("embeddings", embeddings.length, topics.size());
    requireRows("documents", documents.size(), topics.size());
    for (int row = 1; row < topics.size(); row++) {
      if (topics.get(row - 1).id() >= topics.get(row).id()) {
        throw Checks.invalid(
            "topics must be ascending by id, got %d after %d",
            topics.get(row).id(), topics.get(row - 1).id());
      }
    }
    if (counts.isPresent() && !counts.get().hasCellsOf(ctfidf.weights())) {
      throw Checks.invalid(
          "counts must have the cells of the c-TF-IDF weights, got %d entries in %d rows; fit"
              + " the weights to the counts",
          counts.get().values().length, counts.get().rows());
    }
  }

  /** Topics whose terms are shown as they were counted. */
  public FittedTopics(
      List<Topic> topics,
      float[][] embeddings,
      ClassTfidfModel ctfidf,
      Optional<TermMatrix> counts,
      List<List<KeptDocument>> documents) {
    this(topics, embeddings, ctfidf, counts, documents, SurfaceForms.none(), Optional.empty());
  }

  /** Without counts and documents, as of a model that Python saved. */
  public FittedTopics(List<Topic> topics, float[][] embeddings, ClassTfidfModel ctfidf) {
    this(
        topics,
        embeddings,
        ctfidf,
        Optional.empty(),
        Collections.nCopies(topics.size(), List.of()));
  }

  private static void requireRows(String parameter, int rows, int topics) {
    if (rows != topics) {
      throw Checks.invalid(
          "%s must have a row for each of the %d topics, got %d", parameter, topics, rows);
    }
  }

  public FittedTopics withTotals(RunningTotals value) {
    return withTotals(Optional.of(value));
  }

  public FittedTopics withCounts(TermMatrix value) {
    return withCounts(Optional.of(value));
  }

  /**
   * Checks that texts can be compared with the topics by their terms.
   *
   * @param what is to be done, as a subject: "topics over time"
   * @throws IllegalArgumentException if there is no term; says why, and what to do
   */
  public void requireTerms(String what) {
    if (!ctfidf.weights().vocabulary().isEmpty() || topics.isEmpty()) {
      return;
    }
    throw Checks.invalid(
        "%s must have the topics' c-TF-IDF, got a model without: %s",
        what,
        counts.isPresent()
            ? "its documents had no term (all were stop words, or the token pattern matched"
                + " none); change the vectorizer in updateTopics, or by 'topics update'"
            : "Python saved it so; save it there with save_ctfidf=True, or give its documents"
                + " to updateTopics");
  }

  /**
   * The surface forms of a topic's best terms, best first.
   *
   * @throws IllegalArgumentException if there is no topic of that id
   */
  public List<TermScore> topTerms(int id, int n) {
    return forms.of(ctfidf.topTerms(id, n));
  }

  /** Whether there is a topic of outliers. */
  public boolean hasOutliers() {
    return !topics.isEmpty() && topics.get(0).id() == Topic.OUTLIERS;
  }

  /** Rows before that of topic 0: 1 where there are outliers. */
  public int outlierRows() {
    return hasOutliers() ? 1 : 0;
  }

  /** Topics without the outliers, retired ones included. */
  public int topicCount() {
    return topics.size() - outlierRows();
  }

  /** Topics that may get documents, without the outliers. */
  public int liveCount() {
    return topicCount() - retired().size();
  }

  /** Ids of the topics that get no more documents, ascending. */
  public List<Integer> retired() {
    return topics.stream().filter(Topic::retired).map(Topic::id).toList();
  }

  /** The topics that may get documents, and the outliers. */
  public FittedTopics withoutRetired() {
    return retired().isEmpty() ? this : where(topic -> !topic.retired());
  }

  /** The topics for which something holds; without totals. */
  public FittedTopics where(Predicate<Topic> condition) {
    int[] rows =
        IntStream.range(0, topics.size()).filter(row -> condition.test(topics.get(row))).toArray();
    return picked(
        rows, Arrays.stream(rows).mapToObj(topics::get).toList(), matrix -> matrix.withRows(rows));
  }

  /**
   * The same topics under other ids, in the order of these; names that begin with the id follow.
   *
   * @param ids of the rows, all different
   */
  public FittedTopics withIds(int[] ids) {
    int[] rows =
        IntStream.range(0, ids.length)
            .boxed()
            .sorted(Comparator.comparingInt(row -> ids[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] old = ids();
    return picked(
            rows,
            Arrays.stream(rows).mapToObj(row -> topics.get(row).withId(ids[row])).toList(),
            matrix -> matrix.withIds(ids))
        .withTotals(totals.map(all -> all.renumbered(old, ids, rows)));
  }

  private FittedTopics picked(int[] rows, List<Topic> named, UnaryOperator<TermMatrix> change) {
    return new FittedTopics(
        named,
        Arrays.stream(rows).mapToObj(row -> embeddings[row]).toArray(float[][]::new),
        new ClassTfidfModel(ctfidf.parameters(), change.apply(ctfidf.weights()), ctfidf.idf()),
        counts.map(change),
        Arrays.stream(rows).mapToObj(documents::get).toList(),
        forms,
        Optional.empty());
  }

  /**
   * The same topics, of which these are retired and no others.
   *
   * @throws IllegalArgumentException if one is unknown, or -1
   */
  public FittedTopics withRetired(Collection<Integer> ids) {
    ids.forEach(this::rowOf);
    return withTopics(
        topics.stream().map(topic -> topic.withRetired(ids.contains(topic.id()))).toList());
  }

  /** Ids of the topics in the order of the rows. */
  public int[] ids() {
    return topics.stream().mapToInt(Topic::id).toArray();
  }

  /**
   * The row of a topic.
   *
   * @throws IllegalArgumentException if there is none of that id
   */
  public int rowOf(int id) {
    int low = 0;
    int high = topics.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (topics.get(middle).id() < id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low < topics.size() && topics.get(low).id() == id) {
      return low;
    }
    throw new IllegalArgumentException(
        topics.isEmpty()
            ? "topic must be one of the model's, got " + id + ", but there are no topics"
            : String.format(
                Locale.ROOT,
                "topic must be one of the model's, %d to %d, got %d",
                topics.get(0).id(),
                topics.get(topics.size() - 1).id(),
                id));
  }

  /**
   * One topic.
   *
   * @throws IllegalArgumentException if there is none of that id
   */
  public Topic topic(int id) {
    return topics.get(rowOf(id));
  }
}
