package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.AspectNames;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.Topic;

/**
 * {@code topics.json} of the model directory, as BERTopic up to 0.17 writes and reads it.
 *
 * @param topics topics ascending by id, without representative documents, which Python does not
 *     save
 * @param clusterTopics topic of each cluster, by cluster label; empty if the labels are not 0, 1,
 *     2...
 */
record PythonTopics(
    List<Topic> topics, DocumentTopics trainingTopics, int[] clusterTopics, List<String> warnings) {

  /**
   * Replaces the list of topics if the order of the documents is unknown. With it, Python loads the
   * model, assigns new documents and shows its topics, and fails at everything that pairs documents
   * with topics by position: a list with one entry has another length than the documents, and an
   * object is neither a number nor hashable. Other values fail less often. Without a list Python
   * cannot load the model; null means not fitted; with an empty list Python sets no labels and
   * silently deletes all topics.
   */
  static final String NO_ORDER =
      "the order of the documents is not known; set topics_ to the topics of your documents";

  static void write(SavedModel model, OutputStream out) throws IOException {
    List<Topic> topics = model.topics().topics();
    JsonGenerator json = Json.MAPPER.createGenerator(out).setPrettyPrinter(Json.lines());
    json.writeStartObject();
    json.writeObjectFieldStart("topic_representations");
    for (Topic topic : topics) {
      json.writeFieldName(Integer.toString(topic.id()));
      TopicsJson.writeWords(topic.words(), json);
    }
    json.writeEndObject();
    writeTrainingTopics(model.pairedTopics(), json);
    json.writeObjectFieldStart("topic_sizes");
    for (Topic topic : topics) {
      json.writeNumberField(Integer.toString(topic.id()), topic.size());
    }
    json.writeEndObject();
    writeMapper(model, json);
    json.writeObjectFieldStart("topic_labels");
    for (Topic topic : topics) {
      json.writeStringField(Integer.toString(topic.id()), topic.name());
    }
    json.writeEndObject();
    writeCustomLabels(topics, json);
    json.writeNumberField("_outliers", model.topics().outlierRows());
    writeAspects(topics, json);
    json.writeEndObject();
    json.flush();
  }

  private static void writeTrainingTopics(DocumentTopics paired, JsonGenerator json)
      throws IOException {
    json.writeFieldName("topics");
    if (paired.isKnown()) {
      json.writeArray(paired.topics(), 0, paired.topics().length);
      return;
    }
    json.writeStartArray();
    json.writeStartObject();
    json.writeArrayFieldStart(NO_ORDER);
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  /**
   * Python reads the last column as the current topic of the cluster in the first column, and the
   * third last as the state before the last operation. So three columns are the minimum.
   */
  private static void writeMapper(SavedModel model, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("topic_mapper");
    boolean identity = model.clusterTopics().length == 0;
    for (Topic topic : model.topics().topics()) {
      if (identity || topic.id() == Topic.OUTLIERS) {
        writeRow(topic.id(), topic.id(), json);
      }
    }
    for (int cluster = 0; cluster < model.clusterTopics().length; cluster++) {
      writeRow(cluster, model.clusterTopics()[cluster], json);
    }
    json.writeEndArray();
  }

  private static void writeRow(int cluster, int topic, JsonGenerator json) throws IOException {
    json.writeArray(new int[] {cluster, cluster, topic}, 0, 3);
  }

  /** Python builds a topic's label from its words, unless there are custom labels. */
  private static void writeCustomLabels(List<Topic> topics, JsonGenerator json) throws IOException {
    if (topics.stream().allMatch(t -> t.hasDefaultName() && t.customLabel().isEmpty())) {
      json.writeNullField("custom_labels");
      return;
    }
    json.writeArrayFieldStart("custom_labels");
    for (Topic topic : topics) {
      json.writeString(topic.label());
    }
    json.writeEndArray();
  }

  /** Words by aspect, then by topic; every topic of an aspect has an entry. */
  private static void writeAspects(List<Topic> topics, JsonGenerator json) throws IOException {
    Set<String> aspects = new LinkedHashSet<>();
    topics.forEach(topic -> aspects.addAll(topic.aspects().keySet()));
    json.writeObjectFieldStart("topic_aspects");
    for (String aspect : aspects) {
      json.writeObjectFieldStart(aspect);
      for (Topic topic : topics) {
        if (topic.aspects().containsKey(aspect)) {
          json.writeFieldName(Integer.toString(topic.id()));
          TopicsJson.writeWords(topic.aspects().get(aspect), json);
        }
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  static PythonTopics read(InputStream in, long length, String file) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ObjectReader values =
        Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    DocumentTopics trainingTopics = null;
    try (JsonParser json = Json.MAPPER.createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw Json.unexpected(file, "the whole", "a JSON object", json.currentToken());
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        // one number per training document, so it is not read as a tree of objects
        if (key.equals("topics") && json.currentToken() == JsonToken.START_ARRAY) {
          trainingTopics = readTopics(json, file);
        } else {
          root.set(key, values.readTree(json));
        }
      }
    }
    if (root.has("bertopic_version")) {
      throw ModelDirectoryException.of(
          "%s was saved by BERTopic %s in a format later than 0.17's, which this library does not read; save the model with BERTopic 0.17.4",
          file, root.get("bertopic_version").asText());
    }
    if (trainingTopics == null) {
      Json.need(root, "topics", file);
      throw Json.unexpected(file, "topics", "a list", root.get("topics"));
    }
    List<String> warnings = new ArrayList<>();
    List<Topic> topics = topics(root, file);
    return new PythonTopics(
        withAspects(topics, root.path("topic_aspects"), file, warnings),
        trainingTopics,
        clusters(root),
        warnings);
  }

  /**
   * Leaves out aspects that are not lists of words, such as pictures, and aspects whose name is
   * reserved here.
   */
  private static List<Topic> withAspects(
      List<Topic> topics, JsonNode aspects, String file, List<String> warnings) {
    List<Map<String, List<TermScore>>> found = new ArrayList<>();
    topics.forEach(topic -> found.add(new LinkedHashMap<>()));
    for (Map.Entry<String, JsonNode> aspect : aspects.properties()) {
      if (AspectNames.isTaken(aspect.getKey())) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%s: topic_aspects are left out whose name is one of %s: %s",
                file,
                AspectNames.TAKEN,
                aspect.getKey()));
        continue;
      }
      try {
        for (int row = 0; row < topics.size(); row++) {
          String topic = Integer.toString(topics.get(row).id());
          JsonNode words = aspect.getValue().path(topic);
          if (!words.isMissingNode()) {
            found.get(row).put(aspect.getKey(), words(words, "topic_aspects", topic, file));
          }
        }
      } catch (ModelDirectoryException e) {
        found.forEach(row -> row.remove(aspect.getKey()));
        warnings.add(file + ": topic_aspects are left out: " + aspect.getKey());
      }
    }
    List<Topic> complete = new ArrayList<>();
    for (int row = 0; row < topics.size(); row++) {
      complete.add(topics.get(row).withAspects(found.get(row)));
    }
    return complete;
  }

  private static DocumentTopics readTopics(JsonParser json, String file) throws IOException {
    int[] values = new int[1024];
    int size = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT && size == 0) {
        json.skipChildren();
        continue;
      }
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw Json.unexpected(file, "topics", "a list of whole numbers", json.getText());
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = json.getIntValue();
    }
    return size == 0 ? DocumentTopics.UNKNOWN : DocumentTopics.of(Arrays.copyOf(values, size));
  }

  private static List<Topic> topics(JsonNode root, String file) throws IOException {
    Map<Integer, JsonNode> representations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry :
        Json.need(root, "topic_representations", file).properties()) {
      try {
        representations.put(Integer.valueOf(entry.getKey()), entry.getValue());
      } catch (NumberFormatException e) {
        throw Json.unexpected(
            file, "a key of topic_representations", "a topic's number", entry.getKey());
      }
    }
    JsonNode sizes = Json.need(root, "topic_sizes", file);
    JsonNode custom = root.path("custom_labels");
    List<Topic> topics = new ArrayList<>();
    for (Map.Entry<Integer, JsonNode> entry : representations.entrySet()) {
      int id = entry.getKey();
      String key = Integer.toString(id);
      List<TermScore> words = words(entry.getValue(), "topic_representations", key, file);
      String name = root.path("topic_labels").path(key).asText(Topic.defaultName(id, words));
      Optional<String> label = Optional.ofNullable(custom.path(topics.size()).textValue());
      topics.add(
          new Topic(id, sizes.path(key).asLong(0), name, words, List.of()).withCustomLabel(label));
    }
    return topics;
  }

  /** Python pads short lists with empty words. */
  private static List<TermScore> words(JsonNode pairs, String key, String topic, String file)
      throws ModelDirectoryException {
    List<TermScore> words = new ArrayList<>(pairs.size());
    for (JsonNode pair : pairs) {
      if (pair.size() != 2 || !pair.get(0).isTextual() || !pair.get(1).isNumber()) {
        throw Json.unexpected(file, key + " of " + topic, "[word, score]", pair);
      }
      if (!pair.get(0).textValue().isEmpty()) {
        words.add(new TermScore(pair.get(0).textValue(), pair.get(1).doubleValue()));
      }
    }
    return words;
  }

  private static int[] clusters(JsonNode root) {
    Map<Integer, Integer> topics = new TreeMap<>();
    for (JsonNode row : root.path("topic_mapper")) {
      topics.put(row.path(0).asInt(), row.path(row.size() - 1).asInt());
    }
    topics.remove(Topic.OUTLIERS);
    int[] clusters = topics.values().stream().mapToInt(Integer::intValue).toArray();
    boolean numbered =
        topics.keySet().stream().allMatch(label -> label >= 0 && label < clusters.length);
    return numbered ? clusters : new int[0];
  }
}
