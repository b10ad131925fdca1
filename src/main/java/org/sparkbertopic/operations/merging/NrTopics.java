package org.sparkbertopic.operations.merging;

import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.TopicMapping;

/**
 * The number of topics to reduce to (BERTopic's {@code nr_topics}). The topics whose embeddings are
 * most similar are merged. A fit does this before the topics get their words; {@code reduceTopics}
 * of a model does the same later.
 *
 * @param auto whether HDBSCAN says how many
 * @param number topics to be left where it does not, outliers not counted (BERTopic counts them);
 *     with fewer topics than that all stay. 0 with {@code auto}
 */
public record NrTopics(boolean auto, int number) {

  /** Name in a run's record of how many topics there were before. */
  public static final String TOPICS_FOUND = "topicsFound";

  private static final String AUTO = "auto";

  public NrTopics {
    if (auto ? number != 0 : number < 1) {
      throw Checks.invalid(
          "setNrTopics must be at least 1, or auto without a number, got %d; outliers are not"
              + " counted",
          number);
    }
  }

  /** As many as HDBSCAN finds among the topics. */
  public static NrTopics byHdbscan() {
    return new NrTopics(true, 0);
  }

  /** A number, outliers not counted. */
  public static NrTopics of(int number) {
    return new NrTopics(false, number);
  }

  /**
   * A number, or {@code auto}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static NrTopics parse(String value) {
    if (value.strip().equals(AUTO)) {
      return byHdbscan();
    }
    try {
      return of(Integer.parseInt(value.strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "setNrTopics must be a whole number or auto, got '"
              + value
              + "'; leave it out to keep all topics",
          e);
    }
  }

  /** Which topics become one. */
  public TopicMapping mapping(FittedTopics topics, Workers workers) {
    return auto
        ? TopicReduction.create().auto(topics, FitContext.of(0, workers))
        : TopicReduction.create().toNumber(topics, number, workers);
  }

  /** What the provenance tells of it. */
  public ModelOperation operation() {
    return ModelOperation.now("reduce topics").with("to", toString());
  }

  @Override
  public String toString() {
    return auto ? AUTO : Integer.toString(number);
  }
}
