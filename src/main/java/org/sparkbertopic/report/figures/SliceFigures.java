package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sparkbertopic.report.figures.input.SliceFigureSettings;
import org.sparkbertopic.report.figures.input.SliceRow;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** Topics over time, per class, and over time in each class. */
final class SliceFigures {

  static final String OVER_TIME = "topicsOverTime";
  static final String PER_CLASS = "topicsPerClass";
  static final String OVER_TIME_PER_CLASS = "topicsOverTimePerClass";
  static final String NO_ROWS = "There are no documents of the topics that are shown.";

  private static final int COLUMNS = 3;

  /** Pixels of a height by the number of classes: of a bar, of a row of charts, and around them. */
  private static final int PIXELS_OF_CLASS = 28;

  private static final int PIXELS_OF_CHART = 270;
  private static final int AROUND_CLASSES = 160;
  private static final int PIXELS_OF_NAME = 19;
  private static final int MOST_HEIGHT = 20_000;

  private static final double GAP_X = 0.06;
  private static final double GAP_Y = 0.3;

  private final Shown shown;
  private final SliceFigureSettings settings;

  /** Of the topics that are shown, in the order of these. */
  private final Map<Topic, List<SliceRow>> rows = new LinkedHashMap<>();

  /** Of all topics: at these a topic without documents has none. */
  private final List<String> times;

  private SliceFigures(FittedTopics model, List<SliceRow> all, SliceFigureSettings settings) {
    this.settings = settings;
    this.shown = Shown.of(model, settings.topics(), settings.topN(), settings.labels());
    this.times = all.stream().map(SliceRow::timestamp).toList();
    Map<Integer, List<SliceRow>> found = new HashMap<>();
    all.forEach(row -> found.computeIfAbsent(row.topic(), id -> new ArrayList<>()).add(row));
    for (Topic topic : shown.topics()) {
      if (found.containsKey(topic.id())) {
        rows.put(topic, found.get(topic.id()));
      }
    }
  }

  static Figure overTime(FittedTopics model, List<SliceRow> all, SliceFigureSettings settings) {
    return new SliceFigures(model, all, settings).overTime();
  }

  static Figure perClass(FittedTopics model, List<SliceRow> all, SliceFigureSettings settings) {
    return new SliceFigures(model, all, settings).perClass();
  }

  static Figure overTimePerClass(
      FittedTopics model, List<SliceRow> all, SliceFigureSettings settings) {
    return new SliceFigures(model, all, settings).overTimePerClass();
  }

  /**
   * @param needed pixels of the height where none are given
   */
  private Plot plot(int needed) {
    return Plot.of(
        settings.title(),
        settings.width(),
        settings.height() > 0 ? settings.height() : Math.min(MOST_HEIGHT, needed));
  }

  private List<SliceRow> allRows() {
    return rows.values().stream().flatMap(List::stream).toList();
  }

  private Figure overTime() {
    Plot plot = plot(SliceFigureSettings.HEIGHT_OVER_TIME);
    if (rows.isEmpty()) {
      return plot.empty(OVER_TIME, shown.isEmpty() ? Shown.NO_TOPICS : NO_ROWS);
    }
    TimeAxis time = TimeAxis.of(times);
    rows.forEach(
        (topic, its) -> {
          ObjectNode trace = line(plot, topic);
          points(trace, time, its, scale(its));
        });
    time.describe(plot.axis("xaxis"));
    Plot.titled(plot.axis("yaxis"), unit()).put("rangemode", "tozero");
    return plot.figure(OVER_TIME, alt("Documents over time of"));
  }

  private ObjectNode line(Plot plot, Topic topic) {
    ObjectNode trace =
        plot.trace("scatter").put("mode", "lines+markers").put("name", shown.label(topic));
    trace.putObject("meta").put("topic", topic.id());
    String color = Palette.color(topic.id());
    trace.putObject("line").put("color", color).put("dash", Palette.dash(topic.id()));
    trace.putObject("marker").put("color", color).put("symbol", Palette.symbol(topic.id()));
    trace.put("hovertemplate", "%{hovertext}<br>%{x}<br>%{y}<extra>%{fullData.name}</extra>");
    return trace;
  }

  /** A topic without documents at a time of others has none there: its line goes down to zero. */
  private static void points(ObjectNode trace, TimeAxis time, List<SliceRow> rows, double scale) {
    List<SliceRow> all = new ArrayList<>(rows);
    Set<String> known = rows.stream().map(SliceRow::timestamp).collect(Collectors.toSet());
    for (String absent : time.timestamps()) {
      if (!known.contains(absent)) {
        all.add(new SliceRow(rows.get(0).topic(), absent, "", 0, List.of()));
      }
    }
    ArrayNode x = trace.putArray("x");
    ArrayNode y = trace.putArray("y");
    ArrayNode words = trace.putArray("hovertext");
    all.stream()
        .sorted(Comparator.comparingInt(row -> time.place(row.timestamp())))
        .forEach(
            row -> {
              x.add(time.value(row.timestamp()));
              y.add(Numbers.of(row.frequency() / scale));
              words.add(Texts.words(row.words()));
            });
  }

  /** What frequencies are divided by. */
  private double scale(List<SliceRow> its) {
    double squares =
        its.stream().mapToDouble(row -> (double) row.frequency() * row.frequency()).sum();
    return settings.normalizeFrequency() && squares > 0 ? Math.sqrt(squares) : 1;
  }

  private String unit() {
    return settings.normalizeFrequency() ? "normalized frequency" : "documents";
  }

  /** BERTopic: one topic is seen, and the legend shows the others. */
  private Figure perClass() {
    List<String> classes = classes();
    // the legend names the topics, one below the other
    int least = AROUND_CLASSES + PIXELS_OF_NAME * rows.size();
    Plot plot = plot(Math.max(least, AROUND_CLASSES + PIXELS_OF_CLASS * classes.size()));
    if (rows.isEmpty()) {
      return plot.empty(PER_CLASS, shown.isEmpty() ? Shown.NO_TOPICS : NO_ROWS);
    }
    Map<String, Integer> places = new HashMap<>();
    classes.forEach(name -> places.put(name, places.size()));
    rows.forEach(
        (topic, its) -> {
          boolean first = plot.traces() == 0;
          ObjectNode trace = plot.trace("bar").put("orientation", "h");
          trace.put("name", shown.label(topic));
          trace.putObject("meta").put("topic", topic.id());
          if (!first) {
            trace.put("visible", "legendonly");
          }
          double scale = scale(its);
          ArrayNode x = trace.putArray("x");
          ArrayNode y = trace.putArray("y");
          ArrayNode words = trace.putArray("hovertext");
          for (SliceRow row : its) {
            if (places.containsKey(row.category())) {
              x.add(Numbers.of(row.frequency() / scale));
              y.add(places.get(row.category()));
              words.add(Texts.words(row.words()));
            }
          }
          trace.put("hovertemplate", "%{hovertext}<br>%{y}<br>%{x}<extra>%{fullData.name}</extra>");
          trace.putObject("marker").put("color", Palette.color(topic.id()));
        });
    Plot.ticks(plot.axis("yaxis"), labels(classes)).put("autorange", "reversed");
    Plot.titled(plot.axis("xaxis"), unit()).put("rangemode", "tozero");
    plot.layout().put("showlegend", true).put("hovermode", "closest");
    return plot.figure(PER_CLASS, alt("Documents per class of"));
  }

  private static List<String> labels(List<String> classes) {
    return classes.stream().map(name -> Texts.escape(name, Texts.LABEL_CHARACTERS)).toList();
  }

  /** By name; where only some are drawn, those of the most documents. */
  private List<String> classes() {
    Map<String, Long> documents = new TreeMap<>();
    allRows().forEach(row -> documents.merge(row.category(), row.frequency(), Long::sum));
    int most = settings.topNClasses();
    return most == 0
        ? List.copyOf(documents.keySet())
        : documents.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(most)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
  }

  /** A chart for each class, with one scale, so that classes can be compared. */
  private Figure overTimePerClass() {
    List<String> classes = classes();
    int columns = Math.max(1, Math.min(COLUMNS, classes.size()));
    int charts = (classes.size() + columns - 1) / columns;
    Plot plot = plot(AROUND_CLASSES + PIXELS_OF_CHART * Math.max(1, charts));
    if (rows.isEmpty()) {
      return plot.empty(OVER_TIME_PER_CLASS, shown.isEmpty() ? Shown.NO_TOPICS : NO_ROWS);
    }
    TimeAxis time = TimeAxis.of(times);
    List<String> labels = labels(classes);
    for (int chart = 0; chart < classes.size(); chart++) {
      plot.place(chart, charts, columns, GAP_X, GAP_Y / charts, labels.get(chart));
      time.describe(plot.xaxis(chart));
      plot.yaxis(chart).put("rangemode", "tozero");
      if (chart > 0) {
        plot.xaxis(chart).put("matches", "x");
        plot.yaxis(chart).put("matches", "y");
      }
    }
    Plot.titled(plot.yaxis(0), unit());
    plot.layout().putObject("legend").put("tracegroupgap", 0);
    rows.forEach(
        (topic, its) -> {
          boolean first = true;
          for (int chart = 0; chart < classes.size(); chart++) {
            String name = classes.get(chart);
            List<SliceRow> there = its.stream().filter(row -> row.category().equals(name)).toList();
            if (!there.isEmpty()) {
              ObjectNode trace = line(plot, topic);
              trace.put("xaxis", Plot.axisOf("x", chart)).put("yaxis", Plot.axisOf("y", chart));
              trace.put("legendgroup", Integer.toString(topic.id())).put("showlegend", first);
              points(trace, time, there, scale(its));
              first = false;
            }
          }
        });
    return plot.figure(
        OVER_TIME_PER_CLASS,
        alt(
            "Documents over time in "
                + (classes.size() == 1 ? "1 class" : classes.size() + " classes")
                + " of"));
  }

  private String alt(String what) {
    return what + " " + Texts.count(rows.size(), "topic") + ": " + shown.alt();
  }
}
