package org.sparkbertopic.evaluation;

import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/** What {@link TopicModelEvaluator} measures. */
public enum TopicMetric {
  /** Mean {@link CoherenceMeasure#NPMI} of the topics' words in the documents, from -1 to 1. */
  NPMI("npmi", true, -1),

  /** Mean {@link CoherenceMeasure#C_V} of the topics' words in the documents, from 0 to 1. */
  C_V("c_v", true, 0),

  /** {@link TopicDiversity} of the topics' words, from 0 to 1. */
  DIVERSITY("diversity", true, 0),

  /** Share of the documents without a topic, from 0 to 1: lower is better. */
  OUTLIER_SHARE("outlierShare", false, 1),

  /** Spark ML's silhouette of the embeddings by cosine, without outliers, from -1 to 1. */
  SILHOUETTE("silhouette", true, -1);

  private final String title;
  private final boolean largerIsBetter;
  private final double worst;

  TopicMetric(String title, boolean largerIsBetter, double worst) {
    this.title = title;
    this.largerIsBetter = largerIsBetter;
    this.worst = worst;
  }

  /** The name in {@code metricName}. */
  public String title() {
    return title;
  }

  public boolean isLargerBetter() {
    return largerIsBetter;
  }

  /** The value where there is nothing to measure, so that such a model is not chosen. */
  public double worst() {
    return worst;
  }

  /** All names. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(TopicMetric::title).toList();
  }

  /**
   * The metric of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TopicMetric of(String title) {
    return Arrays.stream(values())
        .filter(metric -> metric.title.equals(title))
        .findFirst()
        .orElseThrow(() -> Checks.invalid("metricName must be one of %s, got %s", titles(), title));
  }
}
