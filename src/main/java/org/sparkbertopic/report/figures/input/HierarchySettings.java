package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of the tree of topics.
 *
 * @param topics ids of the topics of the tree; empty: all
 * @param topN number of the largest topics that are drawn where {@code topics} is empty, 0 for all
 * @param useCtfidf whether topics are compared by their c-TF-IDF weights, not their embeddings
 * @param orientation where the topics are
 * @param colorThreshold merges below this distance have the colour of their group
 * @param height in pixels; 0: by the number of topics
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels
 */
@RecordBuilder
public record HierarchySettings(
    List<Integer> topics,
    int topN,
    boolean useCtfidf,
    Orientation orientation,
    double colorThreshold,
    int height,
    Labels labels,
    String title,
    int width)
    implements HierarchySettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Hierarchical clustering";

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 1000;

  /** BERTopic: pixels of a topic where the height is that of the topics. */
  public static final int PIXELS_OF_TOPIC = 15;

  /** BERTopic: pixels around the tree. */
  public static final int PIXELS_AROUND = 200;

  /** BERTopic. */
  public static final double DEFAULT_COLOR_THRESHOLD = 1;

  /** Where the topics are. */
  public enum Orientation {
    /** At the left; distances grow to the right. */
    LEFT,
    /** At the bottom; distances grow upwards. */
    BOTTOM
  }

  public HierarchySettings {
    topics = List.copyOf(topics);
    FigureChecks.topN(topN);
    FigureChecks.frame(labels, title, width, Math.max(1, height));
    Checks.require(height >= 0, "height", "0 (by the topics) or more", height, "give 0");
    Objects.requireNonNull(orientation, "orientation");
    Checks.require(
        colorThreshold >= 0,
        "colorThreshold",
        "a distance of 0 or more",
        colorThreshold,
        "BERTopic's default is 1");
  }

  /** BERTopic's defaults. */
  public static HierarchySettings create() {
    return new HierarchySettings(
        List.of(),
        0,
        true,
        Orientation.LEFT,
        DEFAULT_COLOR_THRESHOLD,
        0,
        Labels.title(),
        DEFAULT_TITLE,
        DEFAULT_WIDTH);
  }
}
