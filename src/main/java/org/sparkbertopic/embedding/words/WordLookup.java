package org.sparkbertopic.embedding.words;

import java.util.Arrays;
import java.util.Locale;
import org.apache.lucene.util.UnicodeUtil;

/**
 * Finds the vectors of words in one or several stores, side by side: a word's vector is the stores'
 * vectors of it one after the other, with zeros for a store that does not know it. Holds the
 * scratch of one caller.
 */
final class WordLookup {

  /** Longer tokens are not words, such as base64 runs and dashes; they are not looked up. */
  static final int MOST_CHARACTERS = 1024;

  /** Of such a word, with the marks of its ends. */
  static final int LONGEST_BYTES = 2 + MOST_CHARACTERS * UnicodeUtil.MAX_UTF8_BYTES_PER_CHAR;

  private static final int SPELLINGS = 4;

  private final WordStore[] stores;
  private final WordForms forms;
  private final int dimension;
  private final byte[] utf8 = new byte[LONGEST_BYTES];
  private final String[] spellings = new String[SPELLINGS];
  private final float[] row;
  private final float[] vector;
  private final double[] sum;

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

  /** The vector that {@link #find} found; overwritten by the next one. */
  float[] vector() {
    return vector;
  }

  /** Whether any store knows the word; its vector is in {@link #vector()} then. */
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
        if (store.subWords().exist()) {
          return addSubWords(store, word, spellings[i]);
        }
        store.read(word, row);
        return true;
      }
    }
    // Some model's n-grams make a vector of any word, in the spelling of the text.
    return store.subWords().exist() && addSubWords(store, -1, spellings[0]);
  }

  /** The mean of the word's own vector, if it has one, and those of its n-grams. */
  private boolean addSubWords(WordStore store, long word, String spelling) {
    int size = store.dimension();
    Arrays.fill(sum, 0, size, 0);
    int[] terms = {0};
    if (word >= 0) {
      add(store, word, size);
      terms[0]++;
    }
    // The end of a sentence is a word without parts.
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
