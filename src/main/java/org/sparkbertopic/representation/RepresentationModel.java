package org.sparkbertopic.representation;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * Chooses the words of topics. An implementation is a record of parameters; it says beforehand what
 * it needs, and is then given all topics at once. Deterministic: equal evidence, equal words.
 */
public interface RepresentationModel extends Serializable {

  /** BERTopic's: a representation chooses among the 30 best terms by c-TF-IDF. */
  int DEFAULT_CANDIDATE_TERMS = 30;

  /**
   * Words by topic id, best first; an entry for every topic of the evidence, empty where there is
   * nothing to choose from.
   *
   * @throws IllegalArgumentException if something is missing that the representation said it needs
   */
  Map<Integer, List<TermScore>> represent(Evidence evidence);

  /** How many terms of each topic it wants to choose from; never fewer than it is to give. */
  default int candidateTerms() {
    return DEFAULT_CANDIDATE_TERMS;
  }

  /** How many representative documents of each topic it wants. */
  default int representativeDocuments() {
    return 0;
  }

  /** Whether it cannot do without an embedder. */
  default boolean needsEmbedder() {
    return false;
  }

  /** Whether it compares words with documents, so that both must be embedded in one space. */
  default boolean comparesWordsWithDocuments() {
    return false;
  }

  /**
   * The same representation, which keeps what is costly to get (answers that are paid for) in a
   * folder. Where it was kept before it is still read, and no more written to.
   *
   * @param folder on any file system that is known; empty: nothing more is kept
   */
  default RepresentationModel keepingIn(String folder) {
    return this;
  }

  /**
   * Fails if something is missing that lies outside of the fit (a model's files, a key), before
   * there is work to lose.
   *
   * @throws IllegalArgumentException if so
   */
  default void checkReady() {}
}
