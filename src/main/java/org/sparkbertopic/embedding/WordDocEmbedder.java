package org.sparkbertopic.embedding;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * Embeds documents with one model and words with another, as BERTopic's WordDocEmbedder does: a
 * fast or specialised model for the words that representations compare.
 *
 * <p>A representation that compares words with documents (KeyBertInspired) needs both in one space:
 * two models of one family, or distilled from one teacher. Equal dimensions are checked; a common
 * space cannot be checked.
 *
 * @param documents embeds the documents
 * @param words embeds words and phrases, on the driver
 */
public record WordDocEmbedder(Embedder documents, Embedder words) implements Embedder {

  private static final long serialVersionUID = 1L;

  public WordDocEmbedder {
    Objects.requireNonNull(documents, "documents");
    Objects.requireNonNull(words, "words");
  }

  /** The name of the embedder for documents. */
  @Override
  public String name() {
    return documents.name();
  }

  /**
   * Identifies the documents' vectors only: with another model for words, no document is embedded
   * again.
   */
  @Override
  public String fingerprint() {
    return documents.fingerprint();
  }

  @Override
  public int dimension() {
    return documents.dimension();
  }

  @Override
  public EmbeddedTexts embed(List<String> texts) {
    return documents.embed(texts);
  }

  @Override
  public Embedder forWords() {
    return words.forWords();
  }

  @Override
  public Embedder forExecutors(SparkContext spark) {
    return documents.forExecutors(spark);
  }

  @Override
  public Embedder forQueries() {
    return documents.forQueries();
  }

  @Override
  public Embedder settled() {
    return new WordDocEmbedder(documents.settled(), words.settled());
  }

  @Override
  public void requireUsable() {
    documents.requireUsable();
    words.requireUsable();
  }

  @Override
  public Optional<TableStep> asTableStep() {
    return documents.asTableStep();
  }

  @Override
  public int rowsPerCall() {
    return documents.rowsPerCall();
  }
}
