package org.sparkbertopic.vectorizer.language;

import java.lang.Character.UnicodeScript;

/**
 * Decides which tokens of a segmenter are words: in Chinese and Korean, a single character may be
 * one.
 */
public final class CjkWords {

  private CjkWords() {}

  /** Long enough, and only word characters. */
  static boolean isWord(CharSequence piece) {
    int codePoint;
    for (int i = 0; i < piece.length(); i += Character.charCount(codePoint)) {
      codePoint = Character.codePointAt(piece, i);
      if (!WordCharacters.isWord(codePoint)) {
        return false;
      }
    }
    return isLongEnough(piece);
  }

  /** Two code points or more, or one that is ideographic or Hangul. */
  public static boolean isLongEnough(CharSequence piece) {
    if (piece.length() == 0) {
      return false;
    }
    int first = Character.codePointAt(piece, 0);
    return piece.length() > Character.charCount(first)
        || Character.isIdeographic(first)
        || UnicodeScript.of(first) == UnicodeScript.HANGUL;
  }
}
