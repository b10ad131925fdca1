package org.sparkbertopic.stage.represent;

import java.util.Arrays;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.assign.documents.TermEntries;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.language.TermSink;

/**
 * How similar a document's words are to its topic's: the cosine between the c-TF-IDF weights of the
 * text (its own term frequencies, the fitted idf) and those of the topic. 0 for a text without a
 * term of the vocabulary. Linear in the text; for each distinct term one look at the topic's row.
 *
 * <p>The sum follows the order of the terms in the text, so equal texts get equal bits. Not
 * thread-safe: each task has its own.
 */
public final class DocumentSimilarity {

  private final SharedWeights.Loaded shared;
  private final TermEntries entries;
  private final TermAnalyzer analyzer;
  private final int[] counts;
  private int[] columns = new int[256];
  private double[] weights = new double[256];
  private int length;
  private final TermSink addTerm = this::addTerm;

  public DocumentSimilarity(SharedWeights weights, CountVectorizer vectorizer) {
    this.shared = weights.loaded();
    this.entries = weights.entries();
    this.analyzer = TermAnalyzer.of(vectorizer);
    this.counts = new int[shared.dictionary().size()];
  }

  public double cosine(String text, int topicId) {
    length = 0;
    analyzer.analyze(text, addTerm);
    if (weights.length < columns.length) {
      weights = new double[columns.length];
    }
    for (int i = 0; i < length; i++) {
      weights[i] = counts[columns[i]];
      counts[columns[i]] = 0;
    }
    shared.model().weigh(columns, weights, length);
    TermMatrix topics = shared.model().weights();
    int row = topics.rowOf(topicId);
    double dot = 0;
    double squares = 0;
    for (int i = 0; i < length; i++) {
      squares += weights[i] * weights[i];
      int entry = entries.find(row, columns[i]);
      if (entry >= 0) {
        dot += weights[i] * topics.values()[entry];
      }
    }
    double norms = Math.sqrt(squares) * shared.rowNorms()[row];
    return norms == 0 ? 0 : dot / norms;
  }

  private void addTerm(char[] chars, int from, int to) {
    int column = shared.dictionary().find(chars, from, to);
    if (column < 0) {
      return;
    }
    if (counts[column]++ == 0) {
      if (length == columns.length) {
        columns = Arrays.copyOf(columns, length * 2);
      }
      columns[length++] = column;
    }
  }
}
