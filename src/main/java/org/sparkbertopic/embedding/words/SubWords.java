package org.sparkbertopic.embedding.words;

import org.sparkbertopic.compute.Checks;

/**
 * The character n-grams of a word in a fastText model, as rows of its table (Bojanowski, Grave,
 * Joulin, Mikolov: Enriching Word Vectors with Subword Information, TACL 2017, section 3.2).
 *
 * <p>The word is enclosed in {@code <} and {@code >}. Its n-grams are all runs of {@code shortest}
 * to {@code longest} characters (Unicode code points), except the two marks alone. The row of an
 * n-gram is its hash modulo the number of buckets. The hash is FNV-1a over the UTF-8 bytes, each
 * widened as a signed byte.
 *
 * @param shortest number of characters in the shortest n-gram ({@code minn})
 * @param longest number of characters in the longest n-gram ({@code maxn}); zero if there are no
 *     n-grams
 * @param buckets number of rows for n-grams
 */
record SubWords(int shortest, int longest, int buckets) {

  /** A model or file without n-grams. */
  static final SubWords NONE = new SubWords(0, 0, 0);

  /** Upper limit for the length of n-grams, to detect damaged files; fastText's default is 6. */
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
   * Passes on the buckets of a word's n-grams, ordered by first character, then by length.
   *
   * @param marked UTF-8 of the word, enclosed in its marks
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
