package org.sparkbertopic.vectorizer.counting;

import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.vectorizer.TermDictionary;

/**
 * Writes a {@link TermLog} as blocks of bytes, one for each bucket with the bucket's terms:
 *
 * <pre>
 * length, UTF-8 of the term, documents, length, list of topics as {@link TopicCounts}
 * </pre>
 *
 * A shuffle of thousands of rows replaces one of millions, and adding up the terms needs one bucket
 * in memory at a time.
 *
 * <p>Occurrences are first sorted by bucket, in two sweeps over the log. The work by term that
 * follows stays within a bucket, which fits in a processor's cache. Twelve bytes per occurrence.
 */
final class TermBlocks {

  private static final int INITIAL_CAPACITY = 1 << 10;
  private static final int FREE = -1;

  /** The terms to count; null: every term. */
  private final TermDictionary vocabulary;

  private TermTree tree;

  /** {@code [documents]}: topic of each, ascending. */
  private int[] topics;

  /** {@code [BUCKETS]}: where each ends. */
  private final int[] bucketEnds = new int[TermLog.BUCKETS];

  /** {@code [occurrences]}: by bucket; within it, by document. */
  private long[] keys = new long[0];

  private int[] documents = new int[0];

  private int bucket;

  /** Within the bucket: {@code [occurrences]} the number of the term of each occurrence. */
  private int[] termOf = new int[INITIAL_CAPACITY];

  /** Within the bucket: {@code [occurrences]} documents by term, ascending. */
  private int[] documentsByTerm = new int[INITIAL_CAPACITY];

  /** Within the bucket: {@code [terms]}. */
  private long[] termKeys = new long[INITIAL_CAPACITY];

  /** Within the bucket: {@code [terms]} occurrences of each term, then where its documents end. */
  private int[] termEnds = new int[INITIAL_CAPACITY];

  private int terms;

  /** Hash table from the keys of terms to their numbers, at most half full. */
  private int[] slots = new int[2 * INITIAL_CAPACITY];

  private final PackedWriter block = new PackedWriter();
  private final TopicCounts counts = new TopicCounts();
  private final StringBuilder spelt = new StringBuilder();

  /**
   * @param vocabulary the only terms to count; empty: every term
   */
  TermBlocks(List<String> vocabulary) {
    this.vocabulary = vocabulary.isEmpty() ? null : TermDictionary.of(vocabulary);
  }

  /** Takes the content of the log, and starts before the first block. */
  void take(TermLog log) {
    tree = log.tree();
    int[] byTopic = documentsByTopic(log);
    topics = Arrays.stream(byTopic).map(document -> log.documentTopics()[document]).toArray();
    sortOccurrences(log, byTopic);
    bucket = -1;
  }

  /**
   * Moves to the next block.
   *
   * @return whether there was one
   */
  boolean next() {
    while (++bucket < TermLog.BUCKETS) {
      int start = bucket == 0 ? 0 : bucketEnds[bucket - 1];
      if (start < bucketEnds[bucket]) {
        block.clear();
        sortByTerm(start, bucketEnds[bucket]);
        writeTerms();
        if (block.length() > 0) {
          return true;
        }
      }
    }
    return false;
  }

  int bucket() {
    return bucket;
  }

  byte[] block() {
    return block.toBytes();
  }

  /** {@code [documents]}: their numbers, by topic and then in the order of the log. */
  private static int[] documentsByTopic(TermLog log) {
    long[] byTopic = new long[log.documents()];
    for (int document = 0; document < byTopic.length; document++) {
      byTopic[document] = ((long) log.documentTopics()[document] << Integer.SIZE) | document;
    }
    Arrays.sort(byTopic);
    return Arrays.stream(byTopic).mapToInt(key -> (int) key).toArray();
  }

  private void sortOccurrences(TermLog log, int[] byTopic) {
    if (log.occurrences() > keys.length) {
      keys = new long[log.occurrences()];
      documents = new int[log.occurrences()];
    }
    int start = 0;
    for (int i = 0; i < TermLog.BUCKETS; i++) {
      bucketEnds[i] = start;
      start += log.bucketSizes()[i];
    }
    long[] from = log.keys();
    short[] buckets = log.buckets();
    int[] ends = log.documentEnds();
    for (int rank = 0; rank < byTopic.length; rank++) {
      int document = byTopic[rank];
      for (int i = document == 0 ? 0 : ends[document - 1]; i < ends[document]; i++) {
        int place = bucketEnds[buckets[i]]++;
        keys[place] = from[i];
        documents[place] = rank;
      }
    }
  }

  /** Sorts the occurrences of a bucket into documents by term. */
  private void sortByTerm(int from, int to) {
    numberTerms(from, to);
    int start = 0;
    for (int term = 0; term < terms; term++) {
      int size = termEnds[term];
      termEnds[term] = start;
      start += size;
    }
    for (int i = from; i < to; i++) {
      documentsByTerm[termEnds[termOf[i - from]]++] = documents[i];
    }
  }

  private void numberTerms(int from, int to) {
    if (to - from > termOf.length) {
      termOf = new int[Math.max(to - from, 2 * termOf.length)];
      documentsByTerm = new int[termOf.length];
    }
    Arrays.fill(slots, FREE);
    terms = 0;
    for (int i = from; i < to; i++) {
      int term = termOf(keys[i]);
      termOf[i - from] = term;
      termEnds[term]++;
    }
  }

  private int termOf(long key) {
    int slot = slotOf(key);
    if (slots[slot] != FREE) {
      return slots[slot];
    }
    if (terms == termKeys.length) {
      termKeys = Arrays.copyOf(termKeys, 2 * terms);
      termEnds = Arrays.copyOf(termEnds, 2 * terms);
      slots = new int[4 * terms];
      Arrays.fill(slots, FREE);
      for (int term = 0; term < terms; term++) {
        slots[slotOf(termKeys[term])] = term;
      }
      slot = slotOf(key);
    }
    termKeys[terms] = key;
    termEnds[terms] = 0;
    slots[slot] = terms;
    return terms++;
  }

  private int slotOf(long key) {
    int mask = slots.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> Integer.SIZE) & mask;
    while (slots[slot] != FREE && termKeys[slots[slot]] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void writeTerms() {
    int from = 0;
    for (int term = 0; term < terms; term++) {
      if (vocabulary == null || isInVocabulary(termKeys[term])) {
        tree.write(termKeys[term], block);
        writeCounts(from, termEnds[term]);
      }
      from = termEnds[term];
    }
  }

  private boolean isInVocabulary(long key) {
    spelt.setLength(0);
    tree.spell(key, spelt);
    char[] chars = spelt.toString().toCharArray();
    return vocabulary.find(chars, 0, chars.length) >= 0;
  }

  /** Documents are sorted by topic, so the topics of a term are sorted as well. */
  private void writeCounts(int from, int to) {
    int inDocuments = 0;
    int lastDocument = -1;
    int topic = topics[documentsByTerm[from]];
    int firstOfTopic = from;
    for (int i = from; i < to; i++) {
      int document = documentsByTerm[i];
      if (document != lastDocument) {
        inDocuments++;
        lastDocument = document;
        if (topics[document] != topic) {
          counts.add(topic, i - firstOfTopic);
          topic = topics[document];
          firstOfTopic = i;
        }
      }
    }
    counts.add(topic, to - firstOfTopic);
    block.writeNumber(inDocuments);
    counts.writeAndClear(block);
  }
}
