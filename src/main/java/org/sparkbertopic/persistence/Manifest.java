package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.persistence.ModelFiles.Checksum;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * {@code spark_bertopic.json}: what Python does not know, and the checksums of the files beside.
 *
 * @param files checksums by name
 * @param topics what is beside each topic of {@code topics.json}, in the order of the rows
 */
record Manifest(
    Map<String, Checksum> files,
    List<Beside> topics,
    int[] clusterTopics,
    CountVectorizer vectorizer,
    ClassTfidf ctfidf,
    Optional<Lineage> lineage) {

  /**
   * Raised by a change that an older library must not read. 2: counts, kept documents, custom
   * labels and rules for outliers beside. 3: topics.json lists the topics of the input's rows in
   * their order, where it has one, and keys of the documents lie beside.
   */
  static final int FORMAT_VERSION = 3;

  private static final String LABEL_OF_ASPECT = "labelOfAspect";

  /**
   * What Python does not know of a topic.
   *
   * @param customName the name where it is not made of the words
   * @param labelOfAspect whether an aspect made the label
   */
  record Beside(
      Optional<String> customName,
      Optional<String> customLabel,
      boolean labelOfAspect,
      List<String> representativeDocuments) {}

  static void write(SavedModel model, Map<String, Checksum> files, OutputStream out)
      throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("libraryVersion", Lineage.libraryVersion());
    model.lineage().ifPresent(lineage -> root.set("lineage", lineageNode(lineage)));
    ArrayNode topics = root.putArray("topics");
    for (Topic topic : model.topics().topics()) {
      ObjectNode node = topics.addObject();
      node.put("id", topic.id());
      if (!topic.hasDefaultName()) {
        node.put("customName", topic.name());
      }
      topic.customLabel().ifPresent(label -> node.put("customLabel", label));
      if (topic.labelOfAspect()) {
        node.put(LABEL_OF_ASPECT, true);
      }
      ArrayNode documents = node.putArray("representativeDocuments");
      topic.representativeDocuments().forEach(documents::add);
    }
    ArrayNode clusters = root.putArray("clusterTopics");
    for (int topic : model.clusterTopics()) {
      clusters.add(topic);
    }
    root.set("vectorizer", Json.MAPPER.valueToTree(model.vectorizer()));
    root.set("ctfidf", Json.MAPPER.valueToTree(model.topics().ctfidf().parameters()));
    ObjectNode checksums = root.putObject("files");
    new TreeMap<>(files)
        .forEach(
            (name, sum) ->
                checksums.putObject(name).put("bytes", sum.bytes()).put("crc32c", sum.crc32c()));
    Json.MAPPER.writer(Json.lines()).writeValue(out, root);
  }

  private static ObjectNode lineageNode(Lineage lineage) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("createdBy", lineage.createdBy());
    node.put("seed", lineage.seed());
    node.put("documents", lineage.documents());
    node.put("embedder", lineage.embedder());
    node.put("embedderFingerprint", lineage.embedderFingerprint());
    node.set("parameters", lineage.parameters());
    return node;
  }

  static Manifest read(InputStream in, long length, String file) throws IOException {
    ObjectNode root = Json.object(in, file);
    JsonNode version = Json.need(root, "formatVersion", file);
    if (!version.isInt() || version.asInt() < 1) {
      throw Json.unexpected(file, "formatVersion", "a positive number", version);
    }
    if (version.asInt() > FORMAT_VERSION) {
      throw new ModelDirectoryException(
          String.format(
              Locale.ROOT,
              "%s is of format version %d, written by spark-bertopic %s; this library reads up to version %d: use that release of spark-bertopic or a later one",
              file,
              version.asInt(),
              root.path("libraryVersion").asText("?"),
              FORMAT_VERSION));
    }
    Map<String, Checksum> files = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : Json.need(root, "files", file).properties()) {
      files.put(
          entry.getKey(),
          new Checksum(
              Json.need(entry.getValue(), "bytes", file).asLong(),
              Json.need(entry.getValue(), "crc32c", file).asText()));
    }
    List<Beside> topics = new ArrayList<>();
    for (JsonNode topic : Json.need(root, "topics", file)) {
      List<String> documents = new ArrayList<>();
      topic.path("representativeDocuments").forEach(id -> documents.add(id.asText()));
      topics.add(
          new Beside(
              Optional.ofNullable(topic.path("customName").textValue()),
              Optional.ofNullable(topic.path("customLabel").textValue()),
              topic.path(LABEL_OF_ASPECT).asBoolean(false),
              documents));
    }
    JsonNode clusters = Json.need(root, "clusterTopics", file);
    int[] clusterTopics = new int[clusters.size()];
    for (int cluster = 0; cluster < clusterTopics.length; cluster++) {
      clusterTopics[cluster] = clusters.get(cluster).asInt();
    }
    return new Manifest(
        files,
        topics,
        clusterTopics,
        value(root, "vectorizer", CountVectorizer.class, file),
        value(root, "ctfidf", ClassTfidf.class, file),
        lineage(root.path("lineage"), file));
  }

  private static Optional<Lineage> lineage(JsonNode node, String file)
      throws ModelDirectoryException {
    if (!node.isObject()) {
      return Optional.empty();
    }
    if (!(Json.need(node, "parameters", file) instanceof ObjectNode parameters)) {
      throw Json.unexpected(file, "parameters", "an object", node.get("parameters"));
    }
    return Optional.of(
        new Lineage(
            Json.need(node, "createdBy", file).asText(),
            Json.need(node, "seed", file).asLong(),
            Json.need(node, "documents", file).asLong(),
            Json.need(node, "embedder", file).asText(),
            Json.need(node, "embedderFingerprint", file).asText(),
            parameters));
  }

  private static <T> T value(JsonNode root, String key, Class<T> type, String file)
      throws ModelDirectoryException {
    try {
      return Json.MAPPER.convertValue(Json.need(root, key, file), type);
    } catch (IllegalArgumentException e) {
      throw new ModelDirectoryException(
          String.format(
              Locale.ROOT,
              "%s: %s is not what it should be (%s); save the model again",
              file,
              key,
              e.getMessage()),
          e);
    }
  }
}
