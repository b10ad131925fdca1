package org.sparkbertopic.vectorizer.language;

/**
 * The default token pattern without {@code java.util.regex}: the maximal runs of word characters
 * with two or more code points. Time is linear in the text.
 */
public final class DefaultTokenizer implements Tokenizer {

  /** Longer texts use a temporary array. */
  private static final int KEPT_CHARACTERS = 1 << 20;

  private char[] chars = new char[4096];

  @Override
  public void tokenize(String text, TermSink words) {
    int length = text.length();
    char[] buffer = bufferOf(length);
    text.getChars(0, length, buffer, 0);
    int position = 0;
    while (position < length) {
      int start = position;
      int codePoints = 0;
      while (position < length) {
        char unit = buffer[position];
        int units = 1;
        if (!WordCharacters.isWord(unit)) {
          if (!Character.isHighSurrogate(unit)
              || !WordCharacters.isWord(Character.codePointAt(buffer, position, length))) {
            break;
          }
          units = 2;
        }
        position += units;
        codePoints++;
      }
      if (codePoints >= 2) {
        words.accept(buffer, start, position);
      }
      position++;
    }
  }

  private char[] bufferOf(int length) {
    if (length <= chars.length) {
      return chars;
    }
    char[] larger = new char[Math.max(length, Math.min(KEPT_CHARACTERS, chars.length * 2))];
    if (larger.length <= KEPT_CHARACTERS) {
      chars = larger;
    }
    return larger;
  }
}
