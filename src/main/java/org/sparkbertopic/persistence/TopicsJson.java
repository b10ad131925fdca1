package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.Topic;

/**
 * {@code topics.json} of a run: a list of the topics in ascending order of id, including -1, one
 * per line.
 *
 * <pre>
 * [
 * {"id": 0, "size": 296, "name": "0_energy_oil", "words": [["energy", 0.031]], "representativeDocuments": ["d7"]}
 * ]
 * </pre>
 *
 * A topic may also have {@code "aspects"}, lists of words by name, and a {@code "customLabel"},
 * with {@code "labelOfAspect": true} if it comes from an aspect. A topic that gets no more
 * documents has {@code "retired": true}.
 *
 * <p>The encoding is UTF-8. Equal topics give equal bytes on every machine.
 */
public final class TopicsJson {

  private TopicsJson() {}

  /** Writes the topics; does not close {@code out}. */
  public static void write(List<Topic> topics, OutputStream out) throws IOException {
    List<Topic> ascending = new ArrayList<>(topics);
    ascending.sort(Comparator.comparingInt(Topic::id));
    String before = "[\n";
    for (Topic topic : ascending) {
      out.write(before.getBytes(StandardCharsets.UTF_8));
      JsonGenerator json = Json.MAPPER.createGenerator(out).setPrettyPrinter(Json.oneLine());
      writeTopic(topic, json);
      json.flush();
      before = ",\n";
    }
    out.write((ascending.isEmpty() ? "[]\n" : "\n]\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void writeTopic(Topic topic, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", topic.id());
    json.writeNumberField("size", topic.size());
    json.writeStringField("name", topic.name());
    json.writeFieldName("words");
    writeWords(topic.words(), json);
    json.writeArrayFieldStart("representativeDocuments");
    for (String document : topic.representativeDocuments()) {
      json.writeString(document);
    }
    json.writeEndArray();
    if (!topic.aspects().isEmpty()) {
      json.writeObjectFieldStart("aspects");
      for (Map.Entry<String, List<TermScore>> aspect : topic.aspects().entrySet()) {
        json.writeFieldName(aspect.getKey());
        writeWords(aspect.getValue(), json);
      }
      json.writeEndObject();
    }
    if (topic.customLabel().isPresent()) {
      json.writeStringField("customLabel", topic.customLabel().get());
      if (topic.labelOfAspect()) {
        json.writeBooleanField("labelOfAspect", true);
      }
    }
    if (topic.retired()) {
      json.writeBooleanField("retired", true);
    }
    json.writeEndObject();
  }

  static void writeWords(List<TermScore> words, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (TermScore word : words) {
      json.writeStartArray();
      json.writeString(word.term());
      json.writeNumber(word.score());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /**
   * Reads the output of {@link #write}; does not close {@code in}.
   *
   * @param file name of the file, for messages
   * @throws ModelDirectoryException if a topic is incomplete
   */
  public static List<Topic> read(InputStream in, String file) throws IOException {
    List<Topic> topics = new ArrayList<>();
    for (JsonNode node : Json.MAPPER.readTree(in)) {
      List<TermScore> words = readWords(Json.need(node, "words", file));
      List<String> documents = new ArrayList<>();
      Json.need(node, "representativeDocuments", file).forEach(d -> documents.add(d.asText()));
      Map<String, List<TermScore>> aspects = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> aspect : node.path("aspects").properties()) {
        aspects.put(aspect.getKey(), readWords(aspect.getValue()));
      }
      topics.add(
          new Topic(
              Json.need(node, "id", file).asInt(),
              Json.need(node, "size", file).asLong(),
              Json.need(node, "name", file).asText(),
              words,
              documents,
              aspects,
              Optional.ofNullable(node.path("customLabel").textValue()),
              node.path("labelOfAspect").asBoolean(false),
              node.path("retired").asBoolean(false)));
    }
    return topics;
  }

  private static List<TermScore> readWords(JsonNode pairs) {
    List<TermScore> words = new ArrayList<>();
    for (JsonNode word : pairs) {
      words.add(new TermScore(word.path(0).asText(), word.path(1).asDouble()));
    }
    return words;
  }
}
