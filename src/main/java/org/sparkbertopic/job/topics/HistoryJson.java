package org.sparkbertopic.job.topics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.sparkbertopic.job.evaluate.EvaluationJson;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.SignalSettings;
import org.sparkbertopic.topics.history.TopicTrend;
import org.sparkbertopic.topics.history.TopicTrends;

/** Writes a model's history as JSON; a missing figure is null. */
public final class HistoryJson {

  private static final int FORMAT_VERSION = 1;

  private HistoryJson() {}

  /**
   * @param topics ids of those to write; empty for all
   */
  public static void write(
      ModelHistory history, List<Integer> topics, SignalSettings settings, PrintStream out)
      throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("formatVersion", FORMAT_VERSION);
    ArrayNode chunks = json.putArray("chunks");
    history.chunks().forEach(chunk -> put(chunk, chunks.addObject()));
    ArrayNode rows = json.putArray("topics");
    for (TopicTrend row : TopicTrends.of(history, settings)) {
      if (topics.isEmpty() || topics.contains(row.topic())) {
        put(row, rows.addObject());
      }
    }
    out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
  }

  private static void put(Chunk chunk, ObjectNode node) {
    node.put("chunk", chunk.name());
    node.put("date", LocalDate.ofEpochDay(chunk.day()).toString());
    node.put("documents", chunk.documents());
    node.put("outliers", chunk.outliers());
    node.put("outlierShare", chunk.outlierShare());
    node.put("rejected", chunk.rejected());
    EvaluationJson.put(node, "similarity", chunk.similarity());
    EvaluationJson.put(node, "novelty", chunk.novelty());
    ArrayNode born = node.putArray("born");
    chunk.born().forEach(born::add);
    ArrayNode retired = node.putArray("retired");
    chunk.retired().forEach(retired::add);
  }

  private static void put(TopicTrend row, ObjectNode node) {
    node.put("chunk", row.chunk());
    node.put("date", LocalDate.ofEpochDay(row.day()).toString());
    node.put("topic", row.topic());
    node.put("documents", row.documents());
    node.put("share", row.share());
    EvaluationJson.put(node, "similarity", row.similarity());
    EvaluationJson.put(node, "popularity", row.popularity());
    node.put("signal", row.signal().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse(null));
    ArrayNode words = node.putArray("words");
    row.words().forEach(words::add);
  }
}
