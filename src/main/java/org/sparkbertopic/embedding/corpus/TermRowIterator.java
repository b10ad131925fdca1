package org.sparkbertopic.embedding.corpus;

import java.util.Arrays;
import java.util.Iterator;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.TermDictionary;
import org.sparkbertopic.vectorizer.language.TermSink;

/** Turns texts into counts of their known terms. */
final class TermRowIterator implements Iterator<TermRow>, TermSink {

  private final Iterator<String> texts;
  private final TermAnalyzer analyzer;
  private final TermDictionary dictionary;
  private final int[] counts;
  private int[] seen = new int[256];
  private int size;

  TermRowIterator(Iterator<String> texts, CountVectorizer vectorizer, TermDictionary dictionary) {
    this.texts = texts;
    this.analyzer = TermAnalyzer.of(vectorizer);
    this.dictionary = dictionary;
    this.counts = new int[dictionary.size()];
  }

  @Override
  public boolean hasNext() {
    return texts.hasNext();
  }

  @Override
  public TermRow next() {
    String text = texts.next();
    size = 0;
    if (text != null) {
      analyzer.analyze(text, this);
    }
    int[] terms = Arrays.copyOf(seen, size);
    Arrays.sort(terms);
    int[] ofTerms = new int[size];
    for (int i = 0; i < size; i++) {
      ofTerms[i] = counts[terms[i]];
      counts[terms[i]] = 0;
    }
    return new TermRow(terms, ofTerms);
  }

  @Override
  public void accept(char[] chars, int from, int to) {
    int term = dictionary.find(chars, from, to);
    if (term >= 0 && counts[term]++ == 0) {
      if (size == seen.length) {
        seen = Arrays.copyOf(seen, size * 2);
      }
      seen[size++] = term;
    }
  }
}
