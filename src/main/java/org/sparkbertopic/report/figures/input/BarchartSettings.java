package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of the bars of words.
 *
 * @param topics ids in the order in which they are drawn; empty: by falling size
 * @param topN number of topics that are drawn where {@code topics} is empty, 0 for all
 * @param nWords words of a topic
 * @param sameScale whether all charts have one scale
 * @param labels what topics are called
 * @param title above the figure
 * @param width of one chart, in pixels
 * @param height of one chart, in pixels
 */
@RecordBuilder
public record BarchartSettings(
    List<Integer> topics,
    int topN,
    int nWords,
    boolean sameScale,
    Labels labels,
    String title,
    int width,
    int height)
    implements BarchartSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Topic word scores";

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 250;

  /** BERTopic. */
  public static final int DEFAULT_HEIGHT = 250;

  /** BERTopic. */
  public static final int DEFAULT_TOP_N = 8;

  /** BERTopic. */
  public static final int DEFAULT_N_WORDS = 5;

  public BarchartSettings {
    topics = List.copyOf(topics);
    FigureChecks.topN(topN);
    FigureChecks.frame(labels, title, width, height);
    Checks.positive("nWords", nWords, DEFAULT_N_WORDS);
  }

  /** BERTopic's defaults. */
  public static BarchartSettings create() {
    return new BarchartSettings(
        List.of(),
        DEFAULT_TOP_N,
        DEFAULT_N_WORDS,
        false,
        Labels.title(),
        DEFAULT_TITLE,
        DEFAULT_WIDTH,
        DEFAULT_HEIGHT);
  }
}
