package org.sparkbertopic.embedding.words;

import java.util.Arrays;
import java.util.Locale;
import org.apache.lucene.util.UnicodeUtil;

/**
 * Looks up the vectors of words in one or several stores. With several stores, a word's vectors are
 * concatenated, with zeros for a store that does not contain the word. Holds the scratch memory of
 * one caller.
 */
final class WordLookup {

  /**
   * Longer tokens are not words but, for example, base64 runs or dashes; they are not looked up.
   */
  static final int MOST_CHARACTERS = 1024;

  /** UTF-8 length of such a word, including the marks at its ends. */
  static final int LONGEST_BYTES = 2 + MOST_CHARACTERS * UnicodeUtil.MAX_UTF8_BYTES_PER_CHAR;

  private static final int SPELLINGS = 4;

  private final WordStore[] stores;
  private final WordForms forms;
  private final int dimension;
  private final byte[] utf8 = new byte[LONGEST_BYTES];
  private final String[] spellings = new String[SPELLINGS];
  private int found;
  private final float[] row;
  private final float[] vector;
  private final double[] sum;
  private String spelling = "";

  WordLookup(WordStore[] stores, WordForms forms) {
    this.stores = stores;
    this.forms = forms;
    int total = 0;
    int widest = 0;
    for (WordStore store : stores) {
      total += store.dimension();
      widest = Math.max(widest, store.dimension());
    }
    this.dimension = total;
    this.row = new float[widest];
    this.vector = new float[total];
    this.sum = new double[widest];
  }

  int dimension() {
    return dimension;
  }

  /** The vector found by {@link #find}; the next call overwrites it. */
  float[] vector() {
    return vector;
  }

  /**
   * The spelling under which the first store that contains the word has it. The spellings of one
   * row of a file are one word: "The" and "the", or all years as "####".
   */
  String spelling() {
    return spelling;
  }

  /** Looks up a word. If any store contains it, {@link #vector()} is set. */
  boolean find(String word) {
    if (word.isEmpty() || word.length() > MOST_CHARACTERS) {
      return false;
    }
    int count = spell(word);
    boolean known = false;
    int offset = 0;
    for (WordStore store : stores) {
      if (!findIn(store, count)) {
        Arrays.fill(vector, offset, offset + store.dimension(), 0);
      } else {
        System.arraycopy(row, 0, vector, offset, store.dimension());
        spelling = known ? spelling : spellings[found];
        known = true;
      }
      offset += store.dimension();
    }
    return known;
  }

  private int spell(String word) {
    if (forms == WordForms.EXACT) {
      spellings[0] = word;
      return 1;
    }
    String lower = lower(word);
    if (forms == WordForms.LOWER_CASE) {
      spellings[0] = lower;
      return 1;
    }
    int count = 0;
    spellings[count++] = word;
    if (!lower.equals(word)) {
      spellings[count++] = lower;
    }
    String hashes = withDigitsAs('#', lower);
    if (!hashes.equals(lower)) {
      spellings[count++] = hashes;
      String zeros = withDigitsAs('0', lower);
      if (!zeros.equals(lower)) {
        spellings[count++] = zeros;
      }
    }
    return count;
  }

  private boolean findIn(WordStore store, int count) {
    for (int i = 0; i < count; i++) {
      int length = UnicodeUtil.UTF16toUTF8(spellings[i], 0, spellings[i].length(), utf8, 0);
      int word = store.find(utf8, length);
      if (word >= 0) {
        found = i;
        if (store.subWords().exist()) {
          return addSubWords(store, word, spellings[i]);
        }
        store.read(word, row);
        return true;
      }
    }
    // N-grams give a vector to any word, in the original spelling.
    found = 0;
    return store.subWords().exist() && addSubWords(store, -1, spellings[0]);
  }

  /** Averages the vector of the word, if there is one, and those of its n-grams. */
  private boolean addSubWords(WordStore store, long word, String spelling) {
    int size = store.dimension();
    Arrays.fill(sum, 0, size, 0);
    int[] terms = {0};
    if (word >= 0) {
      add(store, word, size);
      terms[0]++;
    }
    // The end-of-sentence token has no n-grams.
    if (!spelling.equals("</s>")) {
      utf8[0] = '<';
      int end = UnicodeUtil.UTF16toUTF8(spelling, 0, spelling.length(), utf8, 1);
      utf8[end++] = '>';
      store
          .subWords()
          .forEach(
              utf8,
              end,
              bucket -> {
                add(store, store.words() + bucket, size);
                terms[0]++;
              });
    }
    for (int i = 0; i < size; i++) {
      row[i] = (float) (sum[i] / Math.max(1, terms[0]));
    }
    return terms[0] > 0;
  }

  private void add(WordStore store, long at, int size) {
    store.read(at, row);
    for (int i = 0; i < size; i++) {
      sum[i] += row[i];
    }
  }

  private static String lower(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
        return word.toLowerCase(Locale.ROOT);
      }
    }
    return word;
  }

  private static String withDigitsAs(char replacement, String word) {
    StringBuilder changed = null;
    for (int i = 0; i < word.length(); i++) {
      if (Character.isDigit(word.charAt(i))) {
        changed = changed == null ? new StringBuilder(word) : changed;
        changed.setCharAt(i, replacement);
      }
    }
    return changed == null ? word : changed.toString();
  }
}
