package org.sparkbertopic.report.figures;

import java.util.List;
import java.util.Objects;
import org.sparkbertopic.report.figures.input.BarchartSettings;
import org.sparkbertopic.report.figures.input.DatamapSettings;
import org.sparkbertopic.report.figures.input.DistributionFigureSettings;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.DocumentsSettings;
import org.sparkbertopic.report.figures.input.HeatmapSettings;
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.MergeTree;
import org.sparkbertopic.report.figures.input.QualityData;
import org.sparkbertopic.report.figures.input.QualitySettings;
import org.sparkbertopic.report.figures.input.SliceFigureSettings;
import org.sparkbertopic.report.figures.input.SliceRow;
import org.sparkbertopic.report.figures.input.TermRankSettings;
import org.sparkbertopic.report.figures.input.TokenSettings;
import org.sparkbertopic.report.figures.input.TopicMapSettings;
import org.sparkbertopic.report.figures.input.TopicWeight;
import org.sparkbertopic.report.figures.input.WordTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.history.ModelHistory;

/**
 * The figures of a model: BERTopic's {@code visualize_*}, and one of quality. A figure is a value;
 * drawing it opens no file and no window. The same model and settings give the same JSON. A model
 * without topics gives figures that say so.
 *
 * <p>Figures that name a topic which the model does not have throw an IllegalArgumentException; so
 * do labels that no topic has. Time and size are those of what is drawn, except for the map of
 * topics (UMAP), the heatmap (topics²) and what needs the tree of topics (topics²).
 */
public final class TopicFigures {

  /** Makes the tree of topics, when a figure needs it. */
  @FunctionalInterface
  public interface Trees {

    /**
     * The tree of all topics.
     *
     * @param byCtfidf whether topics are compared by their words, not by their embeddings
     * @throws IllegalArgumentException if the model holds too little for it
     */
    MergeTree of(boolean byCtfidf);
  }

  private final FittedTopics topics;
  private final Trees trees;
  private final ModelHistory history;

  /**
   * @param history of a model that has grown; {@link ModelHistory#NONE} of others
   */
  public TopicFigures(FittedTopics topics, Trees trees, ModelHistory history) {
    this.topics = Objects.requireNonNull(topics, "topics");
    this.trees = Objects.requireNonNull(trees, "trees");
    this.history = Objects.requireNonNull(history, "history");
  }

  /** BERTopic's {@code visualize_topics}: topics on a plane, areas by sizes. */
  public Figure topics(TopicMapSettings settings) {
    return TopicMapFigure.draw(topics, settings);
  }

  /** BERTopic's {@code visualize_hierarchy}: the order in which topics merge. */
  public Figure hierarchy(HierarchySettings settings) {
    return HierarchyFigure.draw(topics, tree(settings.useCtfidf()), settings);
  }

  /** BERTopic's {@code visualize_heatmap}: cosines of topics. */
  public Figure heatmap(HeatmapSettings settings) {
    return HeatmapFigure.draw(topics, settings);
  }

  /** BERTopic's {@code visualize_barchart}: the words of each topic with their scores. */
  public Figure barchart(BarchartSettings settings) {
    return WordFigures.barchart(topics, settings);
  }

  /** BERTopic's {@code visualize_term_rank}: how weights fall from term to term. */
  public Figure termRank(TermRankSettings settings) {
    return WordFigures.termRank(topics, settings);
  }

  /** BERTopic's {@code visualize_topics_over_time}. */
  public Figure topicsOverTime(List<SliceRow> rows, SliceFigureSettings settings) {
    return SliceFigures.overTime(topics, rows, settings);
  }

  /** BERTopic's {@code visualize_topics_per_class}. */
  public Figure topicsPerClass(List<SliceRow> rows, SliceFigureSettings settings) {
    return SliceFigures.perClass(topics, rows, settings);
  }

  /** Topics over time in each class, one small chart for a class; BERTopic has none. */
  public Figure topicsOverTimePerClass(List<SliceRow> rows, SliceFigureSettings settings) {
    return SliceFigures.overTimePerClass(topics, rows, settings);
  }

  /** BERTopic's {@code visualize_distribution}: the topics of one document. */
  public Figure distribution(List<TopicWeight> document, DistributionFigureSettings settings) {
    return DistributionFigures.distribution(topics, document, settings);
  }

  /** BERTopic's {@code visualize_approximate_distribution}: the topics of a document's words. */
  public Figure approximateDistribution(List<WordTopics> document, TokenSettings settings) {
    return DistributionFigures.tokens(topics, document, settings);
  }

  /** Sizes, outliers, given measures, and drift of a model that has grown; BERTopic has none. */
  public Figure quality(QualityData data, QualitySettings settings) {
    return QualityFigure.draw(topics, history, data, settings);
  }

  /** BERTopic's {@code visualize_documents}: documents on a plane, coloured by topic. */
  public Figure documents(DocumentMap documents, DocumentsSettings settings) {
    return DocumentFigures.documents(topics, documents, settings);
  }

  /** BERTopic's {@code visualize_document_datamap}: with labels of topics and groups of them. */
  public Figure documentDatamap(DocumentMap documents, DatamapSettings settings) {
    return DocumentFigures.datamap(topics, tree(settings.useCtfidf()), documents, settings);
  }

  /** BERTopic's {@code visualize_hierarchical_documents}: at levels of the hierarchy. */
  public Figure hierarchicalDocuments(
      DocumentMap documents, HierarchicalDocumentsSettings settings) {
    return HierarchicalDocumentsFigure.draw(
        topics, tree(settings.useCtfidf()), documents, settings);
  }

  /** No merges and no names of merges are needed for less than two topics. */
  private MergeTree tree(boolean byCtfidf) {
    return topics.topicCount() < 2
        ? new MergeTree(
            topics.topics().stream().map(t -> t.id()).filter(id -> id >= 0).toList(), List.of())
        : trees.of(byCtfidf);
  }
}
