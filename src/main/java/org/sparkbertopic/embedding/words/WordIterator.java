package org.sparkbertopic.embedding.words;

/** Iterates over the words of a text, as {@link WordSplitting} defines them, without copying. */
public final class WordIterator {

  private final WordSplitting splitting;
  private String text = "";
  private int start;
  private int end;
  private boolean punctuation;

  WordIterator(WordSplitting splitting) {
    this.splitting = splitting;
  }

  void reset(String newText) {
    text = newText;
    start = 0;
    end = 0;
  }

  /** Index of the word's first character. */
  int start() {
    return start;
  }

  /** Index after the word's last character. */
  int end() {
    return end;
  }

  /** Whether the item is a run of some other character instead of a word. */
  boolean isPunctuation() {
    return punctuation;
  }

  /** Moves to the next word; false if there is none. */
  boolean next() {
    punctuation = false;
    int length = text.length();
    for (int at = end; at < length; ) {
      int c = text.codePointAt(at);
      int width = Character.charCount(c);
      if (splitting == WordSplitting.WHITESPACE) {
        if (!isBlank(c)) {
          start = at;
          end = endOfChunk(at + width);
          return true;
        }
      } else if (isWordCharacter(c)) {
        start = at;
        end = withLastStop(endOfWord(at + width, c));
        return true;
      } else if (splitting == WordSplitting.WORDS_AND_PUNCTUATION
          && !isBlank(c)
          && !Character.isISOControl(c)) {
        start = at;
        end = endOfRun(at + width, c);
        punctuation = true;
        return true;
      }
      at += width;
    }
    start = length;
    end = length;
    return false;
  }

  private int endOfChunk(int from) {
    int at = from;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (isBlank(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  private int endOfRun(int from, int character) {
    int at = from;
    while (at < text.length() && text.codePointAt(at) == character) {
      at += Character.charCount(character);
    }
    return at;
  }

  private int endOfWord(int from, int first) {
    int at = from;
    int before = first;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      int width = Character.charCount(c);
      if (!isWordCharacter(c)) {
        int behind = at + width < text.length() ? text.codePointAt(at + width) : -1;
        boolean joins =
            (isJoiner(c) && behind >= 0 && isWordCharacter(behind))
                || (c == ','
                    && Character.isDigit(before)
                    && behind >= 0
                    && Character.isDigit(behind));
        if (!joins) {
          break;
        }
      }
      before = c;
      at += width;
    }
    return at;
  }

  /** "U.S." keeps its last full stop: single characters separated by full stops. */
  private int withLastStop(int wordEnd) {
    if (wordEnd == text.length() || text.charAt(wordEnd) != '.' || wordEnd - start < 3) {
      return wordEnd;
    }
    for (int i = wordEnd - 1; i >= start; i--) {
      if ((text.charAt(i) == '.') != ((wordEnd - 1 - i) % 2 == 1)) {
        return wordEnd;
      }
    }
    return wordEnd + 1;
  }

  static boolean isWordCharacter(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(c) || isMark(c);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  static boolean isJoiner(int c) {
    return c == '\''
        || c == '\u2019'
        || c == '-'
        || c == '\u2010'
        || c == '.'
        || c == '&'
        || c == '_';
  }

  /** White space as Python's {@code str.split} defines it. */
  public static boolean isBlank(int c) {
    if (c < 0x80) {
      return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
    }
    return c == 0x85 || Character.isSpaceChar(c);
  }
}
