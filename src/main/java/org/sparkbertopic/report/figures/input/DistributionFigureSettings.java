package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of the topics of one document.
 *
 * @param minProbability least weight that is drawn
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels
 * @param height in pixels
 */
@RecordBuilder
public record DistributionFigureSettings(
    double minProbability, Labels labels, String title, int width, int height)
    implements DistributionFigureSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Topic probability distribution";

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 800;

  /** BERTopic. */
  public static final int DEFAULT_HEIGHT = 600;

  /** BERTopic. */
  public static final double DEFAULT_MIN_PROBABILITY = 0.015;

  public DistributionFigureSettings {
    FigureChecks.frame(labels, title, width, height);
    Checks.require(
        minProbability >= 0 && minProbability <= 1,
        "minProbability",
        "in [0, 1]",
        minProbability,
        "BERTopic's default is 0.015");
  }

  /** BERTopic's defaults. */
  public static DistributionFigureSettings create() {
    return new DistributionFigureSettings(
        DEFAULT_MIN_PROBABILITY, Labels.title(), DEFAULT_TITLE, DEFAULT_WIDTH, DEFAULT_HEIGHT);
  }
}
