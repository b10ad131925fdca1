package org.sparkbertopic.persistence;

import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.params.SavedPart;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.representation.WordSettings;

/**
 * The parts of a model that embed texts and describe topics. A part that is not available here
 * fails only when it is used; see {@link SavedPart}.
 *
 * @param embedder embedder of the documents, possibly trained on them; empty if embeddings were
 *     given and no model was named
 * @param embedderFingerprint fingerprint of the model that embedded the documents, because
 *     embeddings of other models are not comparable; empty if unknown
 * @param representation chooses the words of topics
 * @param aspects choose additional words and labels
 * @param representativeDocuments number of documents kept per topic
 */
public record ModelParts(
    Optional<SavedPart<EmbeddingModel>> embedder,
    String embedderFingerprint,
    SavedPart<RepresentationModel> representation,
    SavedPart<Aspects> aspects,
    int representativeDocuments) {

  /** BERTopic's default representation, without an embedder. */
  public static final ModelParts NONE =
      new ModelParts(
          Optional.empty(),
          "",
          SavedPart.of(CtfidfRepresentation.create(), RepresentationModel.class),
          SavedPart.of(Aspects.NONE, Aspects.class),
          WordSettings.DEFAULT_REPRESENTATIVE_DOCUMENTS);

  public ModelParts {
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(embedderFingerprint, "embedderFingerprint");
    Objects.requireNonNull(representation, "representation");
    Objects.requireNonNull(aspects, "aspects");
    if (representativeDocuments < 0) {
      throw new IllegalArgumentException(
          "representativeDocuments must be 0 or more, got " + representativeDocuments);
    }
  }

  /**
   * @param fingerprint fingerprint of the model that embedded the documents
   */
  public ModelParts withEmbedder(EmbeddingModel value, String fingerprint) {
    return new ModelParts(
        Optional.of(SavedPart.of(value, EmbeddingModel.class)),
        fingerprint,
        representation,
        aspects,
        representativeDocuments);
  }

  /** With all settings except the number of words, which is also kept for Python. */
  ModelParts withWords(WordSettings words) {
    Representations used = words.representations();
    return new ModelParts(
        embedder,
        embedderFingerprint,
        SavedPart.of(used.main(), RepresentationModel.class),
        SavedPart.of(used.aspects(), Aspects.class),
        words.representativeDocuments());
  }

  /**
   * @throws IllegalArgumentException if a part is not available here
   */
  WordSettings words(int topNWords) {
    return new WordSettings(
        new Representations(representation.get(), aspects.get()),
        topNWords,
        representativeDocuments);
  }
}
