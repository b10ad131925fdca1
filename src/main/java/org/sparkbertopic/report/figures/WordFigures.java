package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.figures.input.BarchartSettings;
import org.sparkbertopic.report.figures.input.TermRankSettings;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** The words of topics: bars of their scores, and how weights fall from rank to rank. */
final class WordFigures {

  static final String BARCHART = "barchart";
  static final String TERM_RANK = "termRank";

  /** BERTopic. */
  private static final int COLUMNS = 4;

  private static final int TITLE_PIXELS = 100;

  /** Share of the width between two charts, for the words of the second. */
  private static final double GAP_X = 0.11;

  /** As many characters as are as wide as a chart. */
  private static final int TITLE_CHARACTERS = 30;

  /** As many characters as fit between two charts. */
  private static final int WORD_CHARACTERS = 16;

  /** Share of a chart's height that its title and ticks take. */
  private static final double GAP_Y = 0.35;

  private static final double OPACITY = 0.7;

  /** Ours: lines of terms by rank that are drawn where no number is asked for. */
  private static final int MOST_LINES = 1_000;

  private WordFigures() {}

  static Figure barchart(FittedTopics model, BarchartSettings settings) {
    Shown shown = Shown.of(model, settings.topics(), settings.topN(), settings.labels());
    int columns = Math.min(COLUMNS, Math.max(1, shown.size()));
    int rows = Math.max(1, (shown.size() + columns - 1) / columns);
    Plot plot =
        Plot.of(
            settings.title(),
            Math.multiplyExact(settings.width(), columns),
            Math.multiplyExact(settings.height(), rows) + TITLE_PIXELS);
    if (shown.isEmpty()) {
      return plot.empty(BARCHART, Shown.NO_TOPICS);
    }
    for (int chart = 0; chart < shown.size(); chart++) {
      Topic topic = shown.topics().get(chart);
      List<TermScore> words = topic.words().stream().limit(settings.nWords()).toList();
      ObjectNode trace = plot.trace("bar").put("orientation", "h").put("name", shown.label(topic));
      trace.put("xaxis", Plot.axisOf("x", chart)).put("yaxis", Plot.axisOf("y", chart));
      ArrayNode scores = trace.putArray("x");
      ArrayNode places = trace.putArray("y");
      ArrayNode whole = trace.putArray("hovertext");
      for (int rank = 0; rank < words.size(); rank++) {
        scores.add(Numbers.of(words.get(rank).score()));
        places.add(rank);
        whole.add(Texts.escape(words.get(rank).term()));
      }
      trace.put("hovertemplate", "%{hovertext}<br>%{x}<extra></extra>");
      trace.putObject("marker").put("color", Palette.color(topic.id()));
      String title = Texts.escape(shown.labels().of(topic), TITLE_CHARACTERS);
      plot.place(chart, rows, columns, GAP_X, GAP_Y / rows, title);
      Plot.ticks(
              plot.yaxis(chart),
              words.stream().map(w -> Texts.escape(w.term(), WORD_CHARACTERS)).toList())
          .put("autorange", "reversed")
          .put("showgrid", false);
      if (settings.sameScale() && chart > 0) {
        plot.xaxis(chart).put("matches", "x");
      }
    }
    plot.layout().put("showlegend", false);
    return plot.figure(
        BARCHART,
        "Words of "
            + Texts.count(shown.size(), "topic")
            + ", best first: "
            + shown.topics().stream()
                .map(
                    topic ->
                        shown.labels().of(topic)
                            + ": "
                            + String.join(", ", Shown.firstWords(topic)))
                .collect(Collectors.joining("; ")));
  }

  static Figure termRank(FittedTopics model, TermRankSettings settings) {
    Shown shown =
        Shown.limited(model, settings.topics(), settings.topN(), MOST_LINES, settings.labels());
    Plot plot = Plot.of(shown.title(settings.title()), settings.width(), settings.height());
    if (shown.isEmpty()) {
      return plot.empty(TERM_RANK, Shown.NO_TOPICS);
    }
    model.requireTerms("a figure of the terms' ranks");
    for (Topic topic : shown.topics()) {
      List<TermScore> terms = model.topTerms(topic.id(), settings.nTerms());
      ObjectNode trace = plot.trace("scatter").put("mode", "lines").put("name", shown.label(topic));
      ArrayNode ranks = trace.putArray("x");
      ArrayNode weights = trace.putArray("y");
      ArrayNode words = trace.putArray("hovertext");
      for (int rank = 0; rank < terms.size(); rank++) {
        double weight = terms.get(rank).score();
        ranks.add(rank + 1);
        weights.add(Numbers.of(settings.logScale() ? Math.log10(weight) : weight));
        words.add(Texts.escape(terms.get(rank).term()));
      }
      trace.put("opacity", OPACITY);
      trace.put(
          "hovertemplate", "%{hovertext}<br>rank %{x}<br>%{y}<extra>%{fullData.name}</extra>");
      trace
          .putObject("line")
          .put("color", Palette.color(topic.id()))
          .put("dash", Palette.dash(topic.id()));
    }
    plot.layout().put("showlegend", shown.size() <= Plot.MOST_IN_LEGEND);
    plot.layout().put("hovermode", "closest");
    Plot.titled(plot.axis("xaxis"), "rank of the term").put("rangemode", "tozero");
    Plot.titled(plot.axis("yaxis"), settings.logScale() ? "log10 of c-TF-IDF" : "c-TF-IDF");
    return plot.figure(
        TERM_RANK,
        "c-TF-IDF of terms by their rank, for "
            + Texts.count(shown.size(), "topic")
            + ": "
            + shown.alt());
  }
}
