package org.sparkbertopic.vectorizer.language;

import java.text.Normalizer;
import java.util.BitSet;

/** What becomes of accents, as scikit-learn's strip_accents. */
public enum Accents {
  /** They stay. */
  KEEP,

  /** Compatibility decomposition, then combining characters are left out: "Żółć" is "Zołc". */
  UNICODE {
    @Override
    public String strip(String text) {
      if (isAscii(text)) {
        return text;
      }
      String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
      StringBuilder kept = new StringBuilder(decomposed.length());
      decomposed
          .codePoints()
          .filter(codePoint -> !Combining.CHARACTERS.get(codePoint))
          .forEach(kept::appendCodePoint);
      return kept.toString();
    }
  },

  /** Compatibility decomposition, then all that is not ASCII is left out: "Żółć" is "Zoc". */
  ASCII {
    @Override
    public String strip(String text) {
      if (isAscii(text)) {
        return text;
      }
      String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
      StringBuilder kept = new StringBuilder(decomposed.length());
      for (int i = 0; i < decomposed.length(); i++) {
        if (decomposed.charAt(i) <= LAST_ASCII) {
          kept.append(decomposed.charAt(i));
        }
      }
      return kept.toString();
    }
  };

  private static final char LAST_ASCII = 0x7F;

  public String strip(String text) {
    return text;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LAST_ASCII) {
        return false;
      }
    }
    return true;
  }

  /**
   * Characters whose canonical combining class is not 0. The JDK does not tell the class, but its
   * normalisation puts marks in the order of their classes: before the iota of class 240, the
   * highest there is, goes every one that combines, and nothing else.
   */
  private static final class Combining {

    private static final String HIGHEST = "\u0345";
    private static final BitSet CHARACTERS = find();

    private static BitSet find() {
      BitSet combining = new BitSet();
      for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK
            || type == Character.COMBINING_SPACING_MARK
            || type == Character.ENCLOSING_MARK) {
          String after = HIGHEST + Character.toString(codePoint);
          combining.set(
              codePoint,
              codePoint == HIGHEST.charAt(0)
                  || !Normalizer.normalize(after, Normalizer.Form.NFD).startsWith(HIGHEST));
        }
      }
      return combining;
    }
  }
}
