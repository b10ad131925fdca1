package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of the map of documents at levels of the hierarchy.
 *
 * @param topics ids that have colours and labels; empty: all. Documents of others are grey
 * @param nrLevels levels from all topics to two
 * @param levelScale how numbers of topics fall from level to level
 * @param useCtfidf whether topics are merged by their c-TF-IDF weights, not their embeddings
 * @param sample share of the documents of a topic that is drawn, in (0, 1]; topics of few documents
 *     are drawn whole
 * @param seed of the sample
 * @param hideAnnotations whether topics have no labels in the map
 * @param hideDocumentHover whether documents have no ids and texts
 * @param labels what topics are called
 * @param title above the figure
 * @param width in pixels
 * @param height in pixels
 */
@RecordBuilder
public record HierarchicalDocumentsSettings(
    List<Integer> topics,
    int nrLevels,
    LevelScale levelScale,
    boolean useCtfidf,
    double sample,
    long seed,
    boolean hideAnnotations,
    boolean hideDocumentHover,
    Labels labels,
    String title,
    int width,
    int height)
    implements HierarchicalDocumentsSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Hierarchical documents and topics";

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 1200;

  /** BERTopic. */
  public static final int DEFAULT_HEIGHT = 750;

  /** BERTopic. */
  public static final int DEFAULT_NR_LEVELS = 10;

  /** How numbers of topics fall. */
  public enum LevelScale {
    /** By equal differences. */
    LINEAR,
    /** By equal factors. */
    LOG
  }

  public HierarchicalDocumentsSettings {
    topics = List.copyOf(topics);
    FigureChecks.frame(labels, title, width, height);
    FigureChecks.sample(sample);
    Objects.requireNonNull(levelScale, "levelScale");
    Checks.positive("nrLevels", nrLevels, DEFAULT_NR_LEVELS);
  }

  /** BERTopic's defaults. */
  public static HierarchicalDocumentsSettings create() {
    return new HierarchicalDocumentsSettings(
        List.of(),
        DEFAULT_NR_LEVELS,
        LevelScale.LINEAR,
        true,
        1,
        DocumentsSettings.DEFAULT_SEED,
        false,
        false,
        Labels.title(),
        DEFAULT_TITLE,
        DEFAULT_WIDTH,
        DEFAULT_HEIGHT);
  }
}
