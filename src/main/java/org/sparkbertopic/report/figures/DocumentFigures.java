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

  /** Ours: topics with a trace of their own; a browser needs seconds for so many. */
  private static final int MOST_IN_LEGEND = 1_000;

  private static final int GROUP_FONT = 16;
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
    double legend = LabelSpace.legend(shown.allLabels(), settings.width());
    LabelSpace space =
        points.space(settings.width() - 2 * Plot.SIDE - legend, height(settings.height()));
    List<Topic> smaller = new ArrayList<>();
    int drawn = 0;
    for (Topic topic : shown.topics()) {
      int[] rows = topic.id() < 0 ? new int[0] : points.rowsOf(List.of(topic.id()));
      if (rows.length > 0) {
        if (++drawn > MOST_IN_LEGEND) {
          smaller.add(topic);
        } else {
          ObjectNode trace = points.trace(plot, rows, hover).put("name", shown.label(topic));
          MapPoints.marker(trace)
              .put("color", Palette.color(topic.id()))
              .put("symbol", Palette.symbol(topic.id()));
        }
        if (!settings.hideAnnotations()) {
          ArrayNode annotations = plot.layout().withArray("/annotations");
          points.label(annotations, space, rows, shown.labels().of(topic), MapPoints.LABEL_FONT);
        }
      }
    }
    if (!smaller.isEmpty()) {
      together(plot, points, smaller, hover);
    }
    plot.layout().put("hovermode", "closest").put("showlegend", true);
    return plot.figure(DOCUMENTS, alt(points, shown));
  }

  /** Many small topics as one trace: each keeps its colour, and has its id instead of its name. */
  private static void together(Plot plot, MapPoints points, List<Topic> topics, boolean hover) {
    int[] rows = points.rowsOf(topics.stream().map(Topic::id).toList());
    ObjectNode trace =
        points.trace(plot, rows, hover).put("name", Texts.count(topics.size(), "smaller topic"));
    ObjectNode marker = MapPoints.marker(trace);
    ArrayNode colors = marker.putArray("color");
    ArrayNode ids = trace.putArray("customdata");
    for (int row : rows) {
      colors.add(Palette.color(points.topicOf(row)));
      ids.add(points.topicOf(row));
    }
    if (hover) {
      String template = trace.get("hovertemplate").textValue();
      trace.put("hovertemplate", template.replace("%{fullData.name}", "topic %{customdata}"));
    }
  }

  /** Pixels of the area of the points. */
  private static double height(int height) {
    return height - Plot.TOP - Plot.BOTTOM;
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
    Map<Integer, Integer> numbers = tree.numbers();
    List<Group> groups = Group.of(model, tree, wanted, settings.labels());
    for (Group group : groups) {
      int[] rows = points.rowsOf(group.topics());
      if (rows.length > 0) {
        ObjectNode trace = points.trace(plot, rows, hover).put("name", group.escaped());
        MapPoints.marker(trace)
            .put("color", Palette.color(numbers.get(group.topics().get(0))))
            .put("symbol", Palette.symbol(numbers.get(group.topics().get(0))));
      }
    }
    double legend =
        LabelSpace.legend(groups.stream().map(Group::escaped).toList(), settings.width());
    double width = settings.width() - 2 * Plot.SIDE - legend;
    Levels levels = new Levels(points, groups, shown, width, height(settings.height()));
    levels.draw(plot);
    plot.layout().put("hovermode", "closest").put("showlegend", true);
    return plot.figure(DATAMAP, alt(points, shown));
  }

  /** Labels of groups, of topics, or both, and the buttons that switch between them. */
  private record Levels(
      MapPoints points, List<Group> groups, Shown shown, double width, double height) {

    void draw(Plot plot) {
      ObjectNode menu = plot.layout().putArray("updatemenus").addObject();
      menu.put("type", "buttons").put("direction", "right").put("showactive", true);
      menu.put("x", 0).put("xanchor", "left").put("y", 1).put("yanchor", "bottom");
      ArrayNode buttons = menu.putArray("buttons");
      ArrayNode both = labels(true, true);
      plot.layout().set("annotations", both);
      button(buttons, "Groups and topics", both.deepCopy());
      button(buttons, "Groups", labels(true, false));
      button(buttons, "Topics", labels(false, true));
    }

    private static void button(ArrayNode buttons, String name, ArrayNode labels) {
      ObjectNode one = buttons.addObject().put("label", name).put("method", "relayout");
      one.putArray("args").addObject().set("annotations", labels);
    }

    private ArrayNode labels(boolean ofGroups, boolean ofTopics) {
      ArrayNode labels = JsonNodeFactory.instance.arrayNode();
      LabelSpace space = points.space(width, height);
      if (ofGroups) {
        for (Group group : groups) {
          int[] rows = points.rowsOf(group.topics());
          if (rows.length > 0) {
            points.label(labels, space, rows, group.label(), GROUP_FONT);
          }
        }
      }
      if (ofTopics) {
        for (Topic topic : shown.topics()) {
          int[] rows = topic.id() < 0 ? new int[0] : points.rowsOf(List.of(topic.id()));
          if (rows.length > 0) {
            points.label(labels, space, rows, shown.labels().of(topic), TOPIC_FONT);
          }
        }
      }
      return labels;
    }
  }

  /**
   * Topics that are one at a level of the hierarchy.
   *
   * @param topics ids, ascending
   * @param label of the topic, or the words of the merge; not escaped
   */
  record Group(List<Integer> topics, String label) {

    /** In legends: cut and escaped. */
    String escaped() {
      return Texts.escape(label, Texts.LABEL_CHARACTERS);
    }

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
            groups.add(new Group(List.copyOf(ids), label));
          });
      groups.sort(Comparator.comparingInt(group -> group.topics().get(0)));
      return groups;
    }
  }
}
