package org.sparkbertopic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.corpus.TermVectorEmbedder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.persistence.Lineage;
import org.sparkbertopic.persistence.SavedModel;

/** The parameters of a fit as a model's lineage keeps them, and what is read back from there. */
final class FitParameters {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EMBEDDER = "embedder";

  private FitParameters() {}

  /**
   * All parameters that have a value, by name. Without those that change no result, and without the
   * embedder where embeddings are given.
   */
  static ObjectNode toJson(BERTopic estimator) {
    ObjectNode json = JSON.createObjectNode();
    for (Param<?> param : estimator.params()) {
      boolean unused =
          param.equals(estimator.driverThreads())
              || (param.equals(estimator.embedder()) && estimator.getEmbeddingCol().isPresent());
      if (!unused && estimator.isDefined(param)) {
        json.set(param.name(), encode(estimator, param));
      }
    }
    return json;
  }

  private static <T> JsonNode encode(BERTopic estimator, Param<T> param) {
    String encoded = param.jsonEncode(estimator.getOrDefault(param));
    try {
      return JSON.readTree(encoded);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(param.name() + " is no JSON: " + encoded, e);
    }
  }

  /** What embeds texts for a saved model; empty where the fit was given embeddings. */
  static Optional<Embedder> embedderOf(SavedModel model) {
    return model
        .lineage()
        .map(Lineage::parameters)
        .map(parameters -> parameters.get(EMBEDDER))
        .map(part -> PartJson.decode(part.toString(), EmbeddingModel.class))
        .map(
            part ->
                part instanceof EmbedderTrainer trainer ? learnt(trainer, model) : (Embedder) part);
  }

  private static Embedder learnt(EmbedderTrainer trainer, SavedModel model) {
    return TermVectorEmbedder.of(
        trainer,
        model
            .termVectors()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model must have the term vectors that "
                            + trainer.name()
                            + " learnt, got none; copy the whole model directory again")));
  }
}
