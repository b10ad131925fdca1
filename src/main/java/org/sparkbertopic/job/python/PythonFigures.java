package org.sparkbertopic.job.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.operations.info.ModelFigures;
import org.sparkbertopic.report.figures.Figure;
import org.sparkbertopic.report.figures.TopicFigures;
import org.sparkbertopic.report.figures.input.BarchartSettings;
import org.sparkbertopic.report.figures.input.DatamapSettings;
import org.sparkbertopic.report.figures.input.DistributionFigureSettings;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.DocumentsSettings;
import org.sparkbertopic.report.figures.input.HeatmapSettings;
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.QualityData;
import org.sparkbertopic.report.figures.input.QualitySettings;
import org.sparkbertopic.report.figures.input.SliceFigureSettings;
import org.sparkbertopic.report.figures.input.SliceRow;
import org.sparkbertopic.report.figures.input.TermRankSettings;
import org.sparkbertopic.report.figures.input.TokenSettings;
import org.sparkbertopic.report.figures.input.TopicMapSettings;
import org.sparkbertopic.report.figures.input.WordTopics;

/**
 * Figures by BERTopic's names and arguments. Arguments come as JSON by their Python names; a figure
 * goes back as Plotly's JSON, whose {@code layout.meta.alt} describes it in words.
 */
public final class PythonFigures {

  /** Documents that come to the driver. */
  private static final int MAX_DOCUMENTS = 5_000;

  private PythonFigures() {}

  private static String json(Figure figure) {
    ObjectNode spec = figure.spec();
    spec.withObject("/layout/meta").put("alt", figure.alt());
    return figure.toJson();
  }

  /**
   * A figure of the model alone.
   *
   * @param figure what follows {@code visualize_} in Python
   */
  public static String draw(BERTopicModel model, String figure, String arguments) {
    FigureArguments given = FigureArguments.parse(arguments);
    TopicFigures figures = model.figures();
    return json(
        switch (figure) {
          case "topics" -> figures.topics(given.onto(TopicMapSettings.create()));
          case "hierarchy" -> figures.hierarchy(given.onto(HierarchySettings.create()));
          case "heatmap" -> figures.heatmap(given.onto(HeatmapSettings.create()));
          case "barchart" -> figures.barchart(given.onto(BarchartSettings.create()));
          case "term_rank" -> figures.termRank(given.onto(TermRankSettings.create()));
          case "distribution" ->
              figures.distribution(
                  given.weights("probabilities"), given.onto(DistributionFigureSettings.create()));
          case "approximate_distribution" ->
              figures.approximateDistribution(words(given), given.onto(TokenSettings.create()));
          case "quality" -> figures.quality(measures(given), given.onto(QualitySettings.create()));
          default -> throw unknown(figure);
        });
  }

  /** A figure of a table of topics over time, or per class. */
  public static String slices(
      BERTopicModel model, String figure, Dataset<Row> table, String arguments) {
    FigureArguments given = FigureArguments.parse(arguments);
    TopicFigures figures = model.figures();
    List<SliceRow> rows = ModelFigures.rows(table);
    return json(
        switch (figure) {
          case "topics_over_time" ->
              figures.topicsOverTime(rows, given.onto(SliceFigureSettings.overTime()));
          case "topics_per_class" ->
              figures.topicsPerClass(rows, given.onto(SliceFigureSettings.perClass()));
          case "topics_over_time_per_class" ->
              figures.topicsOverTimePerClass(
                  rows, given.onto(SliceFigureSettings.overTimePerClass()));
          default -> throw unknown(figure);
        });
  }

  /**
   * A map of documents.
   *
   * @param documents with their topics; see {@link BERTopicModel#documentMap}
   */
  public static String documents(
      BERTopicModel model, String figure, Dataset<Row> documents, String arguments) {
    FigureArguments given = FigureArguments.parse(arguments);
    TopicFigures figures = model.figures();
    DocumentMap map =
        model.documentMap(
            documents,
            given.text("reduced_embeddings"),
            given.integer("max_documents", MAX_DOCUMENTS),
            given.integer("seed", (int) DocumentsSettings.DEFAULT_SEED));
    return json(
        switch (figure) {
          case "documents" -> figures.documents(map, given.onto(DocumentsSettings.create()));
          case "document_datamap" ->
              figures.documentDatamap(map, given.onto(DatamapSettings.create()));
          case "hierarchical_documents" ->
              figures.hierarchicalDocuments(
                  map, given.onto(HierarchicalDocumentsSettings.create()));
          default -> throw unknown(figure);
        });
  }

  private static IllegalArgumentException unknown(String figure) {
    return Checks.invalid("figure must be a known one, got '%s'; see docs/figures.md", figure);
  }

  /** {@code [[word, [[topic, weight]]]]}. */
  private static List<WordTopics> words(FigureArguments given) {
    List<WordTopics> words = new ArrayList<>();
    for (JsonNode word : given.list("topic_token_distribution")) {
      words.add(new WordTopics(word.get(0).asText(), FigureArguments.weights(word.get(1))));
    }
    return words;
  }

  private static QualityData measures(FigureArguments given) {
    return QualityData.create()
        .withCoherence(given.byTopic("coherence"))
        .withSimilarity(given.byTopic("similarity"));
  }
}
