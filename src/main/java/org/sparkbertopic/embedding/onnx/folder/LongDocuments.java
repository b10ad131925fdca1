package org.sparkbertopic.embedding.onnx.folder;

/** What to do with a text that is longer than the model accepts. */
public enum LongDocuments {
  /** Embeds its beginning and counts the lost tokens, as sentence-transformers does. */
  TRUNCATE,
  /**
   * Splits it into windows of as many tokens as the model accepts. The text's vector is the mean of
   * the windows' vectors, weighted by their tokens, and scaled to length one if the model's vectors
   * are.
   */
  CHUNK
}
