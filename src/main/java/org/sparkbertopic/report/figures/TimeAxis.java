package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** An axis of timestamps: numbers, dates, or, where some are neither, texts in their order. */
public final class TimeAxis {

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?(E-?\\d{1,2})?");
  private static final Pattern DATE =
      Pattern.compile("\\d{4}-\\d{2}(-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?)?)?");

  /** Plotly takes no notice of it: all times are written in one zone. */
  private static final Pattern OFFSET = Pattern.compile("(Z|[+-]\\d{2}(:?\\d{2})?)$");

  private enum Kind {
    LINEAR,
    DATE,
    TEXT
  }

  private final Kind kind;
  private final List<String> texts;
  private final Map<String, Integer> places = new HashMap<>();

  private TimeAxis(Kind kind, List<String> texts) {
    this.kind = kind;
    this.texts = texts;
    texts.forEach(text -> places.put(text, places.size()));
  }

  /**
   * @param timestamps in any order, as ISO 8601, numbers or other texts
   */
  public static TimeAxis of(List<String> timestamps) {
    List<String> distinct = new ArrayList<>(new TreeSet<>(timestamps));
    Predicate<String> isNumber = NUMBER.asMatchPredicate();
    Predicate<String> isDate = text -> DATE.matcher(local(text)).matches();
    if (distinct.stream().allMatch(isNumber)) {
      distinct.sort(Comparator.comparing(BigDecimal::new));
      return new TimeAxis(Kind.LINEAR, distinct);
    }
    return new TimeAxis(distinct.stream().allMatch(isDate) ? Kind.DATE : Kind.TEXT, distinct);
  }

  /** Without the offset of a date with time. */
  private static String local(String text) {
    return text.indexOf(':') > 0 ? OFFSET.matcher(text).replaceFirst("") : text;
  }

  /** All, ascending. */
  List<String> timestamps() {
    return texts;
  }

  /** Its place among all. */
  int place(String timestamp) {
    return places.get(timestamp);
  }

  /** As JSON, as the axis takes it. */
  public JsonNode value(String timestamp) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (kind) {
      case LINEAR -> Numbers.exact(new BigDecimal(timestamp));
      case DATE -> json.textNode(local(timestamp));
      case TEXT -> json.numberNode(place(timestamp));
    };
  }

  /** Sets what an axis of Plotly needs to show the {@link #value}s. */
  public void describe(ObjectNode axis) {
    switch (kind) {
      case LINEAR -> axis.put("type", "linear").put("separatethousands", false);
      case DATE -> axis.put("type", "date");
      case TEXT ->
          Plot.ticks(
              axis,
              texts.stream().map(text -> Texts.escape(text, Texts.LABEL_CHARACTERS)).toList());
    }
  }
}
