package org.sparkbertopic.topics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.ctfidf.ClassTfidfModel;

/**
 * Keeps the topics that get no more documents. Such a topic has its words, names, label and
 * embedding. Where none of a model's documents is in it, its size is 0, and it has no counts and no
 * weights: it changes nothing of the other topics.
 */
public final class RetiredTopics {

  private RetiredTopics() {}

  /**
   * Topics with further rows: retired topics without documents.
   *
   * @param old where these topics are
   * @param ids of topics of {@code old} that {@code topics} has not
   */
  public static FittedTopics added(FittedTopics topics, FittedTopics old, Collection<Integer> ids) {
    if (ids.isEmpty()) {
      return topics;
    }
    int[] added = ids.stream().mapToInt(Integer::intValue).sorted().toArray();
    List<Topic> rows = new ArrayList<>(topics.topics());
    for (int id : added) {
      rows.add(without(old.topic(id)));
    }
    rows.sort((a, b) -> Integer.compare(a.id(), b.id()));
    float[][] embeddings = new float[rows.size()][];
    List<List<KeptDocument>> documents = new ArrayList<>();
    for (int row = 0; row < embeddings.length; row++) {
      int id = rows.get(row).id();
      boolean isNew = Arrays.binarySearch(added, id) >= 0;
      FittedTopics source = isNew ? old : topics;
      int place = source.rowOf(id);
      embeddings[row] = source.embeddings()[place];
      documents.add(isNew ? List.of() : topics.documents().get(place));
    }
    ClassTfidfModel ctfidf = topics.ctfidf();
    return new FittedTopics(
        rows,
        embeddings,
        new ClassTfidfModel(
            ctfidf.parameters(), ctfidf.weights().withEmptyRows(added), ctfidf.idf()),
        topics.counts().map(counts -> counts.withEmptyRows(added)),
        documents,
        topics.forms(),
        topics.totals().map(totals -> totals.withRows(sums(topics, rows, totals))));
  }

  private static Topic without(Topic topic) {
    return new Topic(
        topic.id(),
        0,
        topic.name(),
        topic.words(),
        List.of(),
        topic.aspects(),
        topic.customLabel(),
        topic.labelOfAspect(),
        true);
  }

  /**
   * Topics that were found again in documents, with the retired ones as they were before.
   *
   * @param before the topics of the model
   * @param fresh the same topics; those without documents may be missing
   */
  public static FittedTopics kept(FittedTopics before, FittedTopics fresh) {
    List<Integer> retired = before.retired();
    if (retired.isEmpty()) {
      return fresh;
    }
    List<Integer> missing = new ArrayList<>(retired);
    missing.removeAll(fresh.topics().stream().map(Topic::id).toList());
    FittedTopics all = added(fresh, before, missing);
    return all.withTopics(
        all.topics().stream()
            .map(
                topic ->
                    retired.contains(topic.id())
                        ? before.topic(topic.id()).withSize(topic.size())
                        : topic)
            .toList());
  }

  /**
   * The topic that stands for several which are one now: retired if all of them are, and then with
   * the words of the largest.
   */
  public static Optional<Topic> merged(List<Topic> sources) {
    if (!sources.stream().allMatch(Topic::retired)) {
      return Optional.empty();
    }
    long size = sources.stream().mapToLong(Topic::size).sum();
    return sources.stream()
        .reduce((largest, next) -> next.size() > largest.size() ? next : largest)
        .map(topic -> topic.withSize(size));
  }

  private static long[][] sums(FittedTopics topics, List<Topic> rows, RunningTotals totals) {
    int[] ids = topics.ids();
    return rows.stream()
        .map(topic -> Arrays.binarySearch(ids, topic.id()))
        .map(place -> place < 0 ? null : totals.embeddings()[place])
        .toArray(long[][]::new);
  }
}
