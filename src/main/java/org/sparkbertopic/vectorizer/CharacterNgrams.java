package org.sparkbertopic.vectorizer;

import org.sparkbertopic.vectorizer.language.BlankTokenizer;
import org.sparkbertopic.vectorizer.language.TermSink;

/**
 * The n-grams of characters of a text, exactly those of scikit-learn's {@code analyzer="char"} and
 * {@code "char_wb"}, in the order of their last characters. A character is a code point.
 *
 * <p>Holds a copy of the text and one int for each of its characters. Not thread-safe.
 */
final class CharacterNgrams {

  private final boolean withinWords;
  private final int shortest;
  private final int longest;
  private char[] chars = new char[256];
  private int length;

  /** {@code [characters + 1]}: where each code point starts. */
  private int[] starts = new int[257];

  /** Words begun so far. */
  private int words;

  private int firstWord;

  CharacterNgrams(boolean withinWords, int shortest, int longest) {
    this.withinWords = withinWords;
    this.shortest = shortest;
    this.longest = longest;
  }

  /**
   * During a call of the sink, words between blanks that have begun; afterwards, those of the text.
   */
  int words() {
    return words;
  }

  /** During a call of the sink: number in the text, from 0, of the word of the first character. */
  int firstWord() {
    return firstWord;
  }

  /** Passes every n-gram of a text, prepared for counting, to the sink. */
  void analyze(String text, TermSink sink) {
    words = 0;
    if (withinWords) {
      ofWords(text, sink);
    } else {
      ofText(text, sink);
    }
  }

  private void ofText(String text, TermSink sink) {
    length = 0;
    makeRoom(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean blank = BlankTokenizer.isBlank(character);
      boolean inRun =
          blank
              && ((i > 0 && BlankTokenizer.isBlank(text.charAt(i - 1)))
                  || (i + 1 < text.length() && BlankTokenizer.isBlank(text.charAt(i + 1))));
      if (!inRun) {
        chars[length++] = character;
      } else if (i == 0 || !BlankTokenizer.isBlank(text.charAt(i - 1))) {
        chars[length++] = ' ';
      }
    }
    int characters = split();
    int[] wordOf = new int[characters];
    boolean inWord = false;
    for (int end = 1; end <= characters; end++) {
      boolean blank = BlankTokenizer.isBlank(chars[starts[end - 1]]);
      words += !blank && !inWord ? 1 : 0;
      inWord = !blank;
      wordOf[end - 1] = Math.max(0, words - 1);
      for (int size = shortest; size <= Math.min(longest, end); size++) {
        firstWord = wordOf[end - size];
        sink.accept(chars, starts[end - size], starts[end]);
      }
    }
  }

  private void ofWords(String text, TermSink sink) {
    int position = 0;
    while (position < text.length()) {
      int start = position;
      while (position < text.length() && !BlankTokenizer.isBlank(text.charAt(position))) {
        position++;
      }
      if (position > start) {
        ofWord(text, start, position, sink);
      }
      position++;
    }
  }

  private void ofWord(String text, int from, int to, TermSink sink) {
    makeRoom(to - from + 2);
    chars[0] = ' ';
    text.getChars(from, to, chars, 1);
    length = to - from + 2;
    chars[length - 1] = ' ';
    int characters = split();
    firstWord = words++;
    if (characters < shortest) {
      sink.accept(chars, 0, length);
      return;
    }
    for (int end = 1; end <= characters; end++) {
      for (int size = shortest; size <= Math.min(longest, end); size++) {
        sink.accept(chars, starts[end - size], starts[end]);
      }
    }
  }

  /** Finds the code points; returns their number. */
  private int split() {
    int characters = 0;
    int position = 0;
    while (position < length) {
      starts[characters++] = position;
      position += Character.charCount(Character.codePointAt(chars, position, length));
    }
    starts[characters] = length;
    return characters;
  }

  private void makeRoom(int most) {
    if (most > chars.length) {
      chars = new char[Math.max(most, chars.length * 2)];
      starts = new int[chars.length + 1];
    }
  }
}
