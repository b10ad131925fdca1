package org.sparkbertopic.evaluation;

import java.io.Serializable;

/**
 * Numbers of windows in which words and pairs of words occur. These are integers, so sums do not
 * depend on the order of the texts.
 */
final class WindowCounts implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int windowSize;
  private final long[] ofWord;
  private final long[] ofPair;
  private long windows;

  WindowCounts(int windowSize, TopicWordPairs pairs) {
    this.windowSize = windowSize;
    this.ofWord = new long[pairs.wordCount()];
    this.ofPair = new long[pairs.pairCount()];
  }

  int windowSize() {
    return windowSize;
  }

  /** Windows of all texts. */
  long windows() {
    return windows;
  }

  long ofWord(int word) {
    return ofWord[word];
  }

  long ofPair(int pair) {
    return ofPair[pair];
  }

  void addWindows(long count) {
    windows += count;
  }

  void addWord(int word, long count) {
    ofWord[word] += count;
  }

  void addPair(int pair, long count) {
    ofPair[pair] += count;
  }

  /** Adds other counts to these, and returns these. */
  WindowCounts add(WindowCounts other) {
    windows += other.windows;
    for (int word = 0; word < ofWord.length; word++) {
      ofWord[word] += other.ofWord[word];
    }
    for (int pair = 0; pair < ofPair.length; pair++) {
      ofPair[pair] += other.ofPair[pair];
    }
    return this;
  }
}
