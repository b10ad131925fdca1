package org.sparkbertopic.assign.documents;

import org.sparkbertopic.assign.TermOccurrences;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.TermDictionary;
import org.sparkbertopic.vectorizer.language.TermSink;

/** Finds the terms of texts that are in a vocabulary. Not thread-safe: each task has its own. */
public final class TermReader {

  private final TermAnalyzer analyzer;
  private final TermDictionary dictionary;
  private final TermOccurrences occurrences = new TermOccurrences();
  private final TermSink addTerm = this::addTerm;

  public TermReader(CountVectorizer vectorizer, TermDictionary dictionary) {
    this.analyzer = TermAnalyzer.of(vectorizer);
    this.dictionary = dictionary;
  }

  /**
   * @param text null counts as no text
   * @return reused: the next call changes it
   */
  public TermOccurrences read(String text) {
    occurrences.clear();
    if (text == null) {
      return occurrences;
    }
    analyzer.analyze(text, addTerm);
    occurrences.end(analyzer.wordCount());
    return occurrences;
  }

  private void addTerm(char[] chars, int from, int to) {
    int column = dictionary.find(chars, from, to);
    if (column >= 0) {
      occurrences.add(column, analyzer.firstWord(), analyzer.wordCount() - 1);
    }
  }
}
