package org.sparkbertopic.vectorizer.counting;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sparkbertopic.vectorizer.TermDictionary;

/**
 * Words and terms as numbers. A word gets its number at its first occurrence. A term is a {@link
 * #key} of two numbers: its last word, and the tree node of the words before it. Nodes need a
 * look-up, keys do not, so the longest terms, which are the most numerous, cost no look-up.
 *
 * <p>A word with spaces (which a token pattern may match) is split at them, so that equal terms
 * have equal keys however they were made.
 *
 * <p>At most 44 bytes per node, plus the words twice.
 */
final class TermTree {

  /** Parent of single words. */
  static final int ROOT = -1;

  private static final int INITIAL_CAPACITY = 1 << 12;
  private static final int NO_NODE = -1;
  private static final long FREE = -1;
  private static final char SPACE = ' ';

  private final TermDictionary words = new TermDictionary();

  /** The UTF-8 bytes of all words. */
  private byte[] utf8 = new byte[8 * INITIAL_CAPACITY];

  /** {@code [words + 1]}: where each starts. */
  private int[] utf8Starts = new int[INITIAL_CAPACITY + 1];

  /** {@code [words]}: the numbers of the words within a word with spaces. */
  private int[][] wordParts = new int[INITIAL_CAPACITY][];

  /** {@code [words]}: hash of the word's spelling. */
  private int[] wordHashes = new int[INITIAL_CAPACITY];

  /** {@code [words]}: the node of the word alone, or -1. */
  private int[] wordNodes = new int[INITIAL_CAPACITY];

  private int knownWords;

  /** {@code [nodes]} */
  private long[] keys = new long[INITIAL_CAPACITY];

  /** {@code [nodes]}: hash of the spelling. */
  private int[] hashes = new int[INITIAL_CAPACITY];

  private int nodes;

  /** {@code [slots]}: half of the key's hash in the upper half, node in the lower half; or free. */
  private long[] slots = freeSlots(2 * INITIAL_CAPACITY);

  /** The number of a word; adds the word if it is new. */
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
    if (parent != ROOT) {
      return child(key(parent, word));
    }
    if (wordNodes[word] == NO_NODE) {
      wordNodes[word] = child(key(ROOT, word));
    }
    return wordNodes[word];
  }

  /**
   * The key of a term with one more word: equal terms have equal keys, different terms different
   * ones. Parent in the upper half, word in the lower half.
   *
   * @param parent node, or {@link #ROOT}
   */
  long key(int parent, int word) {
    int[] parts = wordParts[word];
    if (parts == null) {
      return keyOf(parent, word);
    }
    int node = parent;
    for (int i = 0; i < parts.length - 1; i++) {
      node = child(keyOf(node, parts[i]));
    }
    return keyOf(node, parts[parts.length - 1]);
  }

  int nodes() {
    return nodes;
  }

  /** Total UTF-16 units of the words. */
  long characters() {
    return words.characters();
  }

  /** The hash of the term's spelling, the same in every tree. */
  int hash(long key) {
    int parent = parentOf(key);
    int hash = wordHashes[wordOf(key)];
    return parent == ROOT ? hash : hashes[parent] * 0x85EBCA6B + hash;
  }

  /** Writes the term in UTF-8, preceded by its length in bytes. */
  void write(long key, PackedWriter out) {
    int length = lengthOfWord(wordOf(key));
    for (int node = parentOf(key); node != ROOT; node = parentOf(keys[node])) {
      length += 1 + lengthOfWord(wordOf(keys[node]));
    }
    out.writeNumber(length);
    writeWords(key, out);
  }

  /** Appends the term's spelling. */
  void spell(long key, StringBuilder out) {
    int parent = parentOf(key);
    if (parent != ROOT) {
      spell(keys[parent], out);
      out.append(SPACE);
    }
    out.append(words.term(wordOf(key)));
  }

  /** Empties the tree. */
  void clear() {
    Arrays.fill(wordParts, 0, knownWords, null);
    words.clear();
    knownWords = 0;
    Arrays.fill(slots, FREE);
    nodes = 0;
  }

  private void writeWords(long key, PackedWriter out) {
    int parent = parentOf(key);
    if (parent != ROOT) {
      writeWords(keys[parent], out);
      out.writeByte(SPACE);
    }
    int word = wordOf(key);
    out.writeBytes(utf8, utf8Starts[word], lengthOfWord(word));
  }

  private int lengthOfWord(int word) {
    return utf8Starts[word + 1] - utf8Starts[word];
  }

  private int child(long key) {
    long mixed = mixed(key);
    int tag = (int) mixed;
    int mask = slots.length - 1;
    int slot = placeOf(mixed) & mask;
    while (slots[slot] != FREE) {
      // The tag rules out most other keys without reading them.
      if ((int) (slots[slot] >>> Integer.SIZE) == tag && keys[(int) slots[slot]] == key) {
        return (int) slots[slot];
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = ((long) tag << Integer.SIZE) | nodes;
    return append(key);
  }

  private int append(long key) {
    int node = nodes++;
    if (nodes > keys.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
      hashes = Arrays.copyOf(hashes, keys.length);
    }
    keys[node] = key;
    hashes[node] = hash(key);
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

  private static long keyOf(int parent, int word) {
    return ((long) parent << Integer.SIZE) | word;
  }

  private static int parentOf(long key) {
    return (int) (key >> Integer.SIZE);
  }

  private static int wordOf(long key) {
    return (int) key;
  }

  private static long mixed(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  private static int placeOf(long mixed) {
    return (int) (mixed >>> Integer.SIZE);
  }

  /** Stores a new word and its parts. */
  private void prepare(int word) {
    knownWords = word + 1;
    if (word == wordHashes.length) {
      int capacity = word * 2;
      utf8Starts = Arrays.copyOf(utf8Starts, capacity + 1);
      wordParts = Arrays.copyOf(wordParts, capacity);
      wordHashes = Arrays.copyOf(wordHashes, capacity);
      wordNodes = Arrays.copyOf(wordNodes, capacity);
    }
    String spelling = words.term(word);
    byte[] bytes = spelling.getBytes(StandardCharsets.UTF_8);
    int start = utf8Starts[word];
    int end = Math.addExact(start, bytes.length);
    if (end > utf8.length) {
      utf8 = Arrays.copyOf(utf8, Math.max(end, 2 * utf8.length));
    }
    System.arraycopy(bytes, 0, utf8, start, bytes.length);
    utf8Starts[word + 1] = end;
    wordHashes[word] = spelling.hashCode();
    wordNodes[word] = NO_NODE;
    if (spelling.indexOf(SPACE) >= 0) {
      // Splitting may grow the array, so the slot is looked up afterwards.
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
