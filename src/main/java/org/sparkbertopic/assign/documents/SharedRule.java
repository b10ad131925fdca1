package org.sparkbertopic.assign.documents;

import java.io.Serializable;
import java.util.List;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * An {@link OutlierRule} for all threads of a JVM: its large parts are held once, the rest travels
 * with a task.
 *
 * @param clusterTopics topic of each cluster before the reduction
 * @param clusters a cluster of each topic of {@code reference}
 */
public record SharedRule(
    List<OutlierStep> steps,
    int[] clusterTopics,
    int[] clusters,
    CountVectorizer vectorizer,
    Reference reference)
    implements Serializable {

  /** Where the topics are: in this JVM, or in a broadcast. */
  @FunctionalInterface
  public interface Reference extends Serializable {
    SharedTopics value();
  }

  /** A rule whose topics are in this JVM. */
  public static SharedRule of(OutlierRule rule) {
    SharedTopics topics = topicsOf(rule);
    return of(rule, () -> topics);
  }

  /**
   * @param reference to {@link #topicsOf} the rule
   */
  public static SharedRule of(OutlierRule rule, Reference reference) {
    return new SharedRule(
        rule.steps(), rule.clusterTopics(), rule.clusters(), rule.vectorizer(), reference);
  }

  /** What the rule compares documents with. */
  public static SharedTopics topicsOf(OutlierRule rule) {
    return new SharedTopics(
        rule.topicIds(), rule.embeddings().orElse(null), rule.ctfidf().orElse(null));
  }

  public SharedRule withSteps(List<OutlierStep> value) {
    return new SharedRule(List.copyOf(value), clusterTopics, clusters, vectorizer, reference);
  }
}
