package org.sparkbertopic.vectorizer;

import java.util.Arrays;
import java.util.List;

/**
 * Terms numbered in the order they were added. Looks a term up in a piece of a char array, so that
 * an occurrence of a known term makes no garbage. Open addressing with linear probing, at most half
 * full.
 *
 * <p>Not thread-safe while terms are added; {@code find} may be called by many threads afterwards.
 */
public final class TermDictionary {

  private static final int INITIAL_CAPACITY = 1024;
  private static final int FREE = -1;

  private String[] terms = new String[INITIAL_CAPACITY / 2];
  private int[] slots = freeSlots(INITIAL_CAPACITY);
  private int size;
  private long characters;

  /** The terms of a vocabulary, numbered as its columns. */
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

  /** UTF-16 units of all terms together. */
  public long characters() {
    return characters;
  }

  public String term(int number) {
    return terms[number];
  }

  /** The number of a term, or -1. */
  public int find(char[] chars, int from, int to) {
    return slots[slotOf(chars, from, to)];
  }

  /** The number of a term, a new one if it is not known yet. */
  public int add(char[] chars, int from, int to) {
    int slot = slotOf(chars, from, to);
    if (slots[slot] != FREE) {
      return slots[slot];
    }
    return insert(slot, new String(chars, from, to - from));
  }

  /** The number of a term, a new one if it is not known yet. */
  public int add(String term) {
    char[] chars = term.toCharArray();
    return add(chars, 0, chars.length);
  }

  /** Forgets every term. */
  public void clear() {
    Arrays.fill(terms, 0, size, null);
    Arrays.fill(slots, FREE);
    size = 0;
    characters = 0;
  }

  private int insert(int slot, String term) {
    int number = size++;
    terms[number] = term;
    slots[slot] = number;
    characters += term.length();
    if (size == terms.length) {
      grow();
    }
    return number;
  }

  private void grow() {
    terms = Arrays.copyOf(terms, terms.length * 2);
    slots = freeSlots(slots.length * 2);
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = spread(terms[number].hashCode()) & mask;
      while (slots[slot] != FREE) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number;
    }
  }

  private int slotOf(char[] chars, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + chars[i];
    }
    int mask = slots.length - 1;
    int slot = spread(hash) & mask;
    while (slots[slot] != FREE && !matches(terms[slots[slot]], chars, from, to)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static boolean matches(String term, char[] chars, int from, int to) {
    if (term.length() != to - from) {
      return false;
    }
    for (int i = 0; i < term.length(); i++) {
      if (term.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  private static int[] freeSlots(int capacity) {
    int[] slots = new int[capacity];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
