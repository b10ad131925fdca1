package org.sparkbertopic.assign;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.sparkbertopic.compute.Checks;

/** How an outlier's topic is found, as BERTopic's {@code reduce_outliers} names it. */
public enum OutlierStrategy {
  /** The topic that the clustering thinks most probable for it. */
  PROBABILITIES("probabilities", false),
  /** The topic that most of its windows of words are like. */
  DISTRIBUTIONS("distributions", true),
  /** The topic whose words its own are most like. */
  CTFIDF("c-tf-idf", true),
  /** The topic whose embedding is closest to its own. */
  EMBEDDINGS("embeddings", false);

  private final String title;
  private final boolean needsText;

  OutlierStrategy(String title, boolean needsText) {
    this.title = title;
    this.needsText = needsText;
  }

  /** What BERTopic and configurations call it. */
  public String title() {
    return title;
  }

  /** Whether it looks at a document's text; the others look at the embedding. */
  public boolean needsText() {
    return needsText;
  }

  /**
   * The strategy of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static OutlierStrategy of(String title) {
    return Arrays.stream(values())
        .filter(strategy -> strategy.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                Checks.invalid(
                    "strategy must be one of %s, got '%s'; choose one, or several joined by commas",
                    Arrays.stream(values())
                        .map(OutlierStrategy::title)
                        .collect(Collectors.joining(", ")),
                    title));
  }

  @Override
  public String toString() {
    return title;
  }
}
