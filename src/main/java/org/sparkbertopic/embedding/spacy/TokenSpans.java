package org.sparkbertopic.embedding.spacy;

import java.util.Arrays;

/** The tokens of a text in order, each as begin and end. */
final class TokenSpans {

  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int start(int token) {
    return starts[token];
  }

  int end(int token) {
    return ends[token];
  }

  void add(int start, int end) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    starts[size] = start;
    ends[size++] = end;
  }

  /** Adds adjacent tokens without gaps. */
  void addAll(int start, int[] lengths) {
    int from = start;
    for (int length : lengths) {
      add(from, from + length);
      from += length;
    }
  }

  /** The lengths of the tokens, starting at the given one. */
  int[] lengthsFrom(int first) {
    int[] lengths = new int[size - first];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = ends[first + i] - starts[first + i];
    }
    return lengths;
  }
}
