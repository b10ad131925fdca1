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
 * @param width in pixels
 * @param height in pixels
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

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 800;

  /** BERTopic. */
  public static final int DEFAULT_HEIGHT = 800;

  public HeatmapSettings {
    topics = List.copyOf(topics);
    FigureChecks.topN(topN);
    FigureChecks.frame(labels, title, width, height);
    Checks.require(
        nClusters >= 0,
        "nClusters",
        "0 (no clusters) or more",
        nClusters,
        "give 0 to keep the order");
  }

  /** BERTopic's defaults. */
  public static HeatmapSettings create() {
    return new HeatmapSettings(
        List.of(), 0, 0, false, Labels.title(), DEFAULT_TITLE, DEFAULT_WIDTH, DEFAULT_HEIGHT);
  }
}
