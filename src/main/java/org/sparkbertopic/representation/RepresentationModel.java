package org.sparkbertopic.representation;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * Chooses the words of topics. An implementation is a record of parameters. It declares what it
 * needs, and then gets all topics at once. Deterministic: equal evidence gives equal words.
 */
public interface RepresentationModel extends Serializable {

  /** BERTopic's number: a representation chooses among the 30 best terms by c-TF-IDF. */
  int DEFAULT_CANDIDATE_TERMS = 30;

  /**
   * Words by topic id, best first; an entry for every topic of the evidence, empty if there are no
   * candidates.
   *
   * @throws IllegalArgumentException if a resource is missingmething that the representation
   *     declared as needed is missing
   */
  Map<Integer, List<TermScore>> represent(Evidence evidence);

  /** The number of terms of each topic to choose from; at least the number of words to return. */
  default int candidateTerms() {
    return DEFAULT_CANDIDATE_TERMS;
  }

  /** The number of representative documents of each topic that it needs. */
  default int representativeDocuments() {
    return 0;
  }

  /** Whether it needs an embedder. */
  default boolean needsEmbedder() {
    return false;
  }

  /** Whether it compares words with documents, which requires embeddings in the same space. */
  default boolean comparesWordsWithDocuments() {
    return false;
  }

  /**
   * The same representation, which keeps costly results (answers that are paid for) in a folder.
   * Folders used before are still read, but no longer written to.
   *
   * @param folder on any known file system; empty: nothing is kept from now on
   */
  default RepresentationModel keepingIn(String folder) {
    return this;
  }

  /**
   * The same representation, whose costly results are in another folder now: it reads and keeps
   * them there, and no longer reads the folder where it kept them.
   *
   * @param from a folder that it does not read any more either
   */
  default RepresentationModel movedTo(String folder, String from) {
    return this;
  }

  /**
   * Whether it labels topics by answers that are paid for, as another does: then a label of the
   * other is not asked for again where the topic reads alike.
   */
  default boolean labelsLike(RepresentationModel other) {
    return false;
  }

  /**
   * Fails early if an external resource is missing (files of a model, a key).
   *
   * @throws IllegalArgumentException if a resource is missing
   */
  default void checkReady() {}
}
