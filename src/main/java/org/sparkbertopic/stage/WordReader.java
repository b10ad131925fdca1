package org.sparkbertopic.stage;

import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.language.TermSink;

/** The words of texts one by one. Not thread-safe: each task has its own. */
public final class WordReader {

  private final TermAnalyzer analyzer;
  private List<String> words = new ArrayList<>();
  private final TermSink addWord =
      (chars, from, to) -> words.add(new String(chars, from, to - from));

  /**
   * @param vectorizer defines the words; its n-grams do not matter
   */
  public WordReader(CountVectorizer vectorizer) {
    this.analyzer = TermAnalyzer.of(vectorizer);
  }

  public List<String> read(String text) {
    words = new ArrayList<>();
    analyzer.analyzeWords(text, addWord);
    return words;
  }
}
