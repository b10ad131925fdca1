package org.sparkbertopic.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.Signal;
import org.sparkbertopic.topics.history.SignalSettings;
import org.sparkbertopic.topics.history.TopicTrend;
import org.sparkbertopic.topics.history.TopicTrends;

/**
 * The chunks that a model has grown by, as the page's script draws them: sizes and popularity of
 * each topic in each chunk, and how far each chunk is from the fit. About 12 bytes for each topic
 * and chunk.
 *
 * @param history with one chunk beside the fit at least
 * @param names of the topics, by id
 */
record HistorySection(ModelHistory history, Map<Integer, String> names) {

  private static final int HUNDREDTHS = 100;
  private static final double TEN_THOUSANDTHS = 1e4;

  static boolean isWorthIt(ModelHistory history) {
    return history.chunks().size() > 1;
  }

  static HistorySection of(ReportData data) {
    Map<Integer, String> names = new HashMap<>();
    data.topics().forEach(topic -> names.put(topic.id(), topic.title()));
    return new HistorySection(data.history(), names);
  }

  /** A topic's figures, chunk by chunk. */
  private static final class Figures {

    private final long[] documents;
    private final double[] popularity;
    private final char[] signals;

    Figures(int chunks) {
      documents = new long[chunks];
      popularity = new double[chunks];
      Arrays.fill(popularity, Double.NaN);
      signals = new char[chunks];
      Arrays.fill(signals, '-');
    }
  }

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    List<Chunk> chunks = history.chunks();
    root.put("first", chunks.get(0).name().equals(Chunk.FIT) ? 1 : 0);
    ArrayNode rows = root.putArray("chunks");
    for (Chunk chunk : chunks) {
      ObjectNode row = rows.addObject();
      row.put("name", chunk.name());
      row.put("documents", chunk.documents());
      row.put("outliers", chunk.outliers());
      row.put("outlierShare", rounded(chunk.outlierShare()));
      row.put("similarity", rounded(chunk.similarity()));
      row.put("novelty", rounded(chunk.novelty()));
      chunk.born().forEach(row.putArray("born")::add);
      chunk.retired().forEach(row.putArray("retired")::add);
    }
    ArrayNode topics = root.putArray("topics");
    figures()
        .forEach(
            (id, figures) -> {
              ObjectNode topic = topics.addObject();
              topic.put("id", id);
              topic.put("name", names.getOrDefault(id, String.valueOf(id)));
              ArrayNode documents = topic.putArray("documents");
              ArrayNode popularity = topic.putArray("popularity");
              for (int i = 0; i < chunks.size(); i++) {
                documents.add(figures.documents[i]);
                Double value = hundredths(figures.popularity[i]);
                popularity.add(value);
              }
              topic.put("signals", new String(figures.signals));
            });
    return root;
  }

  private Map<Integer, Figures> figures() {
    Map<String, Integer> places = new HashMap<>();
    history.chunks().forEach(chunk -> places.put(chunk.name(), places.size()));
    Map<Integer, Figures> topics = new TreeMap<>();
    for (TopicTrend trend : TopicTrends.of(history, SignalSettings.create())) {
      if (trend.topic() != Topic.OUTLIERS) {
        Figures figures = topics.computeIfAbsent(trend.topic(), id -> new Figures(places.size()));
        int place = places.get(trend.chunk());
        figures.documents[place] = trend.documents();
        figures.popularity[place] = trend.popularity();
        figures.signals[place] = letter(trend.signal().orElse(Signal.NOISE));
      }
    }
    return topics;
  }

  private static char letter(Signal signal) {
    return switch (signal) {
      case NOISE -> 'n';
      case WEAK -> 'w';
      case STRONG -> 's';
    };
  }

  private static Double rounded(double value) {
    return Double.isNaN(value) ? null : Math.rint(value * TEN_THOUSANDTHS) / TEN_THOUSANDTHS;
  }

  private static Double hundredths(double value) {
    return Double.isNaN(value) ? null : Math.rint(value * HUNDREDTHS) / HUNDREDTHS;
  }

  /** The chunks, for browsers without scripts. */
  String table() {
    StringBuilder html = new StringBuilder();
    html.append("<table><thead><tr><th scope=\"col\">Chunk</th>");
    for (String name :
        List.of("Documents", "In no topic", "Similarity", "Novelty", "Born", "Retired")) {
      html.append("<th scope=\"col\" class=\"number\">").append(name).append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    for (Chunk chunk : history.chunks()) {
      html.append("<tr><th scope=\"row\">").append(Html.escape(chunk.name())).append("</th>");
      for (String cell :
          List.of(
              Html.count(chunk.documents()),
              Html.percent(chunk.outliers(), chunk.documents()),
              figure(chunk.similarity()),
              figure(chunk.novelty()),
              chunk.name().equals(Chunk.FIT) ? "" : Html.count(chunk.born().size()),
              Html.count(chunk.retired().size()))) {
        html.append("<td class=\"number\">").append(cell).append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table>").toString();
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
  }
}
