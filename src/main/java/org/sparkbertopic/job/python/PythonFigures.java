package org.sparkbertopic.job.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings.LevelScale;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.HierarchySettings.Orientation;
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
    spec.withObject("/layout").putObject("meta").put("alt", figure.alt());
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
          case "topics" -> figures.topics(topicMap(given));
          case "hierarchy" -> figures.hierarchy(hierarchy(given));
          case "heatmap" -> figures.heatmap(heatmap(given));
          case "barchart" -> figures.barchart(barchart(given));
          case "term_rank" -> figures.termRank(termRank(given));
          case "distribution" ->
              figures.distribution(given.weights("probabilities"), distribution(given));
          case "approximate_distribution" ->
              figures.approximateDistribution(words(given), tokens(given));
          case "quality" -> figures.quality(measures(given), quality(given));
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
              figures.topicsOverTime(rows, slices(given, SliceFigureSettings.overTime()));
          case "topics_per_class" ->
              figures.topicsPerClass(rows, slices(given, SliceFigureSettings.perClass()));
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
          case "documents" -> figures.documents(map, documents(given));
          case "document_datamap" -> figures.documentDatamap(map, datamap(given));
          case "hierarchical_documents" -> figures.hierarchicalDocuments(map, levels(given));
          default -> throw unknown(figure);
        });
  }

  private static IllegalArgumentException unknown(String figure) {
    return Checks.invalid("figure must be a known one, got '%s'; see docs/figures.md", figure);
  }

  private static TopicMapSettings topicMap(FigureArguments given) {
    TopicMapSettings own = TopicMapSettings.create();
    return own.withTopics(given.topics())
        .withTopN(given.integer("top_n_topics", own.topN()))
        .withUseCtfidf(given.flag("use_ctfidf", own.useCtfidf()))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static HierarchySettings hierarchy(FigureArguments given) {
    HierarchySettings own = HierarchySettings.create();
    return own.withTopics(given.topics())
        .withTopN(given.integer("top_n_topics", own.topN()))
        .withUseCtfidf(given.flag("use_ctfidf", own.useCtfidf()))
        .withOrientation(
            choice("orientation", given.text("orientation", "left"), Orientation.values()))
        .withColorThreshold(given.number("color_threshold", own.colorThreshold()))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static <E extends Enum<E>> E choice(String name, String given, E[] known) {
    List<String> names = new ArrayList<>();
    for (E each : known) {
      names.add(each.name().toLowerCase(Locale.ROOT));
      if (each.name().equalsIgnoreCase(given)) {
        return each;
      }
    }
    throw Checks.invalid("%s must be one of %s, got '%s'; name one of them", name, names, given);
  }

  private static HeatmapSettings heatmap(FigureArguments given) {
    HeatmapSettings own = HeatmapSettings.create();
    return own.withTopics(given.topics())
        .withTopN(given.integer("top_n_topics", own.topN()))
        .withNClusters(given.integer("n_clusters", own.nClusters()))
        .withUseCtfidf(given.flag("use_ctfidf", own.useCtfidf()))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static BarchartSettings barchart(FigureArguments given) {
    BarchartSettings own = BarchartSettings.create();
    return own.withTopics(given.topics())
        .withTopN(given.integer("top_n_topics", own.topN()))
        .withNWords(given.integer("n_words", own.nWords()))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static TermRankSettings termRank(FigureArguments given) {
    TermRankSettings own = TermRankSettings.create();
    return own.withTopics(given.topics())
        .withNTerms(given.integer("n_terms", own.nTerms()))
        .withLogScale(given.flag("log_scale"))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static SliceFigureSettings slices(FigureArguments given, SliceFigureSettings own) {
    return own.withTopics(given.topics())
        .withTopN(given.integer("top_n_topics", own.topN()))
        .withNormalizeFrequency(given.flag("normalize_frequency"))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static DistributionFigureSettings distribution(FigureArguments given) {
    DistributionFigureSettings own = DistributionFigureSettings.create();
    return own.withMinProbability(given.number("min_probability", own.minProbability()))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  /** {@code [[word, [[topic, weight]]]]}. */
  private static List<WordTopics> words(FigureArguments given) {
    List<WordTopics> words = new ArrayList<>();
    for (JsonNode word : given.list("topic_token_distribution")) {
      words.add(new WordTopics(word.get(0).asText(), FigureArguments.weights(word.get(1))));
    }
    return words;
  }

  private static TokenSettings tokens(FigureArguments given) {
    TokenSettings own = TokenSettings.create();
    return own.withNormalize(given.flag("normalize"))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static QualityData measures(FigureArguments given) {
    return QualityData.create()
        .withCoherence(given.byTopic("coherence"))
        .withSimilarity(given.byTopic("similarity"));
  }

  private static QualitySettings quality(FigureArguments given) {
    QualitySettings own = QualitySettings.create();
    return own.withTopics(given.topics())
        .withTopN(given.integer("top_n_topics", own.topN()))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static DocumentsSettings documents(FigureArguments given) {
    DocumentsSettings own = DocumentsSettings.create();
    return own.withTopics(given.topics())
        .withSample(given.number("sample", own.sample()))
        .withSeed(given.integer("seed", (int) own.seed()))
        .withHideAnnotations(given.flag("hide_annotations"))
        .withHideDocumentHover(given.flag("hide_document_hover"))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static DatamapSettings datamap(FigureArguments given) {
    DatamapSettings own = DatamapSettings.create();
    return own.withTopics(given.topics())
        .withNGroups(given.integer("n_groups", own.nGroups()))
        .withUseCtfidf(given.flag("use_ctfidf", own.useCtfidf()))
        .withHideDocumentHover(given.flag("hide_document_hover"))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }

  private static HierarchicalDocumentsSettings levels(FigureArguments given) {
    HierarchicalDocumentsSettings own = HierarchicalDocumentsSettings.create();
    String scale = given.text("level_scale", "linear");
    return own.withTopics(given.topics())
        .withNrLevels(given.integer("nr_levels", own.nrLevels()))
        .withLevelScale(choice("level_scale", scale, LevelScale.values()))
        .withUseCtfidf(given.flag("use_ctfidf", own.useCtfidf()))
        .withSample(given.number("sample", own.sample()))
        .withSeed(given.integer("seed", (int) own.seed()))
        .withHideAnnotations(given.flag("hide_annotations"))
        .withHideDocumentHover(given.flag("hide_document_hover"))
        .withLabels(given.labels())
        .withTitle(given.text("title", own.title()))
        .withWidth(given.integer("width", own.width()))
        .withHeight(given.integer("height", own.height()));
  }
}
