package org.sparkbertopic.embedding;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * Turns texts (documents or words) into vectors. An implementation is a record of configuration,
 * never a live session: it is shipped to executors, and opens what it needs there, once per JVM.
 */
public non-sealed interface Embedder extends EmbeddingModel {

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
   * What embeds words and phrases, where that is another model than the one for documents. Called
   * by representations, on the driver.
   */
  default Embedder forWords() {
    return this;
  }

  /**
   * The same embedder for texts that documents are searched with: some models want another prompt
   * before these.
   */
  default Embedder forQueries() {
    return this;
  }

  /**
   * The same embedder with every choice made that depends on the machine, so that executors of
   * another kind do not choose otherwise. Its fingerprint is the same, and it may be saved.
   */
  default Embedder settled() {
    return this;
  }

  /**
   * What to send to the executors in this embedder's place: one that gives the same vectors and
   * needs nothing that only the driver has. Called on the driver before a job; sends files along
   * where they are needed. The result is not saved.
   */
  default Embedder forExecutors(SparkContext spark) {
    return this;
  }

  /**
   * Opens the model as far as that can be done before there is a Spark session, so that what is
   * missing or damaged is told by one error and before any work.
   *
   * @throws IllegalArgumentException if the model cannot be used
   */
  default void requireUsable() {
    dimension();
  }

  /**
   * How a table is embedded, where the model is made of stages of Spark that run on executors by
   * themselves; {@link #embed} is then called on the driver alone. Empty: by {@link #embed}, in the
   * tasks.
   */
  default Optional<TableStep> asTableStep() {
    return Optional.empty();
  }

  /** Most rows that a task should hand to one call of {@link #embed}. */
  default int rowsPerCall() {
    return TextEmbedding.DEFAULT_ROWS_PER_CHUNK;
  }
}
