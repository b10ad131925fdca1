package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbertopic.report.figures.DocumentFigures.Group;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings;
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings.LevelScale;
import org.sparkbertopic.report.figures.input.MergeTree;
import org.sparkbertopic.topics.FittedTopics;

/**
 * A map of documents with a slider over levels of the hierarchy. The points are there once: a level
 * changes their colours and the labels only, at two bytes for each document and level.
 */
final class HierarchicalDocumentsFigure {

  static final String NAME = "hierarchicalDocuments";

  /** Pixels of the slider below the map. */
  private static final int SLIDER = 70;

  private HierarchicalDocumentsFigure() {}

  static Figure draw(
      FittedTopics model,
      MergeTree whole,
      DocumentMap map,
      HierarchicalDocumentsSettings settings) {
    Plot plot = Plot.of(settings.title(), settings.width(), settings.height());
    Shown shown = Shown.of(model, settings.topics(), 0, settings.labels());
    MapPoints points = MapPoints.of(map, settings.sample(), settings.seed());
    plot.bareAxis("xaxis");
    plot.bareAxis("yaxis");
    if (points.isEmpty()) {
      return plot.empty(NAME, MapPoints.NO_DOCUMENTS);
    }
    boolean hover = !settings.hideDocumentHover();
    points.grey(plot, DocumentFigures.grey(points, shown), "other", hover);
    MergeTree tree = whole.of(Set.copyOf(shown.ids()));
    int[] rows = points.rowsOf(tree.topics());
    plot.layout().put("hovermode", "closest").put("showlegend", false);
    if (rows.length > 0) {
      ObjectNode trace = points.trace(plot, rows, hover).put("name", "documents");
      ObjectNode marker = MapPoints.marker(trace);
      scale(marker);
      List<Integer> levels =
          levels(tree.topics().size(), settings.nrLevels(), settings.levelScale());
      ArrayNode steps = slider(plot);
      for (int number : levels) {
        List<Group> groups = Group.of(model, tree, number, settings.labels());
        ArrayNode colors = colors(points, rows, groups, tree.numbers());
        ArrayNode labels = JsonNodeFactory.instance.arrayNode();
        if (!settings.hideAnnotations()) {
          LabelSpace space =
              points.space(
                  settings.width() - 2 * Plot.SIDE,
                  settings.height() - Plot.TOP - Plot.BOTTOM - SLIDER);
          labels(points, groups, space, labels);
        }
        if (!marker.has("color")) {
          marker.set("color", colors);
          plot.layout().set("annotations", labels);
        }
        step(steps, number, plot.traces() - 1, colors, labels);
      }
    }
    return plot.figure(NAME, DocumentFigures.alt(points, shown));
  }

  /** Labels of the groups, those of the most documents first. */
  private static void labels(
      MapPoints points, List<Group> groups, LabelSpace space, ArrayNode labels) {
    record Drawn(Group group, int[] rows) {}
    groups.stream()
        .map(group -> new Drawn(group, points.rowsOf(group.topics())))
        .filter(drawn -> drawn.rows().length > 0)
        .sorted(Comparator.comparingInt(drawn -> -drawn.rows().length))
        .forEach(
            drawn ->
                points.label(
                    labels, space, drawn.rows(), drawn.group().label(), MapPoints.LABEL_FONT));
  }

  /** Numbers of topics that are left, falling, from all to two; without repeats. */
  static List<Integer> levels(int topics, int number, LevelScale scale) {
    int last = Math.min(2, topics);
    List<Integer> levels = new ArrayList<>();
    for (int level = 0; level < number; level++) {
      double part = number == 1 ? 0 : (double) level / (number - 1);
      double left =
          scale == LevelScale.LINEAR
              ? topics + part * (last - topics)
              : topics * Math.pow((double) last / topics, part);
      int rounded = (int) Math.round(left);
      if (levels.isEmpty() || rounded < levels.get(levels.size() - 1)) {
        levels.add(rounded);
      }
    }
    return levels;
  }

  /** Places of colours as numbers, one step of the scale for each. */
  private static void scale(ObjectNode marker) {
    int colors = Palette.COLORS.size();
    marker.put("cmin", 0).put("cmax", colors).put("showscale", false);
    ArrayNode scale = marker.putArray("colorscale");
    for (int color = 0; color < colors; color++) {
      for (int end = color; end <= color + 1; end++) {
        scale.addArray().add(Numbers.of((double) end / colors, 4)).add(Palette.COLORS.get(color));
      }
    }
  }

  /** A group has the colour of its smallest topic's number, so that it keeps it over the levels. */
  private static ArrayNode colors(
      MapPoints points, int[] rows, List<Group> groups, Map<Integer, Integer> numbers) {
    Map<Integer, Integer> colors = new HashMap<>();
    for (Group group : groups) {
      int color = Palette.place(numbers.get(group.topics().get(0)));
      group.topics().forEach(topic -> colors.put(topic, color));
    }
    ArrayNode places = JsonNodeFactory.instance.arrayNode();
    for (int row : rows) {
      // in the middle of its step of the scale
      places.add(Numbers.of(colors.get(points.topicOf(row)) + 0.5, 1));
    }
    return places;
  }

  private static ArrayNode slider(Plot plot) {
    ObjectNode slider = plot.layout().putArray("sliders").addObject();
    slider.put("active", 0);
    slider.putObject("currentvalue").put("prefix", "topics: ");
    slider.putObject("pad").put("t", 20);
    return slider.putArray("steps");
  }

  private static void step(
      ArrayNode steps, int number, int trace, ArrayNode colors, ArrayNode labels) {
    ObjectNode step = steps.addObject().put("method", "update");
    step.put("label", Integer.toString(number));
    ArrayNode arguments = step.putArray("args");
    arguments.addObject().putArray("marker.color").add(colors);
    arguments.addObject().set("annotations", labels);
    arguments.addArray().add(trace);
  }
}
