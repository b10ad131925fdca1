package org.sparkbertopic.embedding;

import java.io.Serializable;
import java.util.List;

/**
 * Turns texts (documents or words) into vectors. An implementation is a record of configuration,
 * never a live session: it is shipped to executors, and opens what it needs there, once per JVM.
 */
public interface Embedder extends Serializable {

  /** Name for people, such as {@code all-MiniLM-L6-v2}. */
  String name();

  /**
   * Identifies the vectors this embedder gives: equal fingerprints, equal vectors for equal texts.
   * Covers the model's content and every parameter that changes a vector.
   */
  String fingerprint();

  /** Length of the vectors. */
  int dimension();

  /**
   * Embeds texts. A text's vector depends on the text and the embedder alone, bit for bit, not on
   * the others in the call.
   *
   * @param texts not null, no null element; may be empty or blank strings
   * @return one row for each text, in the order given
   */
  EmbeddedTexts embed(List<String> texts);

  /**
   * The same embedder for texts that documents are searched with: some models want another prompt
   * before these.
   */
  default Embedder forQueries() {
    return this;
  }

  /**
   * The same embedder with every choice made that depends on the machine: what the driver ships to
   * executors, so that unlike machines do not choose differently. Its fingerprint is the same.
   */
  default Embedder settled() {
    return this;
  }

  /** Most rows that a task should hand to one call of {@link #embed}. */
  default int rowsPerCall() {
    return TextEmbedding.DEFAULT_ROWS_PER_CHUNK;
  }
}
