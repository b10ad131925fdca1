package org.sparkbertopic.vectorizer.counting;

import java.util.Arrays;

/**
 * A log of the terms of some documents: every occurrence as a key of a {@link TermTree}, with the
 * bucket of its term. Ten bytes per occurrence, plus the tree.
 */
final class TermLog {

  private static final int BUCKET_BITS = 12;

  /** Each bucket has about 50 MB for the 2-grams of a billion documents. */
  static final int BUCKETS = 1 << BUCKET_BITS;

  private static final int INITIAL_CAPACITY = 1 << 12;

  /** Words of a document that are looked up together. */
  private static final int MAX_PENDING = 1 << 12;

  /** Too few words of the document precede this one for a term of the length. */
  private static final int NO_TERM = -2;

  private final int minNgram;
  private final int maxNgram;
  private final TermTree tree = new TermTree();

  /** {@code [pending]}: words of the current document that are not in the log yet. */
  private final int[] pending = new int[MAX_PENDING];

  private int pendingWords;

  /**
   * {@code [1 + pending]}: nodes of the terms of one length, by their last word; at 0 the term that
   * ends with the word before the first.
   */
  private int[] shorter = new int[1 + MAX_PENDING];

  private int[] longer = new int[1 + MAX_PENDING];

  /** {@code [length - 1]}: the node of the term that ends with the last word in the log. */
  private final int[] ending;

  private long[] keys = new long[INITIAL_CAPACITY];
  private short[] buckets = new short[INITIAL_CAPACITY];
  private int occurrences;

  /** {@code [BUCKETS]}: occurrences of each bucket. */
  private final int[] bucketSizes = new int[BUCKETS];

  /** {@code [documents]}: where each ends in the log, and its topic. */
  private int[] documentEnds = new int[INITIAL_CAPACITY];

  private int[] documentTopics = new int[INITIAL_CAPACITY];
  private int documents;

  TermLog(int minNgram, int maxNgram) {
    this.minNgram = minNgram;
    this.maxNgram = maxNgram;
    ending = new int[maxNgram];
    Arrays.fill(ending, NO_TERM);
  }

  /** Adds the next word of the current document. */
  void addWord(char[] chars, int from, int to) {
    if (pendingWords == MAX_PENDING) {
      logPending();
    }
    pending[pendingWords++] = tree.word(chars, from, to);
  }

  /** Ends the current document, which belongs to {@code topic}. */
  void endDocument(int topic) {
    logPending();
    Arrays.fill(ending, NO_TERM);
    if (documents == documentEnds.length) {
      documentEnds = Arrays.copyOf(documentEnds, documents * 2);
      documentTopics = Arrays.copyOf(documentTopics, documents * 2);
    }
    documentEnds[documents] = occurrences;
    documentTopics[documents++] = topic;
  }

  /** The size that bounds the memory: the larger of occurrences and nodes. */
  int size() {
    return Math.max(occurrences, tree.nodes());
  }

  /** The tree of words and terms. */
  TermTree tree() {
    return tree;
  }

  int occurrences() {
    return occurrences;
  }

  /** {@code [occurrences]} */
  long[] keys() {
    return keys;
  }

  /** {@code [occurrences]}: the bucket of the term of each occurrence. */
  short[] buckets() {
    return buckets;
  }

  /** {@code [BUCKETS]}: occurrences of each bucket. */
  int[] bucketSizes() {
    return bucketSizes;
  }

  int documents() {
    return documents;
  }

  /** {@code [documents]}: where each ends in the log. */
  int[] documentEnds() {
    return documentEnds;
  }

  /** {@code [documents]} */
  int[] documentTopics() {
    return documentTopics;
  }

  /** Empties the log. */
  void clear() {
    tree.clear();
    Arrays.fill(bucketSizes, 0);
    occurrences = 0;
    documents = 0;
  }

  /**
   * All terms of one length, then those of the next, so that look-ups do not wait for each other.
   */
  private void logPending() {
    Arrays.fill(shorter, 0, pendingWords, TermTree.ROOT);
    for (int length = 1; length <= maxNgram; length++) {
      if (length >= minNgram) {
        logTerms();
      }
      if (length < maxNgram) {
        extendAll(length);
      }
    }
    pendingWords = 0;
  }

  /** Adds the terms with one word more than {@code shorter}. */
  private void logTerms() {
    if (occurrences + pendingWords > keys.length) {
      keys = Arrays.copyOf(keys, Math.max(occurrences + pendingWords, keys.length * 2));
      buckets = Arrays.copyOf(buckets, keys.length);
    }
    for (int i = 0; i < pendingWords; i++) {
      if (shorter[i] != NO_TERM) {
        long key = tree.key(shorter[i], pending[i]);
        int bucket = bucketOf(tree.hash(key));
        keys[occurrences] = key;
        buckets[occurrences++] = (short) bucket;
        bucketSizes[bucket]++;
      }
    }
  }

  /** Replaces {@code shorter} by the nodes of terms with {@code length} words. */
  private void extendAll(int length) {
    longer[0] = ending[length - 1];
    for (int i = 0; i < pendingWords; i++) {
      longer[i + 1] = shorter[i] == NO_TERM ? NO_TERM : tree.extend(shorter[i], pending[i]);
    }
    ending[length - 1] = longer[pendingWords];
    int[] next = shorter;
    shorter = longer;
    longer = next;
  }

  private static int bucketOf(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.SIZE - BUCKET_BITS);
  }
}
