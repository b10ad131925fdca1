package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.provenance.Environment;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * {@code spark_bertopic.json}: everything that Python's files do not hold, the location of the
 * other files, and their checksums. The file begins with the SHA-256 of its remaining content.
 *
 * @param formatVersion format version of the directory
 * @param folder subfolder with the files; empty if they lie in the directory itself
 * @param files checksums by file name
 * @param topics additional data for each topic of {@code topics.json}, in row order
 * @param parts empty for a model from Python that was saved again before format version 4
 * @param provenance provenance in manifests before format version 4
 * @param stage Spark ML's description of the saved stage, as JSON
 */
record Manifest(
    int formatVersion,
    Optional<String> folder,
    Map<String, FileDigest> files,
    List<Beside> topics,
    int[] clusterTopics,
    CountVectorizer vectorizer,
    ClassTfidf ctfidf,
    Optional<ModelParts> parts,
    Optional<Provenance> provenance,
    Optional<String> stage) {

  /**
   * Increased by changes that older libraries must not read. Version 2 added counts, kept
   * documents, custom labels and rules for outliers. Version 3 added registered names of parts,
   * SHA-256 (also of the manifest itself) and versions side by side; topics.json lists topics in
   * the order of the input's rows if the rows have one, and document keys are stored. Version 4
   * moved the embedder and the representations to separate fields, and the provenance to a file of
   * its own.
   */
  static final int FORMAT_VERSION = 5;

  private static final int FIRST_WITH_OWN_SUM = 3;
  private static final int FIRST_WITH_PARTS = 4;
  private static final String LINEAGE = "lineage";
  private static final Pattern FOLDER = Pattern.compile(ModelFiles.VERSIONS + "/[0-9a-f]{16}");
  private static final String LABEL_OF_ASPECT = "labelOfAspect";
  private static final String RETIRED = "retired";
  private static final String FILES = "files";
  private static final String CLUSTER_TOPICS = "clusterTopics";
  private static final String REPRESENTATIVE_DOCUMENTS = "representativeDocuments";

  /** Each file requires its partner. */
  private static final Map<String, String> NEEDED_BESIDE =
      Map.of(
          ModelFiles.LATER_LAYOUTS, ModelFiles.LAYOUT,
          ModelFiles.OUTLIER_BUFFER, ModelFiles.HISTORY,
          ModelFiles.TALLY, ModelFiles.TOTALS,
          ModelFiles.TOTALS, ModelFiles.TALLY,
          ModelFiles.OUTLIER_RULES, ModelFiles.OUTLIER_TENSORS,
          ModelFiles.OUTLIER_TENSORS, ModelFiles.OUTLIER_RULES,
          ModelFiles.DOCUMENTS, ModelFiles.EMBEDDINGS_OF_DOCUMENTS,
          ModelFiles.EMBEDDINGS_OF_DOCUMENTS, ModelFiles.DOCUMENTS);

  /**
   * Data of a topic that Python's files do not hold.
   *
   * @param customName the name, if it is not made of the topic's words
   * @param labelOfAspect whether an aspect provides the label
   * @param retired whether the topic gets no more documents
   */
  record Beside(
      int id,
      Optional<String> customName,
      Optional<String> customLabel,
      boolean labelOfAspect,
      boolean retired,
      List<String> representativeDocuments) {}

  /**
   * The manifest of a model.
   *
   * @param folder subfolder with the files; empty if they lie next to the manifest
   */
  static byte[] bytes(
      SavedModel model,
      Map<String, FileDigest> files,
      Optional<String> folder,
      Optional<String> stage)
      throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("libraryVersion", Environment.libraryVersion());
    folder.ifPresent(place -> root.put("folder", place));
    root.set("parts", PartsJson.write(model.parts()));
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
      if (topic.retired()) {
        node.put(RETIRED, true);
      }
      ArrayNode documents = node.putArray(REPRESENTATIVE_DOCUMENTS);
      topic.representativeDocuments().forEach(documents::add);
    }
    ArrayNode clusters = root.putArray(CLUSTER_TOPICS);
    for (int topic : model.clusterTopics()) {
      clusters.add(topic);
    }
    root.set("vectorizer", Json.MAPPER.valueToTree(model.vectorizer()));
    root.set("ctfidf", Json.MAPPER.valueToTree(model.topics().ctfidf().parameters()));
    stage.ifPresent(text -> root.put("stage", text));
    ObjectNode checksums = root.putObject(FILES);
    new TreeMap<>(files)
        .forEach(
            (name, sum) ->
                checksums
                    .putObject(name)
                    .put("bytes", sum.bytes())
                    .put(sum.kind().key(), sum.hex()));
    return OwnSum.bytes(root);
  }

  static Manifest read(byte[] content, String file) throws IOException {
    ObjectNode root = Json.object(new ByteArrayInputStream(content), file);
    JsonNode version = Json.need(root, "formatVersion", file);
    if (!version.isInt() || version.asInt() < 1) {
      throw Json.unexpected(file, "formatVersion", "a positive number", version);
    }
    if (version.asInt() > FORMAT_VERSION) {
      throw ModelDirectoryException.of(
          "%s is of format version %d, written by spark-bertopic %s; this library reads up to version %d: use that release of spark-bertopic or a later one",
          file, version.asInt(), root.path("libraryVersion").asText("?"), FORMAT_VERSION);
    }
    boolean ownSum = version.asInt() >= FIRST_WITH_OWN_SUM;
    if (ownSum) {
      OwnSum.check(content, file);
    }
    Map<String, FileDigest> files =
        files(root, ownSum ? FileDigest.Kind.SHA_256 : FileDigest.Kind.CRC32C, file);
    List<Beside> topics = new ArrayList<>();
    for (JsonNode topic : Json.array(root, "topics", file)) {
      topics.add(beside(topic, file));
    }
    return new Manifest(
        version.asInt(),
        folder(root, file),
        files,
        topics,
        Json.ints(root, CLUSTER_TOPICS, file),
        value(root, "vectorizer", CountVectorizer.class, file),
        value(root, "ctfidf", ClassTfidf.class, file),
        parts(root, version.asInt(), file),
        root.has(LINEAGE)
            ? Optional.of(ProvenanceJson.ofLineage(root.get(LINEAGE), file))
            : Optional.empty(),
        Json.optionalText(root, "stage", file));
  }

  private static Map<String, FileDigest> files(ObjectNode root, FileDigest.Kind kind, String file)
      throws ModelDirectoryException {
    JsonNode listed = Json.need(root, FILES, file);
    if (!listed.isObject()) {
      throw Json.unexpected(file, FILES, "an object", listed);
    }
    Map<String, FileDigest> files = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : listed.properties()) {
      if (!ModelFiles.LISTED.contains(entry.getKey())) {
        throw Json.unexpected(file, FILES, "names of a model's own files", entry.getKey());
      }
      long bytes = Json.whole(entry.getValue(), "bytes", file);
      String sum = Json.text(entry.getValue(), kind.key(), file);
      if (bytes < 0 || !kind.isHex(sum)) {
        throw Json.unexpected(file, FILES, "lengths and checksums", entry.getValue());
      }
      files.put(entry.getKey(), new FileDigest(bytes, kind, sum));
    }
    Set<String> needed = new TreeSet<>(ModelFiles.PYTHON);
    NEEDED_BESIDE.forEach(
        (name, other) -> {
          if (files.containsKey(name)) {
            needed.add(other);
          }
        });
    needed.removeAll(files.keySet());
    if (!needed.isEmpty()) {
      throw ModelDirectoryException.of(
          "%s is damaged: it must list %s; copy the model again or save it again", file, needed);
    }
    return files;
  }

  private static Optional<String> folder(ObjectNode root, String file)
      throws ModelDirectoryException {
    Optional<String> folder = Json.optionalText(root, "folder", file);
    if (folder.isPresent() && !FOLDER.matcher(folder.get()).matches()) {
      throw Json.unexpected(file, "folder", "a folder of " + ModelFiles.VERSIONS, folder.get());
    }
    return folder;
  }

  private static Beside beside(JsonNode topic, String file) throws ModelDirectoryException {
    long id = Json.whole(topic, "id", file);
    if (id != (int) id) {
      throw Json.unexpected(file, "id", "the number of a topic", id);
    }
    boolean retired = flag(topic, RETIRED, file);
    if (retired && id == Topic.OUTLIERS) {
      throw Json.unexpected(file, RETIRED, "false for the outliers", true);
    }
    return new Beside(
        (int) id,
        Json.optionalText(topic, "customName", file),
        Json.optionalText(topic, "customLabel", file),
        flag(topic, LABEL_OF_ASPECT, file),
        retired,
        Json.texts(topic, REPRESENTATIVE_DOCUMENTS, file));
  }

  /** False where it is not given. */
  private static boolean flag(JsonNode topic, String key, String file)
      throws ModelDirectoryException {
    JsonNode value = topic.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw Json.unexpected(file, key, "true or false", value);
    }
    return value.asBoolean();
  }

  private static Optional<ModelParts> parts(ObjectNode root, int version, String file)
      throws ModelDirectoryException {
    if (version >= FIRST_WITH_PARTS) {
      return Optional.of(PartsJson.read(Json.need(root, "parts", file), file));
    }
    return root.has(LINEAGE)
        ? Optional.of(PartsJson.ofLineage(root.get(LINEAGE)))
        : Optional.empty();
  }

  private static <T> T value(JsonNode root, String key, Class<T> type, String file)
      throws ModelDirectoryException {
    try {
      return Json.MAPPER.convertValue(Json.need(root, key, file), type);
    } catch (IllegalArgumentException e) {
      throw ModelDirectoryException.of(
          e,
          "%s: %s is not what it should be (%s); save the model again",
          file,
          key,
          e.getMessage());
    }
  }
}
