package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/** A Plotly specification in the making: traces, axes, notes, with one look. */
final class Plot {

  /** Pixels around the drawing, where labels do not need more. */
  static final int SIDE = 40;

  static final int TOP = 90;
  static final int BOTTOM = 60;

  /** More names in a legend hide the figure more than they explain it. */
  static final int MOST_IN_LEGEND = 25;

  private static final int TITLE_DISTANCE = 10;
  private static final int TICK = 5;
  private static final double MIDDLE = 0.5;
  private static final int ALT_CHARACTERS = 1_000;

  private final ObjectNode spec = JsonNodeFactory.instance.objectNode();
  private final ArrayNode data = spec.putArray("data");
  private final ObjectNode layout = spec.putObject("layout");

  private Plot() {}

  static Plot of(String title, int width, int height) {
    Plot plot = new Plot();
    plot.layout.putObject("title").put("text", Texts.escape(title)).put("x", MIDDLE);
    plot.layout.put("width", width).put("height", height);
    // Looks lie in the template, so that what a reader sets later wins.
    ObjectNode look = plot.layout.putObject("template").putObject("layout");
    look.put("paper_bgcolor", "#FFFFFF").put("plot_bgcolor", "#FFFFFF");
    look.putObject("font").put("color", Palette.DARK);
    Palette.COLORS.forEach(look.putArray("colorway")::add);
    for (String axis : List.of("xaxis", "yaxis")) {
      look.putObject(axis)
          .put("gridcolor", Palette.PALE)
          .put("zerolinecolor", Palette.PALE)
          .put("automargin", true)
          // room between labels and what they name
          .put("ticks", "outside")
          .put("ticklen", TICK)
          .put("tickcolor", "rgba(0,0,0,0)");
    }
    look.putObject("margin").put("l", SIDE).put("r", SIDE).put("t", TOP).put("b", BOTTOM);
    look.putObject("hoverlabel").put("align", "left");
    return plot;
  }

  ObjectNode trace(String type) {
    return data.addObject().put("type", type);
  }

  /** Number of traces so far. */
  int traces() {
    return data.size();
  }

  ObjectNode layout() {
    return layout;
  }

  /** An axis, such as {@code xaxis2}. */
  ObjectNode axis(String name) {
    return layout.withObject("/" + name);
  }

  /** An axis of units that mean nothing. */
  void bareAxis(String name) {
    axis(name).put("visible", false);
  }

  /**
   * The scale of a trace's colours; its title knows no distance, and Plotly for Python refuses one.
   */
  static void colorbar(ObjectNode trace, String title) {
    trace.putObject("colorbar").putObject("title").put("text", title);
  }

  static ObjectNode titled(ObjectNode axis, String title) {
    // a distance from the labels: only then Plotly keeps a margin for the title
    axis.putObject("title").put("text", title).put("standoff", TITLE_DISTANCE);
    return axis;
  }

  /**
   * Places 0, 1, ... with texts. Places, not categories: two topics may have one label, and a word
   * may look like a number.
   *
   * @param texts escaped
   */
  static ObjectNode ticks(ObjectNode axis, Collection<String> texts) {
    return ticks(axis, texts, 1);
  }

  /** As {@link #ticks(ObjectNode, Collection)}, but only every so manieth place has its text. */
  static ObjectNode ticks(ObjectNode axis, Collection<String> texts, int step) {
    axis.put("type", "linear").put("tickmode", "array");
    ArrayNode places = axis.putArray("tickvals");
    ArrayNode names = axis.putArray("ticktext");
    int place = 0;
    for (String text : texts) {
      if (place % step == 0) {
        places.add(place);
        names.add(text);
      }
      place++;
    }
    return axis;
  }

  /** Topics in the order of an axis, for those who want to know which topic a place is. */
  void topics(List<Integer> ids) {
    ArrayNode topics = layout.withObject("/meta").putArray("topics");
    ids.forEach(topics::add);
  }

  /** Names of the axes of a chart among several: {@code x} and {@code y}, {@code x2} and so on. */
  static String axisOf(String letter, int chart) {
    return chart == 0 ? letter : letter + (chart + 1);
  }

  ObjectNode xaxis(int chart) {
    return axis(axisOf("xaxis", chart));
  }

  ObjectNode yaxis(int chart) {
    return axis(axisOf("yaxis", chart));
  }

  /**
   * Places a chart in a grid, row by row from the top, and gives it a title.
   *
   * @param gapX share of the width between two charts
   * @param gapY share of the height between two charts
   * @param title escaped
   */
  void place(int chart, int rows, int columns, double gapX, double gapY, String title) {
    double width = (1 - gapX * (columns - 1)) / columns;
    double height = (1 - gapY * (rows - 1)) / rows;
    double left = chart % columns * (width + gapX);
    double bottom = (rows - 1 - chart / columns) * (height + gapY);
    domain(xaxis(chart), left, width).put("anchor", axisOf("y", chart));
    domain(yaxis(chart), bottom, height).put("anchor", axisOf("x", chart));
    ObjectNode note = annotation(title);
    note.put("xref", "paper")
        .put("yref", "paper")
        .put("xanchor", "center")
        .put("yanchor", "bottom");
    note.set("x", Numbers.of(left + width / 2, 4));
    note.set("y", Numbers.of(Math.min(1, bottom + height), 4));
  }

  private static ObjectNode domain(ObjectNode axis, double from, double length) {
    axis.putArray("domain").add(Numbers.of(from, 4)).add(Numbers.of(Math.min(1, from + length), 4));
    return axis;
  }

  /**
   * A text without an arrow.
   *
   * @param text escaped
   */
  ObjectNode annotation(String text) {
    return layout.withArray("/annotations").addObject().put("text", text).put("showarrow", false);
  }

  /** Says in the middle of the figure why there is nothing to see, or why so little. */
  void note(String text) {
    ObjectNode note = annotation(text).put("xref", "paper").put("yref", "paper");
    note.put("x", MIDDLE).put("y", MIDDLE);
  }

  /** Why nothing is drawn: a figure without anything else. */
  Figure empty(String name, String why) {
    note(why);
    bareAxis("xaxis");
    bareAxis("yaxis");
    return figure(name, why);
  }

  /**
   * @param alt not escaped
   */
  Figure figure(String name, String alt) {
    return new Figure(name, Texts.cut(Texts.clean(alt), ALT_CHARACTERS), spec);
  }
}
