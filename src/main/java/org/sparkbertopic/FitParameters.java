package org.sparkbertopic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.sparkbertopic.embedding.Embedder;

/** The parameters of a fit as JSON. */
final class FitParameters {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FitParameters() {}

  /**
   * All parameters that have a value, by name. Without those that change no result, and, where
   * embeddings are given, without an embedder that did not make them.
   */
  static ObjectNode toJson(BERTopic estimator) {
    ObjectNode json = JSON.createObjectNode();
    for (Param<?> param : estimator.params()) {
      boolean unused =
          param.equals(estimator.driverThreads())
              || (param.equals(estimator.embedder())
                  && estimator.getEmbeddingCol().isPresent()
                  && modelOfGiven(estimator).isEmpty());
      if (!unused && estimator.isDefined(param)) {
        json.set(param.name(), encode(estimator, param));
      }
    }
    return json;
  }

  /**
   * The model that made given embeddings, on the user's word: an embedder that was set beside their
   * column. It embeds words and the texts of later documents. One that is to be trained made none.
   */
  static Optional<Embedder> modelOfGiven(BERTopic estimator) {
    return estimator.getEmbeddingCol().isPresent()
            && estimator.isSet(estimator.embedder())
            && estimator.getEmbedder() instanceof Embedder model
        ? Optional.of(model)
        : Optional.empty();
  }

  private static <T> JsonNode encode(BERTopic estimator, Param<T> param) {
    String encoded = param.jsonEncode(estimator.getOrDefault(param));
    try {
      return JSON.readTree(encoded);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(param.name() + " is no JSON: " + encoded, e);
    }
  }

  /** A value of the root as JSON, for a fingerprint; null for none. */
  static JsonNode json(Optional<? extends Record> value) {
    return JSON.valueToTree(value.orElse(null));
  }
}
