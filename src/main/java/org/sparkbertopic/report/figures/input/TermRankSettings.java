package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of the decline of weights by rank.
 *
 * @param topics ids in the order in which they are drawn; empty: by falling size
 * @param topN number of topics that are drawn where {@code topics} is empty, 0 for all
 * @param nTerms terms of a topic
 * @param logScale whether the logarithms of the weights are drawn
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels
 * @param height in pixels
 */
@RecordBuilder
public record TermRankSettings(
    List<Integer> topics,
    int topN,
    int nTerms,
    boolean logScale,
    Labels labels,
    String title,
    int width,
    int height)
    implements TermRankSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Term score decline per topic";

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 800;

  /** BERTopic. */
  public static final int DEFAULT_HEIGHT = 500;

  /**
   * Ours: BERTopic draws the words that a topic has, 10 by default, which seldom show the elbow.
   */
  public static final int DEFAULT_N_TERMS = 100;

  public TermRankSettings {
    topics = List.copyOf(topics);
    FigureChecks.topN(topN);
    FigureChecks.frame(labels, title, width, height);
    Checks.positive("nTerms", nTerms, DEFAULT_N_TERMS);
  }

  /** BERTopic's defaults. */
  public static TermRankSettings create() {
    return new TermRankSettings(
        List.of(),
        0,
        DEFAULT_N_TERMS,
        false,
        Labels.title(),
        DEFAULT_TITLE,
        DEFAULT_WIDTH,
        DEFAULT_HEIGHT);
  }
}
