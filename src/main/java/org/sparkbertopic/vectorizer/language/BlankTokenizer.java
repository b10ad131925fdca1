package org.sparkbertopic.vectorizer.language;

/** The words between blanks, as Python's {@code str.split()}: with everything that is written. */
public final class BlankTokenizer implements Tokenizer {

  @Override
  public void tokenize(String text, TermSink words) {
    char[] chars = text.toCharArray();
    int position = 0;
    while (position < chars.length) {
      int start = position;
      while (position < chars.length && !isBlank(chars[position])) {
        position++;
      }
      if (position > start) {
        words.accept(chars, start, position);
      }
      position++;
    }
  }

  /**
   * Python's {@code str.isspace()}: Unicode's blanks, line ends, and the separators U+001C to
   * U+001F. None is outside of the basic plane.
   */
  public static boolean isBlank(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == '\u0085';
  }
}
