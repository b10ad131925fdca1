package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Settings of the map of documents.
 *
 * @param topics ids that have colours and labels; empty: all. Documents of others are grey
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
public record DocumentsSettings(
    List<Integer> topics,
    double sample,
    long seed,
    boolean hideAnnotations,
    boolean hideDocumentHover,
    Labels labels,
    String title,
    int width,
    int height)
    implements DocumentsSettingsBuilder.With {

  public static final String DEFAULT_TITLE = "Documents and topics";

  /** BERTopic. */
  public static final int DEFAULT_WIDTH = 1200;

  /** BERTopic. */
  public static final int DEFAULT_HEIGHT = 750;

  /** BERTopic: topics of fewer documents are not sampled. */
  public static final int WHOLE_TOPIC = 100;

  /** Ours: BERTopic's sample differs with every call. */
  public static final long DEFAULT_SEED = 42;

  public DocumentsSettings {
    topics = List.copyOf(topics);
    FigureChecks.frame(labels, title, width, height);
    FigureChecks.sample(sample);
  }

  /** BERTopic's defaults. */
  public static DocumentsSettings create() {
    return new DocumentsSettings(
        List.of(),
        1,
        DEFAULT_SEED,
        false,
        false,
        Labels.title(),
        DEFAULT_TITLE,
        DEFAULT_WIDTH,
        DEFAULT_HEIGHT);
  }
}
