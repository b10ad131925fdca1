package org.sparkbertopic.vectorizer.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Adds the blocks of one bucket. Terms with too few documents or topics are dropped before their
 * counts are read: most 2-grams occur once. Memory: the blocks, and about 40 bytes for each of
 * their entries.
 */
final class BucketTerms {

  private static final int INITIAL_CAPACITY = 1 << 10;
  private static final int NONE = -1;

  private final long minDf;
  private final int minTopicDf;
  private final List<byte[]> blocks = new ArrayList<>();

  /** {@code [blocks]}: -1 where the counts of a block are to be taken away, else 1. */
  private final List<Integer> signs = new ArrayList<>();

  private final PackedReader reader = new PackedReader();

  /**
   * {@code [entries]}: a term in a block; {@code next} is the entry of the same term in an earlier
   * block.
   */
  private int[] entryBlock = new int[INITIAL_CAPACITY];

  private int[] entryTermAt = new int[INITIAL_CAPACITY];
  private int[] entryTermLength = new int[INITIAL_CAPACITY];
  private int[] entryListAt = new int[INITIAL_CAPACITY];
  private int[] entryListLength = new int[INITIAL_CAPACITY];
  private int[] entryNext = new int[INITIAL_CAPACITY];
  private int entries;

  /** {@code [terms]}: the last entry, the hash, and the number of documents. */
  private int[] lastEntry = new int[INITIAL_CAPACITY];

  private int[] hashes = new int[INITIAL_CAPACITY];
  private long[] documents = new long[INITIAL_CAPACITY];
  private int terms;
  private int[] slots = new int[2 * INITIAL_CAPACITY];

  private int cursor;

  /** Of the term at the cursor, among all. */
  private int rank;

  /** {@code [terms]}: the terms in the order of their bytes; null where none was asked for. */
  private Integer[] sorted;

  private long[] topicsOfTerm = new long[64];
  private long[] countsOfTerm = new long[64];
  private int pairs;

  /** Of the block whose counts are being merged. */
  private int sign;

  private final TopicCounts.EntrySink addPair = this::addPair;
  private final TopicCounts counts = new TopicCounts();
  private long occurrences;
  private int topics;
  private long rare;

  BucketTerms(long minDf, int minTopicDf) {
    this.minDf = minDf;
    this.minTopicDf = minTopicDf;
    Arrays.fill(slots, NONE);
  }

  /** Starts another bucket. */
  void clear() {
    blocks.clear();
    signs.clear();
    Arrays.fill(slots, NONE);
    entries = 0;
    terms = 0;
    sorted = null;
    rank = NONE;
  }

  void add(TallyBlock added) {
    byte[] block = added.bytes();
    int number = blocks.size();
    blocks.add(block);
    signs.add(added.isRemoved() ? -1 : 1);
    reader.over(block, 0, block.length);
    while (reader.hasNext()) {
      addEntry(number, block);
    }
    rank = NONE;
  }

  /** Orders the terms by their bytes, after all blocks were added. */
  void sort() {
    sorted = new Integer[terms];
    Arrays.setAll(sorted, term -> term);
    Arrays.sort(sorted, this::compare);
  }

  private int compare(int a, int b) {
    int one = lastEntry[a];
    int other = lastEntry[b];
    return Arrays.compareUnsigned(
        blocks.get(entryBlock[one]),
        entryTermAt[one],
        entryTermAt[one] + entryTermLength[one],
        blocks.get(entryBlock[other]),
        entryTermAt[other],
        entryTermAt[other] + entryTermLength[other]);
  }

  /** Terms of the bucket, including the dropped ones. */
  int terms() {
    return terms;
  }

  /**
   * Moves to the next term to keep, after all blocks were added.
   *
   * @return whether there was one
   */
  boolean next() {
    while (++rank < terms) {
      cursor = sorted == null ? rank : sorted[rank];
      if (documents[cursor] < minDf) {
        rare++;
        continue;
      }
      mergeTopics();
      if (topics >= minTopicDf) {
        return true;
      }
      counts.clear();
    }
    return false;
  }

  /** Terms of all buckets so far that minDf dropped. */
  long rare() {
    return rare;
  }

  /** Writes the term as {@link CountedTerm}; may be called once per term. */
  void write(PackedWriter out) {
    writeTerm(out);
    out.writeNumber(documents[cursor]);
    out.writeNumber(occurrences);
    counts.writeAndClear(out);
  }

  /** Writes the term as an entry of {@link TermBlocks}; may be called once per term. */
  void writeEntry(PackedWriter out) {
    writeTerm(out);
    out.writeNumber(documents[cursor]);
    counts.writeAndClear(out);
  }

  private void writeTerm(PackedWriter out) {
    int entry = lastEntry[cursor];
    int length = entryTermLength[entry];
    out.writeNumber(length);
    out.writeBytes(blocks.get(entryBlock[entry]), entryTermAt[entry], length);
  }

  private void addEntry(int block, byte[] bytes) {
    int length = (int) reader.readNumber();
    int at = reader.position();
    reader.skip(length);
    long inDocuments = reader.readNumber();
    int listLength = (int) reader.readNumber();
    int entry = entries++;
    if (entry == entryBlock.length) {
      growEntries();
    }
    entryBlock[entry] = block;
    entryTermAt[entry] = at;
    entryTermLength[entry] = length;
    entryListAt[entry] = reader.position();
    entryListLength[entry] = listLength;
    reader.skip(listLength);
    int term = termOf(bytes, at, length);
    entryNext[entry] = lastEntry[term];
    lastEntry[term] = entry;
    documents[term] += signs.get(block) * inDocuments;
  }

  private int termOf(byte[] bytes, int at, int length) {
    int hash = 0;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash = (hash * 0x9E3779B9) ^ (hash >>> 15);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != NONE) {
      int term = slots[slot];
      if (hashes[term] == hash && equal(lastEntry[term], bytes, at, length)) {
        return term;
      }
      slot = (slot + 1) & mask;
    }
    int term = terms++;
    if (term == hashes.length) {
      growTerms();
    }
    slots[slot] = term;
    hashes[term] = hash;
    lastEntry[term] = NONE;
    documents[term] = 0;
    if (2 * terms > slots.length) {
      growSlots();
    }
    return term;
  }

  private boolean equal(int entry, byte[] bytes, int at, int length) {
    int from = entryTermAt[entry];
    return Arrays.equals(
        blocks.get(entryBlock[entry]), from, from + entryTermLength[entry], bytes, at, at + length);
  }

  /** The lists of all blocks, by topic. */
  private void mergeTopics() {
    pairs = 0;
    for (int entry = lastEntry[cursor]; entry != NONE; entry = entryNext[entry]) {
      int at = entryListAt[entry];
      sign = signs.get(entryBlock[entry]);
      TopicCounts.read(
          reader.over(blocks.get(entryBlock[entry]), at, at + entryListLength[entry]), addPair);
    }
    Arrays.sort(topicsOfTerm, 0, pairs);
    topics = 0;
    occurrences = 0;
    int pair = 0;
    while (pair < pairs) {
      int topic = (int) (topicsOfTerm[pair] >> 32);
      long sum = 0;
      while (pair < pairs && (int) (topicsOfTerm[pair] >> 32) == topic) {
        sum += countsOfTerm[(int) topicsOfTerm[pair++]];
      }
      // less than 0 is what rounding of weighted counts leaves
      if (sum > 0) {
        counts.add(topic, sum);
        topics++;
        occurrences += sum;
      }
    }
  }

  private void addPair(int topic, long count) {
    if (pairs == topicsOfTerm.length) {
      topicsOfTerm = Arrays.copyOf(topicsOfTerm, pairs * 2);
      countsOfTerm = Arrays.copyOf(countsOfTerm, pairs * 2);
    }
    topicsOfTerm[pairs] = ((long) topic << 32) | pairs;
    countsOfTerm[pairs++] = sign * count;
  }

  private void growEntries() {
    int capacity = entryBlock.length * 2;
    entryBlock = Arrays.copyOf(entryBlock, capacity);
    entryTermAt = Arrays.copyOf(entryTermAt, capacity);
    entryTermLength = Arrays.copyOf(entryTermLength, capacity);
    entryListAt = Arrays.copyOf(entryListAt, capacity);
    entryListLength = Arrays.copyOf(entryListLength, capacity);
    entryNext = Arrays.copyOf(entryNext, capacity);
  }

  private void growTerms() {
    int capacity = hashes.length * 2;
    hashes = Arrays.copyOf(hashes, capacity);
    lastEntry = Arrays.copyOf(lastEntry, capacity);
    documents = Arrays.copyOf(documents, capacity);
  }

  private void growSlots() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, NONE);
    int mask = slots.length - 1;
    for (int term = 0; term < terms; term++) {
      int slot = hashes[term] & mask;
      while (slots[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = term;
    }
  }
}
