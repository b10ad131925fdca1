package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of the topics of a document's words.
 *
 * @param normalize whether the weights of a word are divided by their sum
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels; 0: by the number of words
 * @param height in pixels; 0: by the number of topics
 */
@RecordBuilder
public record TokenSettings(boolean normalize, Labels labels, String title, int width, int height)
    implements TokenSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Topics of the words of a document";

  public TokenSettings {
    FigureChecks.frame(labels, title, Math.max(1, width), Math.max(1, height));
    Checks.require(width >= 0, "width", "0 (by the words) or more", width, "give 0");
    Checks.require(height >= 0, "height", "0 (by the topics) or more", height, "give 0");
  }

  /** BERTopic's defaults. */
  public static TokenSettings create() {
    return new TokenSettings(false, Labels.title(), DEFAULT_TITLE, 0, 0);
  }
}
