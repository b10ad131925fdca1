package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Settings of the quality of topics.
 *
 * @param topics ids in the order in which they are drawn; empty: by falling size
 * @param topN number of topics that are drawn where {@code topics} is empty, 0 for all
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels
 * @param height of one part, in pixels
 */
@RecordBuilder
public record QualitySettings(
    List<Integer> topics, int topN, Labels labels, String title, int width, int height)
    implements QualitySettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Quality of the topics";

  /** Ours: as many bars as can be told apart. */
  public static final int DEFAULT_TOP_N = 30;

  /** Ours: a page. */
  public static final int DEFAULT_WIDTH = 1000;

  /** Ours: several parts are on a screen. */
  public static final int DEFAULT_HEIGHT = 300;

  public QualitySettings {
    topics = List.copyOf(topics);
    FigureChecks.topN(topN);
    FigureChecks.frame(labels, title, width, height);
  }

  /** The defaults. */
  public static QualitySettings create() {
    return new QualitySettings(
        List.of(), DEFAULT_TOP_N, Labels.title(), DEFAULT_TITLE, DEFAULT_WIDTH, DEFAULT_HEIGHT);
  }
}
