package org.sparkbertopic.embedding.onnx.folder;

/** What becomes of a text that is longer than the model takes. */
public enum LongDocuments {
  /** Its beginning is embedded; what is lost is counted. What sentence-transformers does. */
  TRUNCATE,
  /**
   * It is divided into windows of as many tokens as the model takes; its vector is the mean of
   * theirs, weighted by their tokens, and scaled to length one where the model's vectors are.
   */
  CHUNK
}
