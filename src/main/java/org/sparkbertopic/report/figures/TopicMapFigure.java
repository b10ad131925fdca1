package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.report.figures.input.TopicMapSettings;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** Topics on a plane: near ones are similar, areas are numbers of documents. */
final class TopicMapFigure {

  static final String NAME = "topics";

  /** Ours: diameter of the largest topic, in pixels. */
  private static final double LARGEST = 60;

  private static final int SMALLEST = 5;
  private static final double OPACITY = 0.7;

  private TopicMapFigure() {}

  static Figure draw(FittedTopics model, TopicMapSettings settings) {
    Plot plot = Plot.of(settings.title(), settings.width(), settings.height());
    Shown shown = Shown.of(model, settings.topics(), settings.topN(), settings.labels());
    if (shown.isEmpty()) {
      return plot.empty(NAME, Shown.NO_TOPICS);
    }
    float[][] places =
        settings.useCtfidf()
            ? PlaneLayout.ofTopics(
                TopicVectors.scaledWeights(model, shown.topics()),
                Metric.HELLINGER,
                settings.seed())
            : PlaneLayout.ofTopics(
                TopicVectors.embeddings(model, shown.topics()), Metric.COSINE, settings.seed());
    ObjectNode trace = plot.trace("scatter");
    trace.put("mode", "markers").put("hovertemplate", "%{hovertext}<extra></extra>");
    MapPoints.coordinates(trace, places);
    ArrayNode hover = trace.putArray("hovertext");
    ObjectNode marker = trace.putObject("marker");
    ArrayNode sizes = marker.putArray("size");
    ArrayNode colors = marker.putArray("color");
    long largest = 1;
    for (Topic topic : shown.topics()) {
      hover.add(shown.hover(topic));
      sizes.add(topic.size());
      colors.add(Palette.color(topic.id()));
      largest = Math.max(largest, topic.size());
    }
    marker.put("sizemode", "area").put("sizemin", SMALLEST).put("opacity", OPACITY);
    marker.set("sizeref", Numbers.of(2 * largest / (LARGEST * LARGEST)));
    marker.putObject("line").put("width", 1).put("color", Palette.DARK);
    plot.bareAxis("xaxis");
    plot.bareAxis("yaxis");
    return plot.figure(
        NAME,
        "Map of "
            + Texts.count(shown.size(), "topic")
            + "; near ones are similar. By size: "
            + shown.alt());
  }
}
