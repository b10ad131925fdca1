package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.provenance.Environment;
import org.sparkbertopic.provenance.InputData;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.provenance.Provenance;

/**
 * {@code provenance.json}: what a model was made from, and how. It contains times and facts about
 * machines, so the manifest does not list it, and equal models may have different files. It begins
 * with the SHA-256 of its remaining content. The provenance of a model without the file is unknown.
 * Up to format version 3 the manifest had the provenance, under {@code lineage}.
 */
final class ProvenanceJson {

  private static final String INPUT = "input";
  private static final String LOCATION = "location";
  private static final String SCHEMA = "schema";
  private static final String FINGERPRINT = "fingerprint";
  private static final String ROWS = "rows";
  private static final String DOCUMENTS = "documents";
  private static final String EMBEDDER = "embedder";
  private static final String EMBEDDER_FINGERPRINT = "embedderFingerprint";
  private static final String PARAMETERS = "parameters";
  private static final String SEED = "seed";
  private static final String ENVIRONMENT = "environment";
  private static final String LIBRARY = "library";
  private static final String SPARK = "spark";
  private static final String JAVA = "java";
  private static final String OS = "os";
  private static final String ARCH = "arch";
  private static final String TIME = "time";
  private static final String OPERATIONS = "operations";
  private static final String NAME = "name";
  private static final String ARGUMENTS = "arguments";

  private ProvenanceJson() {}

  static byte[] bytes(Provenance provenance) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    InputData input = provenance.input();
    ObjectNode inputNode = root.putObject(INPUT);
    inputNode.put(LOCATION, input.location());
    inputNode.put(SCHEMA, input.schema());
    inputNode.put(FINGERPRINT, input.fingerprint());
    inputNode.put(ROWS, input.rows());
    inputNode.put(DOCUMENTS, input.documents());
    root.put(EMBEDDER, provenance.embedder());
    root.put(EMBEDDER_FINGERPRINT, provenance.embedderFingerprint());
    root.putObject(PARAMETERS).setAll(provenance.parameters());
    root.put(SEED, provenance.seed());
    Environment environment = provenance.environment();
    root.putObject(ENVIRONMENT)
        .put(LIBRARY, environment.library())
        .put(SPARK, environment.spark())
        .put(JAVA, environment.java())
        .put(OS, environment.os())
        .put(ARCH, environment.arch());
    provenance.time().ifPresent(time -> root.put(TIME, time.toString()));
    ArrayNode operations = root.putArray(OPERATIONS);
    for (ModelOperation operation : provenance.operations()) {
      ObjectNode node = operations.addObject();
      node.put(NAME, operation.name());
      node.putObject(ARGUMENTS).setAll(operation.arguments());
      operation.time().ifPresent(time -> node.put(TIME, time.toString()));
      node.put(LIBRARY, operation.library());
    }
    return OwnSum.bytes(root);
  }

  static Provenance read(byte[] content, String file) throws IOException {
    OwnSum.check(content, file);
    ObjectNode root = Json.object(new ByteArrayInputStream(content), file);
    JsonNode input = Json.need(root, INPUT, file);
    JsonNode environment = Json.need(root, ENVIRONMENT, file);
    List<ModelOperation> operations = new ArrayList<>();
    for (JsonNode node : Json.array(root, OPERATIONS, file)) {
      operations.add(
          new ModelOperation(
              Json.text(node, NAME, file),
              values(node, ARGUMENTS, file),
              time(node, file),
              Json.text(node, LIBRARY, file)));
    }
    return new Provenance(
        new InputData(
            Json.text(input, LOCATION, file),
            Json.text(input, SCHEMA, file),
            Json.text(input, FINGERPRINT, file),
            Json.whole(input, ROWS, file),
            Json.whole(input, DOCUMENTS, file)),
        Json.text(root, EMBEDDER, file),
        Json.text(root, EMBEDDER_FINGERPRINT, file),
        values(root, PARAMETERS, file),
        Json.whole(root, SEED, file),
        new Environment(
            Json.text(environment, LIBRARY, file),
            Json.text(environment, SPARK, file),
            Json.text(environment, JAVA, file),
            Json.text(environment, OS, file),
            Json.text(environment, ARCH, file)),
        time(root, file),
        operations);
  }

  private static Optional<Instant> time(JsonNode node, String file) throws ModelDirectoryException {
    Optional<String> text = Json.optionalText(node, TIME, file);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException e) {
      throw Json.unexpected(file, TIME, "a time such as 2026-11-29T10:17:44Z", text.orElse(""));
    }
  }

  private static Map<String, JsonNode> values(JsonNode object, String key, String file)
      throws ModelDirectoryException {
    JsonNode node = Json.need(object, key, file);
    if (!node.isObject()) {
      throw Json.unexpected(file, key, "an object", node);
    }
    Map<String, JsonNode> values = new TreeMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  /** What the manifest of format versions 1 to 3 records about the fit. */
  static Provenance ofLineage(JsonNode lineage, String file) throws ModelDirectoryException {
    if (!lineage.isObject()) {
      throw Json.unexpected(file, "lineage", "an object", lineage);
    }
    Map<String, JsonNode> parameters = values(lineage, PARAMETERS, file);
    List<ModelOperation> operations = new ArrayList<>();
    JsonNode former = parameters.remove(OPERATIONS);
    if (former != null) {
      former.forEach(
          name ->
              operations.add(new ModelOperation(name.asText(), Map.of(), Optional.empty(), "")));
    }
    return new Provenance(
        new InputData("", "", "", -1, Json.whole(lineage, DOCUMENTS, file)),
        Json.text(lineage, EMBEDDER, file),
        Json.text(lineage, EMBEDDER_FINGERPRINT, file),
        parameters,
        Json.whole(lineage, SEED, file),
        new Environment(Json.text(lineage, "createdBy", file), "", "", "", ""),
        Optional.empty(),
        operations);
  }
}
