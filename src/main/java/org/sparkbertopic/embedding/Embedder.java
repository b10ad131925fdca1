package org.sparkbertopic.embedding;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * Turns texts (documents or words) into vectors. An implementation is a record of configuration,
 * never a live session: Spark ships it to executors, where it opens its model once per JVM.
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
   * Embeds texts. A text's vector depends only on the text and the embedder, bit for bit, and not
   * on the other texts in the call.
   *
   * @param texts not null, no null element; may be empty or blank strings
   * @return one row for each text, in the order given
   */
  EmbeddedTexts embed(List<String> texts);

  /**
   * The embedder for words and phrases, if it differs from the one for documents. Representations
   * call it on the driver.
   */
  default Embedder forWords() {
    return this;
  }

  /** The same embedder for search queries: some models need another prompt before these. */
  default Embedder forQueries() {
    return this;
  }

  /**
   * The same embedder with every machine-dependent choice already made, so that executors of
   * another kind do not choose differently. The fingerprint stays the same, and the result may be
   * saved.
   */
  default Embedder settled() {
    return this;
  }

  /**
   * The embedder to send to the executors instead of this one. It gives the same vectors and needs
   * nothing that only the driver has. Called on the driver before a job; ships files if the
   * embedder needs them. The result is not saved.
   */
  default Embedder forExecutors(SparkContext spark) {
    return this;
  }

  /**
   * Opens the model as far as possible without a Spark session, so that a missing or damaged file
   * fails with one error before any work.
   *
   * @throws IllegalArgumentException if the model cannot be used
   */
  default void requireUsable() {
    dimension();
  }

  /**
   * The step that embeds a table, if the model consists of Spark ML stages, which run on executors
   * by themselves. {@link #embed} is then called only on the driver. If empty, the tasks call
   * {@link #embed}.
   */
  default Optional<TableStep> asTableStep() {
    return Optional.empty();
  }

  /** The most rows that a task should pass to one call of {@link #embed}. */
  default int rowsPerCall() {
    return TextEmbedding.DEFAULT_ROWS_PER_CHUNK;
  }
}
