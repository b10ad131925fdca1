package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.figures.input.BarchartSettings;
import org.sparkbertopic.report.figures.input.DatamapSettings;
import org.sparkbertopic.report.figures.input.DistributionFigureSettings;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.DocumentsSettings;
import org.sparkbertopic.report.figures.input.HeatmapSettings;
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.Labels;
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
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.TopicChunk;

/** Outliers and three topics of which everything is known, and all figures of them. */
final class SmallTopics {

  static final String ASPECT = "Short";

  private SmallTopics() {}

  /** Ten outliers, topics of 20, 40 and 5 documents; topic 1 has a custom label. */
  static FittedTopics fitted() {
    return fitted("rocket", "moon", "space");
  }

  /** The words of all topics, the custom label of topic 1, and the aspect. */
  static FittedTopics fitted(String word, String label, String ofAspect) {
    List<TermScore> words = List.of(new TermScore(word, 0.5), new TermScore("orbit", 0.25));
    Map<String, List<TermScore>> aspects = Map.of(ASPECT, List.of(new TermScore(ofAspect, 1)));
    List<Topic> topics =
        List.of(
            topic(-1, 10, words),
            topic(0, 20, words).withAspects(aspects),
            topic(1, 40, words).withAspects(aspects).withCustomLabel(Optional.of(label)),
            topic(2, 5, words));
    float[][] embeddings = {{1, 1}, {1, 0}, {0.6f, 0.8f}, {0, 1}};
    return new FittedTopics(topics, embeddings, weights(word));
  }

  private static Topic topic(int id, long size, List<TermScore> words) {
    return new Topic(id, size, Topic.defaultName(id, words), words, List.of("d" + id));
  }

  /** Topics of the columns a, b and the word: (1 0 0), (3 4 0), (0 1 0), outliers (0 0 1). */
  private static ClassTfidfModel weights(String word) {
    TermMatrix matrix =
        new TermMatrix(
            new int[] {-1, 0, 1, 2},
            List.of("a", "b", word),
            new int[] {0, 1, 2, 4, 5},
            new int[] {2, 0, 0, 1, 1},
            new double[] {1, 1, 3, 4, 1});
    return new ClassTfidfModel(ClassTfidf.create(), matrix, new double[] {1, 1, 1});
  }

  /** Topics 1 and 2 merge at 0.2, topic 0 joins at 1.2. */
  static MergeTree tree(String word) {
    return new MergeTree(
        List.of(0, 1, 2),
        List.of(
            new MergeTree.Merge(1, 2, 0.2, List.of(word, "near")),
            new MergeTree.Merge(0, 3, 1.2, List.of("all", word))));
  }

  static TopicFigures figures() {
    return figures(fitted(), "rocket");
  }

  static TopicFigures figures(FittedTopics topics, String word) {
    return new TopicFigures(topics, byCtfidf -> tree(word), ModelHistory.NONE);
  }

  /** Figures of a model of these topics, with a tree in the order of their ids. */
  static TopicFigures figuresOf(List<Topic> topics) {
    int[] ids = topics.stream().mapToInt(Topic::id).toArray();
    float[][] embeddings = new float[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      embeddings[row] = new float[] {1, row};
    }
    TermMatrix none =
        new TermMatrix(ids, List.of("a"), new int[ids.length + 1], new int[0], new double[0]);
    FittedTopics model =
        new FittedTopics(
            topics, embeddings, new ClassTfidfModel(ClassTfidf.create(), none, new double[] {1}));
    List<Integer> leaves = topics.stream().map(Topic::id).filter(id -> id >= 0).toList();
    List<MergeTree.Merge> merges = new ArrayList<>();
    for (int place = 1; place < leaves.size(); place++) {
      int left = place == 1 ? 0 : leaves.size() + place - 2;
      merges.add(new MergeTree.Merge(left, place, place, List.of("merge" + place)));
    }
    return new TopicFigures(model, any -> new MergeTree(leaves, merges), ModelHistory.NONE);
  }

  /** Documents: outliers, topics 0, 1, 1 and 2. */
  static DocumentMap documents(String text) {
    return new DocumentMap(
        new float[][] {{5, 5}, {0, 0}, {1, 0}, {1, 0.1f}, {9, 9}},
        new int[] {-1, 0, 1, 1, 2},
        Collections.nCopies(5, text),
        Collections.nCopies(5, text));
  }

  static ModelHistory history(String chunk) {
    TopicChunk row = new TopicChunk(0, 0, 3, 0.5, List.of(chunk), List.of(1.0));
    return ModelHistory.NONE
        .plus(chunk(Chunk.FIT, 20000, 0.5), List.of(row))
        .plus(chunk(chunk, 20001, Double.NaN), List.of(row));
  }

  private static Chunk chunk(String name, long day, double novelty) {
    return new Chunk(name, name, day, 8, 2, 0, 0.5, novelty, List.of(), List.of());
  }

  /** Every figure, with a text in every place that can hold one. */
  static Map<String, Figure> all(String text, Labels labels) {
    TopicFigures figures = figures(fitted(text, text, text), text);
    List<SliceRow> rows =
        List.of(
            new SliceRow(0, text, text, 3, List.of(text)),
            new SliceRow(1, text, text, 4, List.of(text)));
    List<TopicWeight> weights = List.of(new TopicWeight(0, 0.5), new TopicWeight(1, 0.25));
    QualityData quality =
        new QualityData(Map.of(0, 0.5, 1, Double.NaN), Map.of(0, 0.9), history(text));
    DocumentMap map = documents(text);
    Map<String, Figure> all = new LinkedHashMap<>();
    for (Figure figure :
        List.of(
            figures.topics(TopicMapSettings.create().withTitle(text).withLabels(labels)),
            figures.hierarchy(HierarchySettings.create().withTitle(text).withLabels(labels)),
            figures.heatmap(HeatmapSettings.create().withTitle(text).withLabels(labels)),
            figures.barchart(BarchartSettings.create().withTitle(text).withLabels(labels)),
            figures.termRank(TermRankSettings.create().withTitle(text).withLabels(labels)),
            figures.topicsOverTime(
                rows, SliceFigureSettings.overTime().withTitle(text).withLabels(labels)),
            figures.topicsPerClass(
                rows, SliceFigureSettings.perClass().withTitle(text).withLabels(labels)),
            figures.topicsOverTimePerClass(
                rows, SliceFigureSettings.overTimePerClass().withTitle(text).withLabels(labels)),
            figures.distribution(
                weights, DistributionFigureSettings.create().withTitle(text).withLabels(labels)),
            figures.approximateDistribution(
                List.of(new WordTopics(text, weights)),
                TokenSettings.create().withTitle(text).withLabels(labels)),
            figures.quality(quality, QualitySettings.create().withTitle(text).withLabels(labels)),
            figures.documents(map, DocumentsSettings.create().withTitle(text).withLabels(labels)),
            figures.documentDatamap(
                map, DatamapSettings.create().withTitle(text).withLabels(labels)),
            figures.hierarchicalDocuments(
                map, HierarchicalDocumentsSettings.create().withTitle(text).withLabels(labels)))) {
      all.put(figure.name(), figure);
    }
    return all;
  }

  /** What a page reads. */
  static JsonNode json(Figure figure) {
    try {
      return new ObjectMapper().readTree(figure.toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(each -> numbers.add(each.isNull() ? null : each.asDouble()));
    return numbers;
  }
}
