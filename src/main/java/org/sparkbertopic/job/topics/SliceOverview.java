package org.sparkbertopic.job.topics;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.operations.slices.TopicSlice;
import org.sparkbertopic.topics.Topic;

/** Prints topics over time or per class, one block per topic. */
public final class SliceOverview {

  private static final int MOST_ROWS = 100;

  private final List<Topic> topics;
  private final List<TopicSlice> slices;
  private final boolean overTime;
  private final boolean perClass;

  public SliceOverview(
      List<Topic> topics, List<TopicSlice> slices, boolean overTime, boolean perClass) {
    this.topics = topics;
    this.slices = slices;
    this.overTime = overTime;
    this.perClass = perClass;
  }

  public void print(List<Integer> shown, PrintStream out) {
    boolean midnights = slices.stream().allMatch(slice -> slice.timestamp().contains("T00:00:00"));
    int timeWidth = width("timestamp", slices.stream().map(s -> time(s, midnights)).toList());
    int classWidth = width("class", slices.stream().map(TopicSlice::category).toList());
    for (int topic : shown) {
      out.println();
      out.println("topic " + topic + ": " + Terminal.line(nameOf(topic)));
      List<TopicSlice> rows = slices.stream().filter(slice -> slice.topic() == topic).toList();
      out.println(
          line(padded("class", classWidth), padded("timestamp", timeWidth), "documents", "words"));
      for (TopicSlice row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
        out.println(
            line(
                padded(row.category(), classWidth),
                padded(time(row, midnights), timeWidth),
                String.format(Locale.ROOT, "%,9d", row.frequency()),
                words(row)));
      }
      if (rows.size() > MOST_ROWS) {
        out.printf(Locale.ROOT, "  ... and %,d more rows%n", rows.size() - MOST_ROWS);
      }
    }
  }

  private String line(String category, String time, String documents, String words) {
    return Terminal.line(
        "  "
            + (perClass ? category + "  " : "")
            + (overTime ? time + "  " : "")
            + documents
            + "  "
            + words);
  }

  private String nameOf(int id) {
    return topics.stream()
        .filter(topic -> topic.id() == id)
        .map(Topic::label)
        .findFirst()
        .orElse("");
  }

  /** Prints only the date if all times are midnight. */
  private static String time(TopicSlice slice, boolean midnights) {
    String text = slice.timestamp();
    return midnights ? text.substring(0, text.indexOf('T')) : text;
  }

  private static int width(String title, List<String> values) {
    return Math.max(title.length(), values.stream().mapToInt(String::length).max().orElse(0));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String words(TopicSlice slice) {
    String words = slice.words().stream().map(TermScore::term).collect(Collectors.joining(", "));
    return words.isEmpty() ? "(no words)" : words;
  }
}
