package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Settings of the map of topics.
 *
 * @param topics ids in the order in which they are drawn; empty: by falling size
 * @param topN number of topics that are drawn where {@code topics} is empty, 0 for all
 * @param useCtfidf whether topics are compared by their c-TF-IDF weights, not their embeddings
 * @param seed of the layout
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels
 * @param height in pixels
 */
@RecordBuilder
public record TopicMapSettings(
    List<Integer> topics,
    int topN,
    boolean useCtfidf,
    long seed,
    Labels labels,
    String title,
    int width,
    int height)
    implements TopicMapSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Intertopic distance map";

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 650;

  /** BERTopic. */
  public static final int DEFAULT_HEIGHT = 650;

  /** BERTopic. */
  public static final long DEFAULT_SEED = 42;

  public TopicMapSettings {
    topics = List.copyOf(topics);
    FigureChecks.topN(topN);
    FigureChecks.frame(labels, title, width, height);
  }

  /** BERTopic's defaults. */
  public static TopicMapSettings create() {
    return new TopicMapSettings(
        List.of(),
        0,
        false,
        DEFAULT_SEED,
        Labels.title(),
        DEFAULT_TITLE,
        DEFAULT_WIDTH,
        DEFAULT_HEIGHT);
  }
}
