package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of the map of documents with labels at two levels.
 *
 * @param topics ids that have colours and labels; empty: all. Documents of others are grey
 * @param nGroups groups that topics are merged into; 0: the square root of their number
 * @param useCtfidf whether topics are merged by their c-TF-IDF weights, not their embeddings
 * @param sample share of the documents of a topic that is drawn, in (0, 1]; topics of few documents
 *     are drawn whole
 * @param seed of the sample
 * @param hideDocumentHover whether documents have no ids and texts
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels
 * @param height in pixels
 */
@RecordBuilder
public record DatamapSettings(
    List<Integer> topics,
    int nGroups,
    boolean useCtfidf,
    double sample,
    long seed,
    boolean hideDocumentHover,
    Labels labels,
    String title,
    int width,
    int height)
    implements DatamapSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Documents, topics and groups of topics";

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 1200;

  /** BERTopic. */
  public static final int DEFAULT_HEIGHT = 1200;

  public DatamapSettings {
    topics = List.copyOf(topics);
    FigureChecks.frame(labels, title, width, height);
    FigureChecks.sample(sample);
    Checks.require(nGroups >= 0, "nGroups", "0 (by the topics) or more", nGroups, "give 0");
  }

  /** BERTopic's defaults. */
  public static DatamapSettings create() {
    return new DatamapSettings(
        List.of(),
        0,
        true,
        1,
        DocumentsSettings.DEFAULT_SEED,
        false,
        Labels.title(),
        DEFAULT_TITLE,
        DEFAULT_WIDTH,
        DEFAULT_HEIGHT);
  }
}
