package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.params.SavedPart;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.RepresentationModel;

/**
 * The parts of a model in its manifest. Up to format version 3 they were among the parameters of
 * the fit.
 */
final class PartsJson {

  private static final String EMBEDDER = "embedder";
  private static final String EMBEDDER_FINGERPRINT = "embedderFingerprint";
  private static final String REPRESENTATION = "representation";
  private static final String ASPECTS = "aspects";
  private static final String REPRESENTATIVE_DOCUMENTS = "representativeDocuments";

  private PartsJson() {}

  static ObjectNode write(ModelParts parts) throws IOException {
    ObjectNode node = Json.MAPPER.createObjectNode();
    if (parts.embedder().isPresent()) {
      node.set(EMBEDDER, tree(parts.embedder().get()));
    }
    node.put(EMBEDDER_FINGERPRINT, parts.embedderFingerprint());
    node.set(REPRESENTATION, tree(parts.representation()));
    node.set(ASPECTS, tree(parts.aspects()));
    node.put(REPRESENTATIVE_DOCUMENTS, parts.representativeDocuments());
    return node;
  }

  private static JsonNode tree(SavedPart<?> part) throws IOException {
    return Json.MAPPER.readTree(part.json());
  }

  static ModelParts read(JsonNode node, String file) throws ModelDirectoryException {
    if (!node.isObject()) {
      throw Json.unexpected(file, "parts", "an object", node);
    }
    long documents = Json.whole(node, REPRESENTATIVE_DOCUMENTS, file);
    if (documents < 0 || documents != (int) documents) {
      throw Json.unexpected(file, REPRESENTATIVE_DOCUMENTS, "a number of documents", documents);
    }
    return new ModelParts(
        node.has(EMBEDDER)
            ? Optional.of(part(node, EMBEDDER, EmbeddingModel.class, file))
            : Optional.empty(),
        Json.text(node, EMBEDDER_FINGERPRINT, file),
        part(node, REPRESENTATION, RepresentationModel.class, file),
        part(node, ASPECTS, Aspects.class, file),
        (int) documents);
  }

  private static <T> SavedPart<T> part(JsonNode node, String key, Class<T> contract, String file)
      throws ModelDirectoryException {
    return SavedPart.read(Json.need(node, key, file).toString(), contract);
  }

  /**
   * Reads the lineage of format versions 1 to 3, whose parameters only name values that differ from
   * the defaults.
   */
  static ModelParts ofLineage(JsonNode lineage) {
    JsonNode parameters = lineage.path("parameters");
    JsonNode documents = parameters.path(REPRESENTATIVE_DOCUMENTS);
    return new ModelParts(
        former(parameters, EMBEDDER, EmbeddingModel.class),
        lineage.path(EMBEDDER_FINGERPRINT).asText(),
        former(parameters, REPRESENTATION, RepresentationModel.class)
            .orElse(ModelParts.NONE.representation()),
        former(parameters, ASPECTS, Aspects.class).orElse(ModelParts.NONE.aspects()),
        documents.isInt() && documents.intValue() >= 0
            ? documents.intValue()
            : ModelParts.NONE.representativeDocuments());
  }

  private static <T> Optional<SavedPart<T>> former(
      JsonNode parameters, String key, Class<T> contract) {
    return parameters.has(key)
        ? Optional.of(SavedPart.read(parameters.get(key).toString(), contract))
        : Optional.empty();
  }
}
