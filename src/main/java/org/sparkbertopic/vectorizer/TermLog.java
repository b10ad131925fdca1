package org.sparkbertopic.vectorizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The terms of some documents in the order they occur, until it is emptied. Words are numbered, and
 * a term is a node of a tree: its words but the last are its parent. So an n-gram costs one look-up
 * of two numbers, whatever its length, and is spelt out once, when the log is emptied.
 *
 * <p>At worst 70 bytes an occurrence (each a new term); where terms come again, little more than
 * eight.
 *
 * <p>A word that holds spaces (of a token pattern) is taken apart at them, so that equal terms are
 * one node however they came about.
 */
final class TermLog {

  private static final int INITIAL_CAPACITY = 1 << 12;
  private static final int ROOT = -1;
  private static final int FREE = -1;
  private static final char SPACE = ' ';

  private final int minNgram;
  private final int maxNgram;

  /** What is counted; null: every term. */
  private final TermDictionary vocabulary;

  private final TermDictionary words = new TermDictionary();

  /** {@code [words]}: in UTF-8, where a term of the word has been spelt out. */
  private byte[][] wordBytes = new byte[INITIAL_CAPACITY][];

  /** {@code [words]}: the numbers of the words that a word with spaces consists of. */
  private int[][] wordParts = new int[INITIAL_CAPACITY][];

  /** {@code [words]}: hash of the word, and 31 to the power of its length. */
  private int[] wordHashes = new int[INITIAL_CAPACITY];

  private int[] wordPowers = new int[INITIAL_CAPACITY];

  /** {@code [words]}: the node of the word alone, or -1. */
  private int[] wordNodes = new int[INITIAL_CAPACITY];

  private int knownWords;

  /** {@code [nodes]}: parent in the upper half, word in the lower. */
  private long[] keys = new long[INITIAL_CAPACITY];

  /** {@code [nodes]}: {@link String#hashCode} of the term. */
  private int[] hashes = new int[INITIAL_CAPACITY];

  /** {@code [nodes]} */
  private boolean[] counted = new boolean[INITIAL_CAPACITY];

  private int nodes;
  private int[] slots = freeSlots(2 * INITIAL_CAPACITY);

  private int[] log = new int[INITIAL_CAPACITY];
  private int logSize;

  /** {@code [documents]}: where each ends in the log, and its topic. */
  private int[] documentEnds = new int[INITIAL_CAPACITY];

  private int[] documentTopics = new int[INITIAL_CAPACITY];
  private int documents;

  /** {@code [k]}: the node of the k + 1 words up to the last one. */
  private final int[] ending;

  private int endingWords;
  private char[] spelt = new char[256];

  TermLog(CountVectorizer parameters) {
    minNgram = parameters.minNgram();
    maxNgram = parameters.maxNgram();
    vocabulary =
        parameters.vocabulary().isEmpty() ? null : TermDictionary.of(parameters.vocabulary());
    ending = new int[maxNgram];
  }

  /** The next word of the document at hand. */
  void addWord(char[] chars, int from, int to) {
    int word = words.add(chars, from, to);
    if (word == knownWords) {
      prepare(word);
    }
    int most = Math.min(endingWords + 1, maxNgram);
    for (int length = most; length >= 1; length--) {
      int node = extend(length == 1 ? ROOT : ending[length - 2], word);
      ending[length - 1] = node;
      if (length >= minNgram && counted[node]) {
        append(node);
      }
    }
    endingWords = most;
  }

  /** Ends the document at hand, which belongs to {@code topic}. */
  void endDocument(int topic) {
    if (documents == documentEnds.length) {
      documentEnds = Arrays.copyOf(documentEnds, documents * 2);
      documentTopics = Arrays.copyOf(documentTopics, documents * 2);
    }
    documentEnds[documents] = logSize;
    documentTopics[documents++] = topic;
    endingWords = 0;
  }

  /** What bounds the memory: occurrences held, or nodes where those are more. */
  int size() {
    return Math.max(logSize, nodes);
  }

  /** UTF-16 units of the words held. */
  long characters() {
    return words.characters();
  }

  int nodes() {
    return nodes;
  }

  int occurrences() {
    return logSize;
  }

  /** {@code [occurrences]}: the node of each. */
  int[] log() {
    return log;
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

  /** Hash of the term's spelling, the same in every log. */
  int hash(int node) {
    return hashes[node];
  }

  /** Writes the term in UTF-8. */
  void write(int node, ByteWriter out) {
    int parent = (int) (keys[node] >> 32);
    if (parent != ROOT) {
      write(parent, out);
      out.writeByte(SPACE);
    }
    int word = (int) keys[node];
    if (wordBytes[word] == null) {
      wordBytes[word] = words.term(word).getBytes(StandardCharsets.UTF_8);
    }
    out.writeBytes(wordBytes[word]);
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(wordBytes, 0, knownWords, null);
    Arrays.fill(wordParts, 0, knownWords, null);
    words.clear();
    knownWords = 0;
    Arrays.fill(slots, FREE);
    nodes = 0;
    logSize = 0;
    documents = 0;
  }

  private void append(int node) {
    if (logSize == log.length) {
      log = Arrays.copyOf(log, logSize * 2);
    }
    log[logSize++] = node;
  }

  /** Adds a word to a term, part by part where it has spaces. */
  private int extend(int parent, int word) {
    if (parent == ROOT && wordNodes[word] >= 0) {
      return wordNodes[word];
    }
    int[] parts = wordParts[word];
    int node = parent;
    if (parts == null) {
      node = child(parent, word);
    } else {
      for (int part : parts) {
        node = child(node, part);
      }
    }
    if (parent == ROOT) {
      wordNodes[word] = node;
    }
    return node;
  }

  private int child(int parent, int word) {
    long key = ((long) parent << 32) | word;
    int mask = slots.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (slots[slot] != FREE) {
      if (keys[slots[slot]] == key) {
        return slots[slot];
      }
      slot = (slot + 1) & mask;
    }
    return insert(slot, key, parent, word);
  }

  private int insert(int slot, long key, int parent, int word) {
    int node = nodes++;
    if (nodes > keys.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
      hashes = Arrays.copyOf(hashes, keys.length);
      counted = Arrays.copyOf(counted, keys.length);
    }
    keys[node] = key;
    hashes[node] =
        parent == ROOT
            ? wordHashes[word]
            : (hashes[parent] * 31 + SPACE) * wordPowers[word] + wordHashes[word];
    counted[node] = vocabulary == null || inVocabulary(node);
    slots[slot] = node;
    if (2 * nodes > slots.length) {
      grow();
    }
    return node;
  }

  private void grow() {
    slots = freeSlots(slots.length * 2);
    int mask = slots.length - 1;
    for (int node = 0; node < nodes; node++) {
      int slot = (int) ((keys[node] * 0x9E3779B97F4A7C15L) >>> 32) & mask;
      while (slots[slot] != FREE) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = node;
    }
  }

  private boolean inVocabulary(int node) {
    int length = spell(node);
    return vocabulary.find(spelt, 0, length) >= 0;
  }

  private int spell(int node) {
    int parent = (int) (keys[node] >> 32);
    int length = parent == ROOT ? 0 : spell(parent);
    String word = words.term((int) keys[node]);
    int needed = length + 1 + word.length();
    if (needed > spelt.length) {
      spelt = Arrays.copyOf(spelt, Math.max(needed, spelt.length * 2));
    }
    if (parent != ROOT) {
      spelt[length++] = SPACE;
    }
    word.getChars(0, word.length(), spelt, length);
    return length + word.length();
  }

  /** Of a new word. */
  private void prepare(int word) {
    knownWords = word + 1;
    if (word == wordHashes.length) {
      int capacity = word * 2;
      wordBytes = Arrays.copyOf(wordBytes, capacity);
      wordParts = Arrays.copyOf(wordParts, capacity);
      wordHashes = Arrays.copyOf(wordHashes, capacity);
      wordPowers = Arrays.copyOf(wordPowers, capacity);
      wordNodes = Arrays.copyOf(wordNodes, capacity);
    }
    String spelling = words.term(word);
    int power = 1;
    for (int i = 0; i < spelling.length(); i++) {
      power *= 31;
    }
    wordPowers[word] = power;
    wordHashes[word] = spelling.hashCode();
    wordNodes[word] = FREE;
    if (spelling.indexOf(SPACE) >= 0) {
      // Taking it apart may make the array grow: the place is looked up afterwards.
      int[] parts = parts(spelling);
      wordParts[word] = parts;
    }
  }

  private int[] parts(String spelling) {
    String[] spellings = spelling.split(" ", -1);
    int[] parts = new int[spellings.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = words.add(spellings[i]);
      if (parts[i] == knownWords) {
        prepare(parts[i]);
      }
    }
    return parts;
  }

  private static int[] freeSlots(int capacity) {
    int[] slots = new int[capacity];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
