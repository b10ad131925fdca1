package org.sparkbertopic.vectorizer.language;

import java.text.Normalizer;
import java.util.BitSet;

/** How to treat accents, like scikit-learn's strip_accents. */
public enum Accents {
  /** Keeps accents. */
  KEEP,

  /** Decomposes by compatibility, then removes combining characters: "Żółć" becomes "Zołc". */
  UNICODE {
    @Override
    boolean keeps(int codePoint) {
      return !Combining.CHARACTERS.get(codePoint);
    }
  },

  /**
   * Decomposes by compatibility, then removes everything that is not ASCII: "Żółć" becomes "Zoc".
   */
  ASCII {
    @Override
    boolean keeps(int codePoint) {
      return codePoint <= LAST_ASCII;
    }
  };

  private static final char LAST_ASCII = 0x7F;

  boolean keeps(int codePoint) {
    return true;
  }

  public String strip(String text) {
    if (this == KEEP || isAscii(text)) {
      return text;
    }
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder kept = new StringBuilder(decomposed.length());
    decomposed.codePoints().filter(this::keeps).forEach(kept::appendCodePoint);
    return kept.toString();
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
   * Characters whose canonical combining class is not 0. The JDK does not expose the class, but its
   * normalisation sorts marks by class: exactly the combining characters move before the iota of
   * class 240, the highest class.
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
