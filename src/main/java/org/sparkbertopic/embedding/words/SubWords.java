package org.sparkbertopic.embedding.words;

import org.sparkbertopic.compute.Checks;

/**
 * The character n-grams of a word in a fastText model (Bojanowski, Grave, Joulin, Mikolov:
 * Enriching Word Vectors with Subword Information, TACL 2017, section 3.2), as rows of its table.
 *
 * <p>Of the word between {@code <} and {@code >}, every run of {@code shortest} to {@code longest}
 * characters (Unicode code points) except the two marks alone; its row is its hash, modulo the
 * number of buckets. The hash is FNV-1a over the UTF-8 bytes, each widened as a signed one.
 *
 * @param shortest characters of the shortest n-gram ({@code minn})
 * @param longest characters of the longest n-gram ({@code maxn}); zero if there are none
 * @param buckets rows of the table of n-grams
 */
record SubWords(int shortest, int longest, int buckets) {

  /** A model or file without n-grams. */
  static final SubWords NONE = new SubWords(0, 0, 0);

  /** Longest n-grams that are taken for real; the default is 6. */
  static final int LONGEST = 1000;

  private static final int FNV_OFFSET = 0x811C9DC5;
  private static final int FNV_PRIME = 0x01000193;

  SubWords {
    if (shortest < 0 || longest < 0 || longest > LONGEST || buckets < 0) {
      throw Checks.invalid(
          "sub-words must be of 0 to %s characters in 0 or more buckets, got %s to %s in %s; %s",
          LONGEST, shortest, longest, buckets, VectorFiles.COPY_AGAIN);
    }
  }

  boolean exist() {
    return longest > 0 && buckets > 0;
  }

  /** Receives the bucket of an n-gram. */
  @FunctionalInterface
  interface Sink {
    void bucket(int bucket);
  }

  /**
   * Gives the buckets of a word's n-grams, in the order of their first character, then their
   * length.
   *
   * @param marked UTF-8 of the word between its marks
   */
  void forEach(byte[] marked, int length, Sink sink) {
    if (!exist()) {
      return;
    }
    for (int from = 0; from < length; from++) {
      if (!isContinuation(marked[from])) {
        forEachFrom(marked, from, length, sink);
      }
    }
  }

  private void forEachFrom(byte[] marked, int from, int length, Sink sink) {
    int hash = FNV_OFFSET;
    int at = from;
    for (int characters = 1; at < length && characters <= longest; characters++) {
      do {
        hash = (hash ^ marked[at++]) * FNV_PRIME;
      } while (at < length && isContinuation(marked[at]));
      boolean markAlone = characters == 1 && (from == 0 || at == length);
      if (characters >= shortest && !markAlone) {
        sink.bucket(Integer.remainderUnsigned(hash, buckets));
      }
    }
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
