package org.sparkbertopic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.corpus.TermVectorEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.persistence.Lineage;
import org.sparkbertopic.persistence.PythonSettings;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.stage.RepresentStage;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** The parameters of a fit as a model's lineage keeps them, and what is read back from there. */
final class FitParameters {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EMBEDDER = "embedder";
  private static final String ASPECTS = "aspects";
  private static final String REPRESENTATION = "representation";
  private static final String REPRESENTATIVE_DOCUMENTS = "representativeDocuments";

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

  /**
   * What embeds texts for a saved model; empty where the fit was given embeddings alone. Of the
   * models that Python names, the bundled one is known.
   */
  static Optional<Embedder> embedderOf(SavedModel model) {
    if (model.lineage().isEmpty()) {
      return model
          .settings()
          .embeddingModel()
          .filter(PythonSettings.MINI_LM::equals)
          .map(name -> OnnxEmbedder.allMiniLmL6V2());
    }
    return model
        .lineage()
        .map(Lineage::parameters)
        .map(parameters -> parameters.get(EMBEDDER))
        .map(part -> decoded(part, EmbeddingModel.class))
        .map(
            part ->
                part instanceof EmbedderTrainer trainer ? learnt(trainer, model) : (Embedder) part);
  }

  /**
   * @throws UnusableInputException if the model names a part that is not here or does not fit
   */
  private static <T> T decoded(JsonNode part, Class<T> contract) {
    try {
      return PartJson.decode(part.toString(), contract);
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
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

  /**
   * What words of topics are made by.
   *
   * @param representation who chooses them
   * @param aspects who chooses further ones, and labels
   * @param topNWords how many
   * @param representativeDocuments documents named for each topic
   */
  record OfTopics(
      RepresentationModel representation,
      Aspects aspects,
      int topNWords,
      int representativeDocuments) {

    Representations representations() {
      return new Representations(representation, aspects);
    }

    /** See {@link RepresentationModel#keepingIn}. */
    OfTopics keepingIn(String folder) {
      return new OfTopics(
          representation.keepingIn(folder),
          aspects.keepingIn(folder),
          topNWords,
          representativeDocuments);
    }

    /** The stage that gives topics such words. */
    RepresentStage stage(CountVectorizer vectorizer, ClassTfidf ctfidf) {
      return new RepresentStage(
          vectorizer, ctfidf, representation, aspects, topNWords, representativeDocuments);
    }

    /** Documents of a topic that are named or looked at. */
    int documents() {
      return Math.max(representativeDocuments, representations().representativeDocuments());
    }

    OfTopics with(TopicUpdate update) {
      return new OfTopics(
          update.representation().orElse(representation),
          update.aspects().orElse(aspects),
          update.topNWords().orElse(topNWords),
          update.representativeDocuments().orElse(representativeDocuments));
    }
  }

  /** As they were in the fit or the last update; BERTopic's defaults for a model of Python's. */
  static OfTopics ofTopics(SavedModel model) {
    Optional<ObjectNode> parameters = model.lineage().map(Lineage::parameters);
    return new OfTopics(
        parameters
            .map(fit -> fit.get(REPRESENTATION))
            .map(part -> decoded(part, RepresentationModel.class))
            .orElseGet(CtfidfRepresentation::create),
        parameters
            .map(fit -> fit.get(ASPECTS))
            .map(part -> decoded(part, Aspects.class))
            .orElse(Aspects.NONE),
        model.settings().topNWords(),
        parameters
            .map(fit -> fit.path(REPRESENTATIVE_DOCUMENTS))
            .filter(JsonNode::isInt)
            .map(JsonNode::asInt)
            .orElse(RepresentStage.DEFAULT_REPRESENTATIVE_DOCUMENTS));
  }

  /** The parameters of a fit with other representations. */
  static ObjectNode described(ObjectNode parameters, OfTopics words) {
    ObjectNode changed = parameters.deepCopy();
    changed.set(REPRESENTATION, part(words.representation(), RepresentationModel.class));
    changed.set(ASPECTS, part(words.aspects(), Aspects.class));
    return changed;
  }

  /** The parameters of a fit that would have given the words that an update gave. */
  static ObjectNode replaced(
      ObjectNode parameters, OfTopics words, CountVectorizer vectorizer, ClassTfidf ctfidf) {
    ObjectNode changed = described(parameters, words);
    changed.set("vectorizer", part(vectorizer, CountVectorizer.class));
    changed.set("ctfidf", part(ctfidf, ClassTfidf.class));
    changed.put("topNWords", words.topNWords());
    changed.put(REPRESENTATIVE_DOCUMENTS, words.representativeDocuments());
    return changed;
  }

  /** A value of the root as JSON, for a fingerprint; null for none. */
  static JsonNode json(Optional<? extends Record> value) {
    return JSON.valueToTree(value.orElse(null));
  }

  private static <T> JsonNode part(T part, Class<T> contract) {
    try {
      return JSON.readTree(PartJson.encode(part, contract));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(contract.getSimpleName() + " is no JSON", e);
    }
  }
}
