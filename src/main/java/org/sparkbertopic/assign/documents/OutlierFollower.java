package org.sparkbertopic.assign.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.TopicMatch;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.topics.Topic;

/**
 * Applies a model's outlier rules, in the order in which they were made. Not thread-safe: each task
 * has its own.
 */
public final class OutlierFollower {

  /** A document that no step gave a topic. */
  public static final int NO_STEP = -1;

  private final List<SharedRule> rules;
  private final List<List<OutlierScorer>> scorers = new ArrayList<>();

  public OutlierFollower(List<SharedRule> rules, Layouts layout) {
    this.rules = rules;
    for (SharedRule rule : rules) {
      scorers.add(rule.steps().stream().map(step -> OutlierScorer.of(step, rule, layout)).toList());
    }
  }

  /**
   * Documents of a chunk; the last three are changed on the way.
   *
   * @param texts null where there is none
   * @param clusters below 0 for noise
   * @param scores of those that found a topic
   * @param steps of the last rule: which one gave the document its topic
   */
  public record Documents(
      String[] texts, float[][] embeddings, int[] clusters, double[] scores, int[] steps) {

    /** Before any of them has a cluster. */
    public static Documents of(String[] texts, float[][] embeddings) {
      return new Documents(
          texts,
          embeddings,
          new int[texts.length],
          new double[texts.length],
          new int[texts.length]);
    }
  }

  /**
   * Gives documents their clusters: by the layouts in turn, and by the rules between them, each
   * after the layouts that there were when it was made.
   */
  public void assign(Documents documents, Layouts layouts) {
    Layouts.Course course = layouts.of(documents.embeddings());
    for (int layout = 0; layout < layouts.count(); layout++) {
      course.ask(layout);
      Prediction[] predictions = course.predictions();
      for (int i = 0; i < predictions.length; i++) {
        documents.clusters()[i] = predictions[i].label();
        documents.scores()[i] = predictions[i].probability();
      }
      int clusters = layouts.clustersThrough(layout);
      for (int rule = 0; rule < rules.size(); rule++) {
        if (rules.get(rule).clusterTopics().length == clusters) {
          int from = OutlierRule.foreign(rules.get(rule).clusterTopics());
          int last = layout;
          follow(documents, rule, row -> course.isOpen(row, from, last));
        }
      }
      for (int i = 0; i < predictions.length; i++) {
        if (documents.clusters()[i] != predictions[i].label()) {
          course.settle(i, new Prediction(documents.clusters()[i], documents.scores()[i]));
        }
      }
    }
  }

  /** Moves outliers to clusters of the topics that they find, rule by rule. */
  public void follow(Documents documents) {
    for (int rule = 0; rule < rules.size(); rule++) {
      follow(documents, rule, row -> true);
    }
  }

  private void follow(Documents documents, int rule, IntPredicate isOpen) {
    int[] clusters = documents.clusters();
    Arrays.fill(documents.steps(), NO_STEP);
    int[] topicOfCluster = rules.get(rule).clusterTopics();
    int[] open =
        IntStream.range(0, clusters.length)
            .filter(i -> isOutlier(clusters[i], topicOfCluster) && isOpen.test(i))
            .toArray();
    List<OutlierScorer> steps = scorers.get(rule);
    for (int step = 0; step < steps.size() && open.length > 0; step++) {
      open = take(documents, open, step, rules.get(rule), steps.get(step));
    }
  }

  /** A rule knows no topics of later layouts; those documents have theirs. */
  private static boolean isOutlier(int cluster, int[] topicOfCluster) {
    return cluster < 0
        || (cluster < topicOfCluster.length && topicOfCluster[cluster] == Topic.OUTLIERS);
  }

  private static int[] take(
      Documents documents, int[] open, int step, SharedRule rule, OutlierScorer scorer) {
    int[] topicIds = rule.reference().value().topicIds();
    String[] texts = new String[open.length];
    float[][] embeddings = new float[open.length][];
    Arrays.setAll(texts, o -> documents.texts()[open[o]]);
    Arrays.setAll(embeddings, o -> documents.embeddings()[open[o]]);
    TopicMatch[] found = scorer.taken(texts, embeddings);
    int[] left = new int[open.length];
    int count = 0;
    for (int o = 0; o < open.length; o++) {
      if (found[o].changesNothing()) {
        left[count++] = open[o];
      } else {
        documents.clusters()[open[o]] =
            rule.clusters()[Arrays.binarySearch(topicIds, found[o].topic())];
        documents.scores()[open[o]] = found[o].score();
        documents.steps()[open[o]] = step;
      }
    }
    return Arrays.copyOf(left, count);
  }
}
