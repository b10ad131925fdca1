package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.sparkbertopic.report.figures.input.DistributionFigureSettings;
import org.sparkbertopic.report.figures.input.TokenSettings;
import org.sparkbertopic.report.figures.input.TopicWeight;
import org.sparkbertopic.report.figures.input.WordTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** The topics of one document, and of each of its words. */
final class DistributionFigures {

  static final String DISTRIBUTION = "distribution";
  static final String TOKENS = "approximateDistribution";
  static final String NO_WORDS = "No word of the document has a topic.";

  private static final int WORD_PIXELS = 20;
  private static final int TOPIC_PIXELS = 24;

  /** Pixels of the names of topics and of the scale of weights. */
  private static final int PIXELS_BESIDE = 420;

  private static final int WORD_CHARACTERS = 24;
  private static final int CHARACTER_PIXELS = 7;
  private static final int TITLE_PAD = 20;
  private static final int UPWARDS = -90;
  private static final int LEAST_WIDTH = 600;
  private static final int MOST_PIXELS = 20_000;

  private DistributionFigures() {}

  static Figure distribution(
      FittedTopics model, List<TopicWeight> weights, DistributionFigureSettings settings) {
    Plot plot = Plot.of(settings.title(), settings.width(), settings.height());
    List<TopicWeight> drawn =
        weights.stream()
            .filter(each -> each.weight() >= settings.minProbability())
            .sorted(
                Comparator.comparingDouble(TopicWeight::weight)
                    .reversed()
                    .thenComparingInt(TopicWeight::topic))
            .toList();
    Shown shown =
        new Shown(
            drawn.stream().map(each -> model.topic(each.topic())).toList(), settings.labels());
    settings.labels().require(model.topics());
    if (shown.isEmpty()) {
      return plot.empty(
          DISTRIBUTION,
          "No topic of the document has a probability of "
              + Numbers.of(settings.minProbability()).asText()
              + " or more.");
    }
    ObjectNode trace = plot.trace("bar").put("orientation", "h");
    trace.put("hovertemplate", "%{hovertext}<br>%{x}<extra></extra>");
    ArrayNode x = trace.putArray("x");
    ArrayNode y = trace.putArray("y");
    ArrayNode hover = trace.putArray("hovertext");
    ArrayNode colors = trace.putObject("marker").putArray("color");
    List<String> said = new ArrayList<>();
    for (int place = 0; place < drawn.size(); place++) {
      Topic topic = shown.topics().get(place);
      x.add(Numbers.of(drawn.get(place).weight()));
      y.add(place);
      hover.add(shown.hover(topic));
      colors.add(Palette.color(topic.id()));
      said.add(shown.labels().of(topic) + " " + Numbers.of(drawn.get(place).weight(), 3).asText());
    }
    Plot.ticks(plot.axis("yaxis"), shown.allLabels()).put("autorange", "reversed");
    Plot.titled(plot.axis("xaxis"), "probability").put("rangemode", "tozero");
    return plot.figure(
        DISTRIBUTION, "Topics of a document, the most probable first: " + String.join("; ", said));
  }

  static Figure tokens(FittedTopics model, List<WordTopics> words, TokenSettings settings) {
    settings.labels().require(model.topics());
    TreeSet<Integer> ids = new TreeSet<>();
    words.forEach(
        word ->
            word.topics().stream()
                .filter(each -> each.weight() > 0)
                .forEach(each -> ids.add(each.topic())));
    Shown shown = new Shown(ids.stream().map(model::topic).toList(), settings.labels());
    int width = Math.max(LEAST_WIDTH, PIXELS_BESIDE + WORD_PIXELS * words.size());
    List<String> texts =
        words.stream().map(word -> Texts.cut(word.word(), WORD_CHARACTERS)).toList();
    // the words stand on the matrix, below the title
    int top = Plot.TOP + CHARACTER_PIXELS * texts.stream().mapToInt(String::length).max().orElse(0);
    Plot plot =
        Plot.of(
            settings.title(),
            settings.width() > 0 ? settings.width() : Math.min(MOST_PIXELS, width),
            settings.height() > 0
                ? settings.height()
                : Math.min(MOST_PIXELS, top + Plot.BOTTOM + TOPIC_PIXELS * ids.size()));
    if (shown.isEmpty()) {
      return plot.empty(TOKENS, NO_WORDS);
    }
    ObjectNode trace = plot.trace("heatmap").put("colorscale", Palette.AMOUNTS);
    trace.put("hovertemplate", "%{x}<br>%{y}<br>%{z}<extra></extra>");
    trace.put("xgap", 1).put("ygap", 1);
    Plot.colorbar(trace, settings.normalize() ? "share" : "weight");
    List<Map<Integer, Double>> cells = words.stream().map(w -> cells(w, settings)).toList();
    ArrayNode rows = trace.putArray("z");
    for (Topic topic : shown.topics()) {
      ArrayNode row = rows.addArray();
      cells.forEach(cell -> row.add(Numbers.of(cell.getOrDefault(topic.id(), Double.NaN))));
    }
    plot.layout().withObject("/title").put("yref", "container").put("yanchor", "top");
    plot.layout().withObject("/title").putObject("pad").put("t", TITLE_PAD);
    plot.layout().withObject("/title").put("y", 1);
    plot.layout().putObject("margin").put("t", top);
    plot.layout().put("hovermode", "closest");
    Plot.ticks(plot.axis("xaxis"), texts.stream().map(Texts::escape).toList())
        .put("showgrid", false)
        .put("zeroline", false)
        .put("tickangle", UPWARDS)
        .put("side", "top");
    Plot.ticks(plot.axis("yaxis"), shown.allLabels())
        .put("showgrid", false)
        .put("zeroline", false)
        .put("autorange", "reversed");
    return plot.figure(
        TOKENS,
        "Topics of the " + Texts.count(words.size(), "word") + " of a document: " + shown.alt());
  }

  /** Weights by topic; a topic that is there twice has their sum. */
  private static Map<Integer, Double> cells(WordTopics word, TokenSettings settings) {
    double sum = word.topics().stream().mapToDouble(TopicWeight::weight).sum();
    double scale = settings.normalize() && sum > 0 ? sum : 1;
    Map<Integer, Double> cells = new HashMap<>();
    for (TopicWeight each : word.topics()) {
      if (each.weight() > 0) {
        cells.merge(each.topic(), each.weight() / scale, Double::sum);
      }
    }
    return cells;
  }
}
