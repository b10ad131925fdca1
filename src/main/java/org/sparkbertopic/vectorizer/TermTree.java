package org.sparkbertopic.vectorizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Terms as nodes of a tree: a term's words but the last are its parent. Words and nodes are
 * numbered in the order they come, so that an n-gram costs one look-up of two numbers, whatever its
 * length, and is spelt out only where it is written.
 *
 * <p>A word that holds spaces (of a token pattern) is taken apart at them, so that equal terms are
 * one node however they came about.
 *
 * <p>At worst 44 bytes a node, and the words.
 */
final class TermTree {

  /** Parent of single words. */
  static final int ROOT = -1;

  private static final int INITIAL_CAPACITY = 1 << 12;
  private static final int NO_NODE = -1;
  private static final long FREE = -1;
  private static final char SPACE = ' ';

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

  private int nodes;

  /** {@code [slots]}: half of the key's hash in the upper half, node in the lower; or free. */
  private long[] slots = freeSlots(2 * INITIAL_CAPACITY);

  /** Number of a word, a new one if it is not known yet. */
  int word(char[] chars, int from, int to) {
    int word = words.add(chars, from, to);
    if (word == knownWords) {
      prepare(word);
    }
    return word;
  }

  /**
   * The node of a term with one more word.
   *
   * @param parent node, or {@link #ROOT}
   */
  int extend(int parent, int word) {
    if (parent == ROOT && wordNodes[word] != NO_NODE) {
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

  int nodes() {
    return nodes;
  }

  /** UTF-16 units of the words held. */
  long characters() {
    return words.characters();
  }

  /** Hash of the term's spelling, the same in every tree. */
  int hash(int node) {
    return hashes[node];
  }

  /** Writes the term in UTF-8. */
  void write(int node, ByteWriter out) {
    int parent = (int) (keys[node] >> Integer.SIZE);
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

  /** Appends the term's spelling. */
  void spell(int node, StringBuilder out) {
    int parent = (int) (keys[node] >> Integer.SIZE);
    if (parent != ROOT) {
      spell(parent, out);
      out.append(SPACE);
    }
    out.append(words.term((int) keys[node]));
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(wordBytes, 0, knownWords, null);
    Arrays.fill(wordParts, 0, knownWords, null);
    words.clear();
    knownWords = 0;
    Arrays.fill(slots, FREE);
    nodes = 0;
  }

  private int child(int parent, int word) {
    long key = ((long) parent << Integer.SIZE) | word;
    long mixed = mixed(key);
    int tag = (int) mixed;
    int mask = slots.length - 1;
    int slot = placeOf(mixed) & mask;
    while (slots[slot] != FREE) {
      // The tag tells most other keys apart without a look at theirs.
      if ((int) (slots[slot] >>> Integer.SIZE) == tag && keys[(int) slots[slot]] == key) {
        return (int) slots[slot];
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = ((long) tag << Integer.SIZE) | nodes;
    return append(key, parent, word);
  }

  private int append(long key, int parent, int word) {
    int node = nodes++;
    if (nodes > keys.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
      hashes = Arrays.copyOf(hashes, keys.length);
    }
    keys[node] = key;
    hashes[node] =
        parent == ROOT
            ? wordHashes[word]
            : (hashes[parent] * 31 + SPACE) * wordPowers[word] + wordHashes[word];
    if (2 * nodes > slots.length) {
      grow();
    }
    return node;
  }

  private void grow() {
    slots = freeSlots(slots.length * 2);
    int mask = slots.length - 1;
    for (int node = 0; node < nodes; node++) {
      long mixed = mixed(keys[node]);
      int slot = placeOf(mixed) & mask;
      while (slots[slot] != FREE) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = ((long) (int) mixed << Integer.SIZE) | node;
    }
  }

  private static long mixed(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  private static int placeOf(long mixed) {
    return (int) (mixed >>> Integer.SIZE);
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
    wordNodes[word] = NO_NODE;
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

  private static long[] freeSlots(int capacity) {
    long[] slots = new long[capacity];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
