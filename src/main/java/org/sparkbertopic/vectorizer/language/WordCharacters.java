package org.sparkbertopic.vectorizer.language;

/**
 * The characters that Java's {@code (?U)\w} matches (Unicode TR 18, annex C): alphabetic, marks,
 * decimal digits, connector punctuation, join controls. With a table for the basic plane the test
 * is one load; a regular expression looks up the properties every time.
 */
final class WordCharacters {

  private static final int MARKS_DIGITS_CONNECTORS =
      (1 << Character.NON_SPACING_MARK)
          | (1 << Character.ENCLOSING_MARK)
          | (1 << Character.COMBINING_SPACING_MARK)
          | (1 << Character.DECIMAL_DIGIT_NUMBER)
          | (1 << Character.CONNECTOR_PUNCTUATION);
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private static final boolean[] BASIC_PLANE = basicPlane();

  private WordCharacters() {}

  /** Whether the UTF-16 unit is a word character by itself (a lone surrogate never is). */
  static boolean isWord(char unit) {
    return BASIC_PLANE[unit];
  }

  static boolean isWord(int codePoint) {
    return codePoint < BASIC_PLANE.length ? BASIC_PLANE[codePoint] : compute(codePoint);
  }

  private static boolean[] basicPlane() {
    boolean[] table = new boolean[Character.MIN_SUPPLEMENTARY_CODE_POINT];
    for (int codePoint = 0; codePoint < table.length; codePoint++) {
      table[codePoint] = compute(codePoint);
    }
    return table;
  }

  private static boolean compute(int codePoint) {
    return Character.isAlphabetic(codePoint)
        || ((MARKS_DIGITS_CONNECTORS >>> Character.getType(codePoint)) & 1) != 0
        || codePoint == ZERO_WIDTH_NON_JOINER
        || codePoint == ZERO_WIDTH_JOINER;
  }
}
