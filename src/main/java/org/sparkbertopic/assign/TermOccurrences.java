package org.sparkbertopic.assign;

import java.util.Arrays;

/**
 * The terms of one document that are in the vocabulary, with the words that they span. Terms come
 * in the order of their last words. Reused from document to document; not thread-safe.
 */
public final class TermOccurrences {

  private int[] columns = new int[256];
  private int[] firstWords = new int[256];
  private int[] lastWords = new int[256];
  private int count;
  private int words;

  /** Begins a document. */
  public void clear() {
    count = 0;
    words = 0;
  }

  /**
   * @param column of the term in the vocabulary
   * @param firstWord number of its first word in the document
   * @param lastWord number of its last word, not below that of the term before
   */
  public void add(int column, int firstWord, int lastWord) {
    if (count == columns.length) {
      columns = Arrays.copyOf(columns, 2 * count);
      firstWords = Arrays.copyOf(firstWords, 2 * count);
      lastWords = Arrays.copyOf(lastWords, 2 * count);
    }
    columns[count] = column;
    firstWords[count] = firstWord;
    lastWords[count++] = lastWord;
  }

  /** Ends a document: how many words it has, stop words and unknown ones included. */
  public void end(int documentWords) {
    words = documentWords;
  }

  public int words() {
    return words;
  }

  int count() {
    return count;
  }

  int column(int index) {
    return columns[index];
  }

  int firstWord(int index) {
    return firstWords[index];
  }

  int lastWord(int index) {
    return lastWords[index];
  }
}
