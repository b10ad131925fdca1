package org.sparkbertopic.job.topics;

import java.io.PrintStream;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.online.Drift;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.SignalSettings;
import org.sparkbertopic.topics.history.TopicTrend;
import org.sparkbertopic.topics.history.TopicTrends;

/** Prints a model's history: a table of the chunks, and one for each topic. */
public final class HistoryOverview {

  private static final int SHOWN_TOPICS = 5;
  private static final int MOST_ROWS = 100;
  private static final int MOST_IDS = 8;

  private final ModelHistory history;
  private final List<Topic> topics;
  private final List<TopicTrend> trends;

  public HistoryOverview(ModelHistory history, List<Topic> topics, SignalSettings settings) {
    this.history = history;
    this.topics = topics;
    this.trends = TopicTrends.of(history, settings);
  }

  /**
   * @param asked ids of topics; empty for the largest
   */
  public void print(List<Integer> asked, PrintStream out) {
    if (history.isEmpty()) {
      out.println("The model has no history yet: it begins with the first update.");
      return;
    }
    int width =
        Math.max(5, history.chunks().stream().mapToInt(c -> c.name().length()).max().orElse(0));
    printChunks(width, out);
    Drift.last(history).ifPresent(drift -> out.println(drift.line()));
    List<Topic> shown = shown(asked);
    for (Topic topic : shown) {
      out.println();
      out.println(Terminal.line("topic " + topic.id() + ": " + topic.label()));
      printTopic(topic.id(), width, out);
    }
    long all = topics.stream().filter(topic -> topic.id() != Topic.OUTLIERS).count();
    if (asked.isEmpty() && shown.size() < all) {
      out.println();
      out.printf(
          Locale.ROOT,
          "Shown: %d of %,d topics; --topic IDS shows others, --output PATH writes all%n",
          shown.size(),
          all);
    }
  }

  private List<Topic> shown(List<Integer> asked) {
    return asked.isEmpty()
        ? topics.stream()
            .filter(topic -> topic.id() != Topic.OUTLIERS)
            .sorted(Comparator.comparingLong((Topic topic) -> -topic.size()))
            .limit(SHOWN_TOPICS)
            .toList()
        : topics.stream().filter(topic -> asked.contains(topic.id())).toList();
  }

  private void printChunks(int width, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%-" + width + "s  %-10s  %9s  %8s  %10s  %7s  %s%n",
        "chunk",
        "date",
        "documents",
        "outliers",
        "similarity",
        "novelty",
        "born, retired");
    List<Chunk> last = lastOf(history.chunks(), out);
    for (Chunk chunk : last) {
      out.println(
          Terminal.line(
              String.format(
                  Locale.ROOT,
                  "%-" + width + "s  %-10s  %,9d  %6.1f %%  %10s  %7s  %s, %s",
                  chunk.name(),
                  LocalDate.ofEpochDay(chunk.day()),
                  chunk.documents(),
                  100 * chunk.outlierShare(),
                  figure(chunk.similarity(), "%.3f"),
                  figure(chunk.novelty(), "%.3f"),
                  ids(chunk.born()),
                  ids(chunk.retired()))));
    }
  }

  private void printTopic(int topic, int width, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "  %-" + width + "s  %-10s  %9s  %7s  %10s  %10s  %-6s  %s%n",
        "chunk",
        "date",
        "documents",
        "share",
        "similarity",
        "popularity",
        "signal",
        "words");
    for (TopicTrend row :
        lastOf(trends.stream().filter(row -> row.topic() == topic).toList(), out)) {
      out.println(
          Terminal.line(
              String.format(
                  Locale.ROOT,
                  "  %-" + width + "s  %-10s  %,9d  %5.2f %%  %10s  %10s  %-6s  %s",
                  row.chunk(),
                  LocalDate.ofEpochDay(row.day()),
                  row.documents(),
                  100 * row.share(),
                  figure(row.similarity(), "%.3f"),
                  figure(row.popularity(), "%,.1f"),
                  row.signal().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse("-"),
                  String.join(", ", row.words()))));
    }
  }

  private static <T> List<T> lastOf(List<T> rows, PrintStream out) {
    int left = Math.max(0, rows.size() - MOST_ROWS);
    if (left > 0) {
      out.printf(Locale.ROOT, "  %,d earlier rows ...%n", left);
    }
    return rows.subList(left, rows.size());
  }

  private static String figure(double value, String format) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private static String ids(List<Integer> ids) {
    if (ids.isEmpty()) {
      return "-";
    }
    return ids.size() > MOST_IDS
        ? ids.size() + " topics"
        : ids.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
