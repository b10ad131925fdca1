package org.sparkbertopic.embedding.spacy;

import java.util.Arrays;

/** Tokens of a text, as where they begin and end, in their order. */
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

  /** Adds tokens that follow each other without a gap. */
  void addAll(int start, int[] lengths) {
    int from = start;
    for (int length : lengths) {
      add(from, from + length);
      from += length;
    }
  }

  /** The lengths of the tokens from one on. */
  int[] lengthsFrom(int first) {
    int[] lengths = new int[size - first];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = ends[first + i] - starts[first + i];
    }
    return lengths;
  }
}
