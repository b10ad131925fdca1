package org.sparkbertopic.vectorizer;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers terms in the order of their addition. A term is looked up from a range of a char array,
 * so that an occurrence of a known term does not allocate. Open addressing with linear probing, at
 * most half full. A slot holds the hash next to the number, and all terms are in one array, so that
 * a look-up touches few cache lines.
 *
 * <p>Not thread-safe while terms are added; {@code find} may be called by many threads afterwards.
 */
public final class TermDictionary {

  private static final int INITIAL_CAPACITY = 1024;
  private static final long FREE = -1;

  /** The characters of all terms. */
  private char[] chars = new char[8 * INITIAL_CAPACITY];

  /** {@code [terms + 1]}: where each starts. */
  private int[] starts = new int[INITIAL_CAPACITY / 2 + 1];

  /** {@code [slots]}: hash in the upper half, number in the lower half; or free. */
  private long[] slots = freeSlots(INITIAL_CAPACITY);

  private int size;

  /** A dictionary of a vocabulary, numbered like its columns. */
  public static TermDictionary of(List<String> vocabulary) {
    TermDictionary dictionary = new TermDictionary();
    for (String term : vocabulary) {
      dictionary.add(term);
    }
    return dictionary;
  }

  public int size() {
    return size;
  }

  /** Total UTF-16 units of all terms. */
  public long characters() {
    return starts[size];
  }

  public String term(int number) {
    return new String(chars, starts[number], starts[number + 1] - starts[number]);
  }

  /** The number of a term, or -1. */
  public int find(char[] source, int from, int to) {
    long found = slots[slotOf(hash(source, from, to), source, from, to)];
    return found == FREE ? -1 : (int) found;
  }

  /** The number of a term; adds the term if it is new. */
  public int add(char[] source, int from, int to) {
    int hash = hash(source, from, to);
    int slot = slotOf(hash, source, from, to);
    if (slots[slot] != FREE) {
      return (int) slots[slot];
    }
    slots[slot] = slotValue(hash, size);
    return append(source, from, to);
  }

  /** The number of a term; adds the term if it is new. */
  public int add(String term) {
    char[] source = term.toCharArray();
    return add(source, 0, source.length);
  }

  /** Removes all terms. */
  public void clear() {
    Arrays.fill(slots, FREE);
    size = 0;
  }

  private int append(char[] source, int from, int to) {
    int start = starts[size];
    int end = Math.addExact(start, to - from);
    if (end > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(end, grown(chars.length)));
    }
    System.arraycopy(source, from, chars, start, to - from);
    int number = size++;
    starts[size] = end;
    if (size == starts.length - 1) {
      starts = Arrays.copyOf(starts, 2 * size + 1);
      growSlots();
    }
    return number;
  }

  /** Doubles a size, up to the largest array. */
  private static int grown(int capacity) {
    return (int) Math.min(2L * capacity, Integer.MAX_VALUE - Long.BYTES);
  }

  private void growSlots() {
    long[] old = slots;
    slots = freeSlots(2 * old.length);
    int mask = slots.length - 1;
    for (long value : old) {
      if (value != FREE) {
        int slot = (int) (value >>> Integer.SIZE) & mask;
        while (slots[slot] != FREE) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = value;
      }
    }
  }

  private int slotOf(int hash, char[] source, int from, int to) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != FREE && !matches(slots[slot], hash, source, from, to)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean matches(long slot, int hash, char[] source, int from, int to) {
    int number = (int) slot;
    return (int) (slot >>> Integer.SIZE) == hash
        && Arrays.equals(chars, starts[number], starts[number + 1], source, from, to);
  }

  private static long slotValue(int hash, int number) {
    return ((long) hash << Integer.SIZE) | number;
  }

  private static int hash(char[] source, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + source[i];
    }
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  private static long[] freeSlots(int capacity) {
    long[] slots = new long[capacity];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
