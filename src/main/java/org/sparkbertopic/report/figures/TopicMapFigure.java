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
  private static final int NAME_FONT = 10;
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
    trace.put("mode", "markers+text").put("hovertemplate", "%{hovertext}<extra></extra>");
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
    names(trace, shown, places, settings, largest);
    plot.bareAxis("xaxis");
    plot.bareAxis("yaxis");
    return plot.figure(
        NAME,
        "Map of "
            + Texts.count(shown.size(), "topic")
            + "; near ones are similar. By size: "
            + shown.alt());
  }

  /** Names above the circles, where they do not lie on each other: the largest topics first. */
  private static void names(
      ObjectNode trace, Shown shown, float[][] places, TopicMapSettings settings, long largest) {
    LabelSpace space =
        new LabelSpace(
            places, settings.width() - 2 * Plot.SIDE, settings.height() - Plot.TOP - Plot.BOTTOM);
    double[] radii = new double[places.length];
    ArrayNode texts = trace.putArray("text");
    for (int place = 0; place < places.length; place++) {
      Topic topic = shown.topics().get(place);
      String name = LabelSpace.shorten(shown.labels().of(topic));
      double radius = Math.max(SMALLEST, LARGEST * Math.sqrt((double) topic.size() / largest)) / 2;
      boolean named =
          !isWithin(places, place, radii, space)
              && space.take(places[place], radius + NAME_FONT, name, NAME_FONT);
      radii[place] = named ? radius : 0;
      texts.add(named ? Texts.escape(name) : "");
    }
    trace.put("textposition", "top center").put("cliponaxis", false);
    trace.putObject("textfont").put("size", NAME_FONT);
  }

  /** Whether the middle of a topic lies in the circle of a topic with a name. */
  private static boolean isWithin(float[][] places, int place, double[] radii, LabelSpace space) {
    for (int other = 0; other < place; other++) {
      if (space.distance(places[place], places[other]) < radii[other]) {
        return true;
      }
    }
    return false;
  }
}
