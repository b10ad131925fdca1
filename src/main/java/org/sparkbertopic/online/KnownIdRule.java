package org.sparkbertopic.online;

/** What becomes of documents of a chunk whose ids the model has already. */
public enum KnownIdRule {
  /** The chunk is refused: a document counts once. */
  ERROR,
  /** They are set aside, with the reason. */
  SKIP,
  /** They are counted as others, so twice. */
  COUNT
}
