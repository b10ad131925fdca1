package org.sparkbertopic.assign;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Applies an outlier reduction to later documents: an outlier of the clusters is compared with the
 * topics as they were before the reduction, by the same steps with the same thresholds. So {@code
 * transform} gives a training document the topic that the reduction gave it. A value; callers must
 * not change the arrays.
 *
 * <p>A document that finds a topic moves to a cluster of that topic. So it follows later merges,
 * deletions and renumbering, which change the topics of clusters.
 *
 * @param steps strategies and the thresholds that were found for them
 * @param clusterTopics topic of each cluster of the layouts before the reduction; after {@link
 *     #FOREIGN} clusters, where models were merged
 * @param topicIds {@code [rows]} topics that the steps choose from, ascending, without -1
 * @param embeddings {@code [rows][dimension]} of these topics; empty where no step looks at them
 * @param ctfidf weights of these topics; empty where no step looks at them
 * @param vectorizer the terms of {@code ctfidf}
 */
public record OutlierRule(
    List<OutlierStep> steps,
    int[] clusterTopics,
    int[] topicIds,
    Optional<float[][]> embeddings,
    Optional<ClassTfidfModel> ctfidf,
    CountVectorizer vectorizer) {

  /** In place of the topic of a cluster that another model had: its documents are no outliers. */
  public static final int FOREIGN = -2;

  public OutlierRule {
    steps = List.copyOf(steps);
    Objects.requireNonNull(vectorizer, "vectorizer");
    if (needs(steps, OutlierStrategy.EMBEDDINGS)) {
      requireLength("embeddings", embeddings.map(rows -> rows.length).orElse(0), topicIds.length);
    }
    clustersOf(topicIds, clusterTopics);
    if (needsText(steps)
        && !ctfidf
            .map(model -> Arrays.equals(model.weights().topicIds(), topicIds))
            .orElse(false)) {
      throw new IllegalArgumentException(
          "ctfidf must have the topics " + Arrays.toString(topicIds) + "; freeze it anew");
    }
  }

  private static void requireLength(String parameter, int length, int topics) {
    if (length != topics) {
      throw Checks.invalid(
          "%s must have one entry for each of the %d topics, got %d", parameter, topics, length);
    }
  }

  /**
   * Keeps the parts of a model that the steps need. Retired topics are not among them.
   *
   * @throws IllegalArgumentException if a topic has no cluster
   */
  public static OutlierRule freeze(
      FittedTopics all, int[] clusterTopics, CountVectorizer vectorizer, List<OutlierStep> steps) {
    FittedTopics topics = all.withoutRetired();
    int first = topics.outlierRows();
    int[] ids = topics.ids();
    int[] kept = Arrays.copyOfRange(ids, first, ids.length);
    return new OutlierRule(
        steps,
        clusterTopics,
        kept,
        needs(steps, OutlierStrategy.EMBEDDINGS)
            ? Optional.of(Arrays.copyOfRange(topics.embeddings(), first, ids.length))
            : Optional.empty(),
        needsText(steps) ? Optional.of(withoutRows(topics.ctfidf(), first)) : Optional.empty(),
        vectorizer);
  }

  /** The model without its first rows. The seed words' multipliers are in its idf. */
  private static ClassTfidfModel withoutRows(ClassTfidfModel model, int rows) {
    TermMatrix weights = model.weights();
    int from = weights.rowPointers()[rows];
    int to = weights.rowPointers()[weights.rows()];
    int[] pointers = Arrays.copyOfRange(weights.rowPointers(), rows, weights.rows() + 1);
    Arrays.setAll(pointers, row -> pointers[row] - from);
    ClassTfidf parameters =
        ClassTfidf.create()
            .withBm25Weighting(model.parameters().bm25Weighting())
            .withReduceFrequentWords(model.parameters().reduceFrequentWords());
    return new ClassTfidfModel(
        parameters,
        new TermMatrix(
            Arrays.copyOfRange(weights.topicIds(), rows, weights.rows()),
            weights.vocabulary(),
            pointers,
            Arrays.copyOfRange(weights.columns(), from, to),
            Arrays.copyOfRange(weights.values(), from, to)),
        model.idf());
  }

  private static boolean needs(List<OutlierStep> steps, OutlierStrategy strategy) {
    return steps.stream().anyMatch(step -> step.strategy() == strategy);
  }

  private static boolean needsText(List<OutlierStep> steps) {
    return steps.stream().anyMatch(step -> step.strategy().needsText());
  }

  /**
   * The rule of a model whose clusters come behind those of others.
   *
   * @param clusters how many come before
   */
  public OutlierRule behind(int clusters) {
    if (clusters == 0) {
      return this;
    }
    int[] all = new int[clusters + clusterTopics.length];
    Arrays.fill(all, 0, clusters, FOREIGN);
    System.arraycopy(clusterTopics, 0, all, clusters, clusterTopics.length);
    return new OutlierRule(steps, all, topicIds, embeddings, ctfidf, vectorizer);
  }

  /** Number of foreign clusters, which come first. */
  public static int foreign(int[] clusterTopics) {
    int count = 0;
    while (count < clusterTopics.length && clusterTopics[count] == FOREIGN) {
      count++;
    }
    return count;
  }

  /** Whether a step looks at a document's text. */
  public boolean needsText() {
    return needsText(steps);
  }

  /** A cluster of each of {@code topicIds}: the one with the smallest number. */
  public int[] clusters() {
    return clustersOf(topicIds, clusterTopics);
  }

  private static int[] clustersOf(int[] topicIds, int[] clusterTopics) {
    int[] clusters = new int[topicIds.length];
    Arrays.fill(clusters, -1);
    for (int cluster = clusterTopics.length - 1; cluster >= 0; cluster--) {
      int row = Arrays.binarySearch(topicIds, clusterTopics[cluster]);
      if (row >= 0) {
        clusters[row] = cluster;
      }
    }
    for (int row = 0; row < clusters.length; row++) {
      if (clusters[row] < 0) {
        throw Checks.invalid(
            "topics must have a cluster for documents to be put to, got none for topic %d; take a model that was fitted here",
            topicIds[row]);
      }
    }
    return clusters;
  }
}
