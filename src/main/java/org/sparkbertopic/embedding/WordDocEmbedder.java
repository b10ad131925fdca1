package org.sparkbertopic.embedding;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * Embeds documents by one model and words by another, as BERTopic's WordDocEmbedder: a fast or a
 * specialised one for the words that representations weigh against each other.
 *
 * <p>A representation that compares words with documents (KeyBertInspired) needs both in one space:
 * two models of one family, or of one teacher. Equal dimensions are checked, a common space cannot
 * be.
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

  /** The name of the one for documents. */
  @Override
  public String name() {
    return documents.name();
  }

  /** Of the documents' vectors: other words, same documents, and nothing is embedded again. */
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
