package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.report.figures.input.DatamapSettings;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.DocumentsSettings;
import org.sparkbertopic.report.figures.input.Labels;
import org.sparkbertopic.report.figures.input.MergeTree;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** Documents on a plane: by topic, and by topic and group of topics. */
final class DocumentFigures {

  static final String DOCUMENTS = "documents";
  static final String DATAMAP = "documentDatamap";

  /** BERTopic's names of what is grey. */
  private static final String OTHER = "other";

  private static final String UNLABELLED = "Unlabelled";

  private static final int GROUP_FONT = 18;
  private static final int TOPIC_FONT = 10;

  private DocumentFigures() {}

  static Figure documents(FittedTopics model, DocumentMap map, DocumentsSettings settings) {
    Plot plot = Plot.of(settings.title(), settings.width(), settings.height());
    Shown shown = Shown.of(model, settings.topics(), 0, settings.labels());
    MapPoints points = MapPoints.of(map, settings.sample(), settings.seed());
    plot.bareAxis("xaxis");
    plot.bareAxis("yaxis");
    if (points.isEmpty()) {
      return plot.empty(DOCUMENTS, MapPoints.NO_DOCUMENTS);
    }
    boolean hover = !settings.hideDocumentHover();
    points.grey(plot, grey(points, shown), OTHER, hover);
    for (Topic topic : shown.topics()) {
      int[] rows = topic.id() < 0 ? new int[0] : points.rowsOf(List.of(topic.id()));
      if (rows.length > 0) {
        ObjectNode trace = points.trace(plot, rows, hover).put("name", shown.label(topic));
        MapPoints.marker(trace)
            .put("color", Palette.color(topic.id()))
            .put("symbol", Palette.symbol(topic.id()));
        if (!settings.hideAnnotations()) {
          points.label(plot.layout().withArray("/annotations"), rows, shown.label(topic));
        }
      }
    }
    plot.layout().put("hovermode", "closest").put("showlegend", true);
    return plot.figure(DOCUMENTS, alt(points, shown));
  }

  /** Rows of outliers, and of topics that are not shown. */
  static int[] grey(MapPoints points, Shown shown) {
    Set<Integer> colored = Set.copyOf(shown.ids());
    return points.rowsOf(
        points.topics().stream().filter(id -> id < 0 || !colored.contains(id)).toList());
  }

  static String alt(MapPoints points, Shown shown) {
    return "Map of "
        + Texts.count(points.size(), "document")
        + "; near ones are similar. "
        + (shown.isEmpty() ? Shown.NO_TOPICS : "By size: " + shown.alt());
  }

  static Figure datamap(
      FittedTopics model, MergeTree whole, DocumentMap map, DatamapSettings settings) {
    Plot plot = Plot.of(settings.title(), settings.width(), settings.height());
    Shown shown = Shown.of(model, settings.topics(), 0, settings.labels());
    MapPoints points = MapPoints.of(map, settings.sample(), settings.seed());
    plot.bareAxis("xaxis");
    plot.bareAxis("yaxis");
    if (points.isEmpty()) {
      return plot.empty(DATAMAP, MapPoints.NO_DOCUMENTS);
    }
    boolean hover = !settings.hideDocumentHover();
    points.grey(plot, grey(points, shown), UNLABELLED, hover);
    MergeTree tree = whole.of(Set.copyOf(shown.ids()));
    int wanted =
        settings.nGroups() > 0
            ? settings.nGroups()
            : (int) Math.ceil(Math.sqrt(tree.topics().size()));
    ObjectNode large = texts(GROUP_FONT);
    Map<Integer, Integer> numbers = tree.numbers();
    for (Group group : Group.of(model, tree, wanted, settings.labels())) {
      int[] rows = points.rowsOf(group.topics());
      if (rows.length > 0) {
        ObjectNode trace = points.trace(plot, rows, hover).put("name", group.label());
        MapPoints.marker(trace)
            .put("color", Palette.color(numbers.get(group.topics().get(0))))
            .put("symbol", Palette.symbol(numbers.get(group.topics().get(0))));
        points.text(large, rows, group.label());
      }
    }
    ObjectNode small = texts(TOPIC_FONT);
    for (Topic topic : shown.topics()) {
      int[] rows = topic.id() < 0 ? new int[0] : points.rowsOf(List.of(topic.id()));
      if (rows.length > 0) {
        points.text(small, rows, shown.label(topic));
      }
    }
    // After all points, so that labels are above them.
    plot.add(large);
    plot.add(small);
    buttons(plot, plot.traces() - 2);
    plot.layout().put("hovermode", "closest").put("showlegend", true);
    return plot.figure(DATAMAP, alt(points, shown));
  }

  private static ObjectNode texts(int size) {
    ObjectNode trace = JsonNodeFactory.instance.objectNode();
    trace.put("type", "scatter").put("mode", "text").put("hoverinfo", "skip");
    List.of("x", "y", "text").forEach(trace::putArray);
    trace.put("showlegend", false);
    trace.putObject("textfont").put("size", size).put("color", Palette.DARK);
    return trace;
  }

  /** Buttons that show the labels of groups, of topics, or both. */
  private static void buttons(Plot plot, int first) {
    ObjectNode menu = plot.layout().putArray("updatemenus").addObject();
    menu.put("type", "buttons").put("direction", "right").put("showactive", true);
    menu.put("x", 0).put("xanchor", "left").put("y", 1).put("yanchor", "bottom");
    ArrayNode buttons = menu.putArray("buttons");
    List<String> names = List.of("Groups and topics", "Groups", "Topics");
    for (int button = 0; button < names.size(); button++) {
      ObjectNode one = buttons.addObject().put("label", names.get(button)).put("method", "restyle");
      ArrayNode arguments = one.putArray("args");
      arguments.addObject().putArray("visible").add(button != 2).add(button != 1);
      arguments.addArray().add(first).add(first + 1);
    }
  }

  /**
   * Topics that are one at a level of the hierarchy.
   *
   * @param topics ids, ascending
   * @param label of the topic, or the words of the merge; cut and escaped
   */
  record Group(List<Integer> topics, String label) {

    /** The groups when so many are left, by their smallest topics. */
    static List<Group> of(FittedTopics model, MergeTree tree, int number, Labels labels) {
      int[] nodes = tree.cut(number);
      Map<Integer, List<Integer>> topics = new TreeMap<>();
      for (int topic = 0; topic < nodes.length; topic++) {
        topics.computeIfAbsent(nodes[topic], n -> new ArrayList<>()).add(tree.topics().get(topic));
      }
      List<Group> groups = new ArrayList<>();
      topics.forEach(
          (node, ids) -> {
            Collections.sort(ids);
            String label =
                tree.isTopic(node)
                    ? labels.of(model.topic(ids.get(0)))
                    : String.join("_", tree.merge(node).words());
            groups.add(new Group(List.copyOf(ids), Texts.escape(label, Texts.LABEL_CHARACTERS)));
          });
      groups.sort(Comparator.comparingInt(group -> group.topics().get(0)));
      return groups;
    }
  }
}
