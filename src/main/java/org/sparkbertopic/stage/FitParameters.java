package org.sparkbertopic.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
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
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** The parameters of a fit as a model's lineage keeps them, and what is read back from there. */
public final class FitParameters {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EMBEDDER = "embedder";
  private static final String ASPECTS = "aspects";
  private static final String REPRESENTATION = "representation";
  private static final String REPRESENTATIVE_DOCUMENTS = "representativeDocuments";

  private FitParameters() {}

  /**
   * What embeds texts for a saved model; empty where the fit was given embeddings alone. Of the
   * models that Python names, the bundled one is known.
   */
  public static Optional<Embedder> embedderOf(SavedModel model) {
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
  public record OfTopics(
      RepresentationModel representation,
      Aspects aspects,
      int topNWords,
      int representativeDocuments) {

    public Representations representations() {
      return new Representations(representation, aspects);
    }

    /** See {@link RepresentationModel#keepingIn}. */
    public OfTopics keepingIn(String folder) {
      return new OfTopics(
          representation.keepingIn(folder),
          aspects.keepingIn(folder),
          topNWords,
          representativeDocuments);
    }

    /** The stage that gives topics such words. */
    public RepresentStage stage(CountVectorizer vectorizer, ClassTfidf ctfidf) {
      return new RepresentStage(
          vectorizer, ctfidf, representation, aspects, topNWords, representativeDocuments);
    }

    /** Documents of a topic that are named or looked at. */
    public int documents() {
      return Math.max(representativeDocuments, representations().representativeDocuments());
    }
  }

  /** As they were in the fit or the last update; BERTopic's defaults for a model of Python's. */
  public static OfTopics ofTopics(SavedModel model) {
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
  public static ObjectNode described(ObjectNode parameters, OfTopics words) {
    ObjectNode changed = parameters.deepCopy();
    changed.set(REPRESENTATION, part(words.representation(), RepresentationModel.class));
    changed.set(ASPECTS, part(words.aspects(), Aspects.class));
    return changed;
  }

  /** The parameters of a fit that would have given the words that an update gave. */
  public static ObjectNode replaced(
      ObjectNode parameters, OfTopics words, CountVectorizer vectorizer, ClassTfidf ctfidf) {
    ObjectNode changed = described(parameters, words);
    changed.set("vectorizer", part(vectorizer, CountVectorizer.class));
    changed.set("ctfidf", part(ctfidf, ClassTfidf.class));
    changed.put("topNWords", words.topNWords());
    changed.put(REPRESENTATIVE_DOCUMENTS, words.representativeDocuments());
    return changed;
  }

  private static <T> JsonNode part(T part, Class<T> contract) {
    try {
      return JSON.readTree(PartJson.encode(part, contract));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(contract.getSimpleName() + " is no JSON", e);
    }
  }
}
