package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.HierarchySettings.Orientation;
import org.sparkbertopic.report.figures.input.MergeTree;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * The tree of topics as a dendrogram. Lines of one colour are one trace with gaps, so a tree of a
 * thousand topics has ten traces. Of more than {@value #MOST_UNASKED} topics it draws the largest,
 * unless a number or topics are asked for.
 */
final class HierarchyFigure {

  static final String NAME = "hierarchy";
  static final String ONE_TOPIC = "There is one topic: nothing merges.";

  /** Colour of merges at the threshold and above. */
  private static final int ABOVE = -1;

  private static final int JOINT_SIZE = 6;

  /** Ours: a browser needs seconds for so many names on an axis, and minutes for 5,000. */
  private static final int MOST_UNASKED = 500;

  private final MergeTree tree;
  private final boolean sideways;

  /** {@code [nodes]}: along the axis of topics. */
  private final double[] across;

  /** {@code [nodes]}: distance of the merge; 0 for topics. */
  private final double[] along;

  /** {@code [nodes]}: place of the colour, or ABOVE. */
  private final int[] colors;

  private HierarchyFigure(MergeTree tree, HierarchySettings settings) {
    this.tree = tree;
    this.sideways = settings.orientation() == Orientation.LEFT;
    int nodes = tree.topics().size() + tree.merges().size();
    this.across = new double[nodes];
    this.along = new double[nodes];
    this.colors = new int[nodes];
    List<Integer> leaves = tree.leaves();
    for (int place = 0; place < leaves.size(); place++) {
      across[leaves.get(place)] = place;
    }
    for (int node = tree.topics().size(); node < nodes; node++) {
      MergeTree.Merge merge = tree.merge(node);
      across[node] = (across[merge.left()] + across[merge.right()]) / 2;
      along[node] = merge.distance();
    }
    color(settings.colorThreshold());
  }

  /** Groups below the threshold take the colours in the order of their places. */
  private void color(double threshold) {
    Map<Double, Integer> tops = new TreeMap<>();
    for (int node = along.length - 1; node >= tree.topics().size(); node--) {
      if (along[node] >= threshold) {
        colors[node] = ABOVE;
        for (int child : List.of(tree.merge(node).left(), tree.merge(node).right())) {
          if (!tree.isTopic(child) && along[child] < threshold) {
            tops.put(across[child], child);
          }
        }
      }
    }
    int last = along.length - 1;
    if (!tree.merges().isEmpty() && along[last] < threshold) {
      tops.put(across[last], last);
    }
    int color = 0;
    for (int top : tops.values()) {
      List<Integer> open = new ArrayList<>(List.of(top));
      while (!open.isEmpty()) {
        int node = open.remove(open.size() - 1);
        colors[node] = color % Palette.COLORS.size();
        if (!tree.isTopic(node)) {
          open.add(tree.merge(node).left());
          open.add(tree.merge(node).right());
        }
      }
      color++;
    }
  }

  static Figure draw(FittedTopics model, MergeTree whole, HierarchySettings settings) {
    Shown shown =
        Shown.limited(model, settings.topics(), settings.topN(), MOST_UNASKED, settings.labels());
    MergeTree tree = whole.of(Set.copyOf(shown.ids()));
    int topics = tree.topics().size();
    int height =
        settings.height() > 0
            ? settings.height()
            : HierarchySettings.PIXELS_AROUND + HierarchySettings.PIXELS_OF_TOPIC * topics;
    boolean sideways = settings.orientation() == Orientation.LEFT;
    // BERTopic: the length that grows with the topics is that of their axis.
    Plot plot =
        Plot.of(
            shown.title(settings.title()),
            sideways ? settings.width() : Math.max(settings.width(), height),
            sideways ? height : settings.width() * 3 / 5);
    if (settings.height() > 0) {
      plot.layout().put("width", settings.width()).put("height", height);
    }
    if (topics == 0) {
      return plot.empty(NAME, Shown.NO_TOPICS);
    }
    return new HierarchyFigure(tree, settings).figure(plot, shown, model);
  }

  private Figure figure(Plot plot, Shown shown, FittedTopics model) {
    lines(plot);
    joints(plot, model);
    List<String> labels =
        tree.leaves().stream()
            .map(node -> shown.label(model.topic(tree.topics().get(node))))
            .toList();
    plot.topics(tree.leaves().stream().map(node -> tree.topics().get(node)).toList());
    ObjectNode topicAxis = plot.axis(sideways ? "yaxis" : "xaxis");
    ObjectNode distanceAxis = plot.axis(sideways ? "xaxis" : "yaxis");
    Plot.ticks(topicAxis, labels).put("showgrid", false).put("zeroline", false);
    topicAxis.putArray("range").add(-1).add(labels.size());
    Plot.titled(distanceAxis, "distance").put("rangemode", "tozero");
    plot.layout().put("showlegend", false).put("hovermode", "closest");
    if (tree.merges().isEmpty()) {
      plot.note(ONE_TOPIC);
      return plot.figure(NAME, ONE_TOPIC + " " + shown.alt());
    }
    MergeTree.Merge first = tree.merges().get(0);
    return plot.figure(
        NAME,
        "Tree of "
            + Texts.count(labels.size(), "topic")
            + ". The first merge is of "
            + String.join(", ", first.words())
            + ". By size: "
            + shown.alt());
  }

  private void lines(Plot plot) {
    Map<Integer, ObjectNode> traces = new HashMap<>();
    for (int node = tree.topics().size(); node < along.length; node++) {
      MergeTree.Merge merge = tree.merge(node);
      ObjectNode trace = traces.computeIfAbsent(colors[node], color -> line(plot, color));
      int[] corners = {merge.left(), merge.left(), merge.right(), merge.right()};
      for (int corner = 0; corner < corners.length; corner++) {
        boolean low = corner == 0 || corner == corners.length - 1;
        point(trace, across[corners[corner]], low ? along[corners[corner]] : along[node]);
      }
      trace.withArray("/x").addNull();
      trace.withArray("/y").addNull();
    }
  }

  private static ObjectNode line(Plot plot, int color) {
    ObjectNode trace = plot.trace("scatter").put("mode", "lines").put("hoverinfo", "skip");
    String named = color == ABOVE ? Palette.GREY : Palette.COLORS.get(color);
    trace.putObject("line").put("color", named).put("width", 2);
    return trace;
  }

  private void point(ObjectNode trace, double place, double distance) {
    trace.withArray(sideways ? "/y" : "/x").add(Numbers.of(place));
    trace.withArray(sideways ? "/x" : "/y").add(Numbers.of(distance));
  }

  private void joints(Plot plot, FittedTopics model) {
    long[] documents = new long[along.length];
    int[] topics = new int[along.length];
    for (int node = 0; node < tree.topics().size(); node++) {
      Topic topic = model.topic(tree.topics().get(node));
      documents[node] = topic.size();
      topics[node] = 1;
    }
    ObjectNode trace = plot.trace("scatter").put("mode", "markers");
    trace.put("hovertemplate", "%{hovertext}<extra></extra>");
    trace.putArray("x");
    trace.putArray("y");
    ArrayNode hover = trace.putArray("hovertext");
    for (int node = tree.topics().size(); node < along.length; node++) {
      MergeTree.Merge merge = tree.merge(node);
      documents[node] = documents[merge.left()] + documents[merge.right()];
      topics[node] = topics[merge.left()] + topics[merge.right()];
      point(trace, across[node], along[node]);
      hover.add(
          String.join(
              Texts.LINE,
              Texts.words(merge.words()),
              Texts.count(topics[node], "topic"),
              Texts.count(documents[node], "document"),
              "distance " + Numbers.of(merge.distance()).asText()));
    }
    trace.putObject("marker").put("color", Palette.DARK).put("size", JOINT_SIZE);
  }
}
