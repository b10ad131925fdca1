package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.sparkbertopic.report.figures.input.QualityData;
import org.sparkbertopic.report.figures.input.QualitySettings;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.TopicChunk;

/**
 * How good the topics are, in up to five parts: sizes and the share of outliers; coherence and
 * similarity where they are given; drift and the topics of each chunk of a model that has grown.
 */
final class QualityFigure {

  static final String NAME = "quality";

  private static final int TITLE_PIXELS = 100;
  private static final int MOST_TICKS = 30;
  private static final double GAP = 0.35;
  private static final String WITH_NAME = "%{x}<br>%{y}<extra>%{fullData.name}</extra>";

  private final FittedTopics model;
  private final Shown shown;
  private final QualityData data;
  private final ModelHistory history;
  private final Plot plot;
  private final int parts;
  private int part;

  private QualityFigure(
      FittedTopics model, ModelHistory own, QualityData data, QualitySettings settings) {
    this.model = model;
    this.data = data;
    this.history = data.history().isEmpty() ? own : data.history();
    this.shown = Shown.of(model, settings.topics(), settings.topN(), settings.labels());
    this.parts =
        1
            + (data.coherence().isEmpty() ? 0 : 1)
            + (data.similarity().isEmpty() ? 0 : 1)
            + (hasGrown() ? 2 : 0);
    this.plot =
        Plot.of(
            settings.title(),
            settings.width(),
            Math.multiplyExact(settings.height(), parts) + TITLE_PIXELS);
  }

  private boolean hasGrown() {
    return history.chunks().size() > 1;
  }

  static Figure draw(
      FittedTopics model, ModelHistory own, QualityData data, QualitySettings settings) {
    return new QualityFigure(model, own, data, settings).figure();
  }

  private Figure figure() {
    long documents = model.topics().stream().mapToLong(Topic::size).sum();
    long outliers = model.hasOutliers() ? model.topic(Topic.OUTLIERS).size() : 0;
    String share =
        Texts.count(documents, "document")
            + ", "
            + (documents == 0
                ? "no outliers"
                : String.format(
                    Locale.ROOT,
                    "%,d (%.1f %%) in no topic",
                    outliers,
                    100.0 * outliers / documents));
    sizes(share);
    measure("coherence", data.coherence());
    measure("similarity to the topic's centre", data.similarity());
    if (hasGrown()) {
      drift();
      chunks();
    }
    plot.layout().put("showlegend", hasGrown()).put("barmode", "stack");
    plot.layout().put("hovermode", "closest").putObject("legend").put("traceorder", "normal");
    String what = shown.isEmpty() ? Shown.NO_TOPICS : "By size: " + shown.alt();
    return plot.figure(NAME, "Quality of the topics: " + share + ". " + what);
  }

  private ObjectNode trace(String type) {
    return plot.trace(type)
        .put("xaxis", Plot.axisOf("x", part))
        .put("yaxis", Plot.axisOf("y", part));
  }

  private void next(String title) {
    plot.place(part, parts, 1, 0, GAP / parts, title);
    part++;
  }

  /**
   * The outliers are in the title: often they are more than all topics, and next to their bar those
   * of the topics could not be seen.
   */
  private void sizes(String title) {
    List<Topic> bars =
        shown.isEmpty() && model.hasOutliers()
            ? List.of(model.topic(Topic.OUTLIERS))
            : shown.topics();
    bars(bars, Topic::size, "documents");
    next(title);
  }

  private void measure(String name, Map<Integer, Double> values) {
    if (!values.isEmpty()) {
      List<Topic> bars =
          shown.topics().stream().filter(topic -> values.containsKey(topic.id())).toList();
      bars(bars, topic -> values.get(topic.id()), name);
      OptionalDouble mean =
          bars.stream().mapToDouble(t -> values.get(t.id())).filter(Double::isFinite).average();
      next(mean.isPresent() ? name + ", mean " + Numbers.of(mean.getAsDouble(), 3).asText() : name);
    }
  }

  private void bars(List<Topic> topics, ToDoubleFunction<Topic> value, String unit) {
    ObjectNode trace = trace("bar").put("showlegend", false);
    trace.put("hovertemplate", "%{hovertext}<br>%{y}<extra></extra>");
    ArrayNode x = trace.putArray("x");
    ArrayNode y = trace.putArray("y");
    ArrayNode hover = trace.putArray("hovertext");
    ArrayNode ids = trace.putArray("customdata");
    ArrayNode colors = trace.putObject("marker").putArray("color");
    for (Topic topic : topics) {
      x.add(x.size());
      y.add(Numbers.of(value.applyAsDouble(topic)));
      hover.add(shown.hover(topic));
      ids.add(topic.id());
      colors.add(Palette.color(topic.id()));
    }
    List<String> names = topics.stream().map(topic -> Integer.toString(topic.id())).toList();
    ObjectNode axis = plot.xaxis(part);
    int step = (names.size() + MOST_TICKS - 1) / MOST_TICKS;
    Plot.titled(Plot.ticks(axis, names, Math.max(1, step)), "topic").put("showgrid", false);
    Plot.titled(plot.yaxis(part), unit);
  }

  /** How far each chunk is from the fit. */
  private void drift() {
    line("share of outliers", 0, Chunk::outlierShare);
    line("similarity to the topics", 1, Chunk::similarity);
    line("novelty", 2, Chunk::novelty);
    chunkAxis();
    next("drift from chunk to chunk");
  }

  private void line(String name, int color, ToDoubleFunction<Chunk> value) {
    ObjectNode trace = trace("scatter").put("mode", "lines+markers").put("name", name);
    trace.put("hovertemplate", WITH_NAME);
    ArrayNode x = trace.putArray("x");
    ArrayNode y = trace.putArray("y");
    for (Chunk chunk : history.chunks()) {
      x.add(x.size());
      y.add(Numbers.of(value.applyAsDouble(chunk)));
    }
    trace.putObject("line").put("color", Palette.color(color));
    trace.putObject("marker").put("symbol", Palette.symbol(color * Palette.COLORS.size()));
  }

  /** Documents of the topics that are shown, chunk by chunk, and of all others. */
  private void chunks() {
    int count = history.chunks().size();
    long[] others = new long[count];
    for (int chunk = 0; chunk < count; chunk++) {
      others[chunk] =
          history.chunks().get(chunk).documents() - history.chunks().get(chunk).outliers();
    }
    for (Topic topic : shown.topics()) {
      if (topic.id() != Topic.OUTLIERS) {
        long[] documents = new long[count];
        for (TopicChunk row : history.topics()) {
          if (row.topic() == topic.id()) {
            documents[row.chunk()] += row.documents();
            others[row.chunk()] -= row.documents();
          }
        }
        stack(shown.label(topic), Palette.color(topic.id()), documents);
      }
    }
    for (int chunk = 0; chunk < count; chunk++) {
      others[chunk] = Math.max(0, others[chunk]);
    }
    stack("other topics", Palette.PALE, others);
    stack("outliers", Palette.GREY, history.chunks().stream().mapToLong(Chunk::outliers).toArray());
    chunkAxis();
    Plot.titled(plot.yaxis(part), "documents");
    next("documents of the topics in each chunk");
  }

  private void stack(String name, String color, long[] documents) {
    ObjectNode trace = trace("bar").put("name", name).put("hovertemplate", WITH_NAME);
    ArrayNode x = trace.putArray("x");
    ArrayNode y = trace.putArray("y");
    for (long each : documents) {
      x.add(x.size());
      y.add(each);
    }
    trace.putObject("marker").put("color", color);
  }

  private void chunkAxis() {
    List<String> names =
        history.chunks().stream()
            .map(chunk -> Texts.escape(chunk.name(), Texts.LABEL_CHARACTERS))
            .toList();
    Plot.ticks(plot.xaxis(part), names).put("showgrid", false);
  }
}
