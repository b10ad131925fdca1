package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of the similarities of topics.
 *
 * @param topics ids in the order in which they are drawn; empty: by falling size
 * @param topN number of topics that are drawn where {@code topics} is empty, 0 for all
 * @param nClusters topics are ordered by so many clusters of Ward's linkage; 0: by the topics' own
 *     order
 * @param useCtfidf whether topics are compared by their c-TF-IDF weights, not their embeddings
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels; 0: by the number of topics, {@value #LEAST_SIDE} or more
 * @param height in pixels; 0: by the number of topics, {@value #LEAST_SIDE} or more
 */
@RecordBuilder
public record HeatmapSettings(
    List<Integer> topics,
    int topN,
    int nClusters,
    boolean useCtfidf,
    Labels labels,
    String title,
    int width,
    int height)
    implements HeatmapSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Similarity matrix";

  /** BERTopic's width and height. */
  public static final int LEAST_SIDE = 800;

  public HeatmapSettings {
    topics = List.copyOf(topics);
    FigureChecks.topN(topN);
    FigureChecks.frame(labels, title, Math.max(1, width), Math.max(1, height));
    FigureChecks.sizeOrAuto("width", width, "topics");
    FigureChecks.sizeOrAuto("height", height, "topics");
    Checks.require(
        nClusters >= 0,
        "nClusters",
        "0 (no clusters) or more",
        nClusters,
        "give 0 to keep the order");
  }

  /** BERTopic's defaults, and a size at which the names of the topics can be read. */
  public static HeatmapSettings create() {
    return new HeatmapSettings(List.of(), 0, 0, false, Labels.title(), DEFAULT_TITLE, 0, 0);
  }
}
