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
 * The parts of a model that embed texts and describe topics. A part that cannot be had here fails
 * when it is asked for, see {@link SavedPart}.
 *
 * @param embedder what embedded the documents, or learnt to; empty where the embeddings were given
 *     and no model was named
 * @param embedderFingerprint of the model that embedded the documents: embeddings of another do not
 *     fit; empty where it is not known
 * @param representation who chooses the words of topics
 * @param aspects who chooses further ones, and labels
 * @param representativeDocuments documents named for each topic
 */
public record ModelParts(
    Optional<SavedPart<EmbeddingModel>> embedder,
    String embedderFingerprint,
    SavedPart<RepresentationModel> representation,
    SavedPart<Aspects> aspects,
    int representativeDocuments) {

  /** BERTopic's representation, and no embedder. */
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
   * @param fingerprint of the model that embedded the documents
   */
  public ModelParts withEmbedder(EmbeddingModel value, String fingerprint) {
    return new ModelParts(
        Optional.of(SavedPart.of(value, EmbeddingModel.class)),
        fingerprint,
        representation,
        aspects,
        representativeDocuments);
  }

  /** With all but the number of words, which is kept for Python too. */
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
   * @throws IllegalArgumentException if a part cannot be had here
   */
  WordSettings words(int topNWords) {
    return new WordSettings(
        new Representations(representation.get(), aspects.get()),
        topNWords,
        representativeDocuments);
  }
}
