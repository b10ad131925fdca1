package org.sparkbertopic.vectorizer.counting;

import java.util.Arrays;

/**
 * Adds up counts of (term, topic) pairs until it is emptied. Flat tables with open addressing: at
 * most about 50 bytes per pair.
 *
 * <p>The terms of a document are collected first and then added pair by pair, so that a repeated
 * term costs one look-up in the larger table.
 */
final class TermTopicBuffer {

  private static final int INITIAL_CAPACITY = 1 << 12;
  private static final int BEFORE_FIRST = -1;

  private long[] keys = new long[INITIAL_CAPACITY];
  private long[] occurrences = new long[INITIAL_CAPACITY];

  /** 0 marks a free slot. */
  private int[] documents = new int[INITIAL_CAPACITY];

  private int pairs;
  private int cursor = BEFORE_FIRST;

  private int[] countsInDocument = new int[INITIAL_CAPACITY];
  private int[] termsInDocument = new int[INITIAL_CAPACITY];
  private int distinctInDocument;

  /** Adds one occurrence of a term, given by the caller's number, in the current document. */
  void addTerm(int term) {
    if (term >= countsInDocument.length) {
      countsInDocument =
          Arrays.copyOf(countsInDocument, Math.max(term + 1, countsInDocument.length * 2));
    }
    if (countsInDocument[term]++ == 0) {
      if (distinctInDocument == termsInDocument.length) {
        termsInDocument = Arrays.copyOf(termsInDocument, termsInDocument.length * 2);
      }
      termsInDocument[distinctInDocument++] = term;
    }
  }

  /** Ends the current document, which belongs to {@code topic}. */
  void endDocument(int topic) {
    for (int i = 0; i < distinctInDocument; i++) {
      int term = termsInDocument[i];
      addPair(term, topic, countsInDocument[term]);
      countsInDocument[term] = 0;
    }
    distinctInDocument = 0;
  }

  /** Pairs held. */
  int pairs() {
    return pairs;
  }

  /**
   * Moves to the next pair while the buffer is emptied; only between documents. After the last pair
   * the buffer is empty, and documents may be added again.
   *
   * @return whether there was one
   */
  boolean nextPair() {
    do {
      cursor++;
    } while (cursor < keys.length && documents[cursor] == 0);
    if (cursor < keys.length) {
      return true;
    }
    cursor = BEFORE_FIRST;
    Arrays.fill(documents, 0);
    pairs = 0;
    return false;
  }

  int pairTermNumber() {
    return (int) (keys[cursor] >>> 32);
  }

  int pairTopic() {
    return (int) keys[cursor];
  }

  long pairOccurrences() {
    return occurrences[cursor];
  }

  private void addPair(int term, int topic, int count) {
    long key = ((long) term << 32) | (topic & 0xFFFFFFFFL);
    int slot = slotOf(key);
    if (documents[slot] == 0) {
      if (2 * pairs >= keys.length) {
        grow();
        slot = slotOf(key);
      }
      pairs++;
      keys[slot] = key;
      occurrences[slot] = 0;
    }
    occurrences[slot] += count;
    documents[slot]++;
  }

  private int slotOf(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (documents[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldOccurrences = occurrences;
    int[] oldDocuments = documents;
    keys = new long[oldKeys.length * 2];
    occurrences = new long[keys.length];
    documents = new int[keys.length];
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldDocuments[old] != 0) {
        int slot = slotOf(oldKeys[old]);
        keys[slot] = oldKeys[old];
        occurrences[slot] = oldOccurrences[old];
        documents[slot] = oldDocuments[old];
      }
    }
  }
}
