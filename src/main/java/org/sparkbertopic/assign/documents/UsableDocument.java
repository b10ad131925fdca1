package org.sparkbertopic.assign.documents;

import java.util.regex.Pattern;

/**
 * Whether a document has content: one rule for texts, one for vectors. A document without content
 * is in no topic.
 *
 * <p>A text has content if it has a character that is seen: not a blank, a control or format
 * character, a surrogate without its other half, a character that Unicode says to ignore or never
 * assigns, or one of the letters and signs whose glyph is empty. Punctuation and emoji are content,
 * and so are characters that this Java does not know yet or that a font of its own may show.
 */
public final class UsableDocument {

  /** Fillers, empty glyphs and variation selectors, which Unicode counts as letters or signs. */
  private static final String EMPTY_GLYPHS =
      "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2065\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0"
          + "\\uFFF0-\\uFFF8\\x{1D159}\\x{E0000}-\\x{E0FFF}";

  /** A regular expression of Java that finds a character that is seen. */
  public static final String SEEN =
      "[^\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}" + EMPTY_GLYPHS + noncharacters() + "]";

  /**
   * What Spark makes of the number NaN of JSON in a column of strings; the string has no quotes.
   */
  public static final String NOT_A_NUMBER = "\"NaN\"";

  private static final Pattern SEEN_PATTERN = Pattern.compile(SEEN);

  private UsableDocument() {}

  /** The last two code points of each plane, and 32 more. */
  private static String noncharacters() {
    StringBuilder ranges = new StringBuilder("\\uFDD0-\\uFDEF");
    for (int plane = 0; plane <= 16; plane++) {
      String high = plane == 0 ? "" : Integer.toHexString(plane);
      ranges.append("\\x{").append(high).append("fffe}\\x{").append(high).append("ffff}");
    }
    return ranges.toString();
  }

  /** Whether a text has content. */
  public static boolean hasContent(String text) {
    return SEEN_PATTERN.matcher(text).find();
  }

  /** Whether a text is embedded: it has content, and stands for no number of JSON. */
  public static boolean isEmbedded(String text) {
    return hasContent(text) && !text.equals(NOT_A_NUMBER);
  }

  /** Whether it is a vector of that length. */
  public static boolean isVector(float[] embedding, int dimension) {
    return embedding != null && embedding.length == dimension && isVector(embedding);
  }

  /**
   * Whether all numbers are finite and not all are zero or as good as zero. Subnormal numbers have
   * lost their digits, and a vector of them its direction.
   */
  private static boolean isVector(float[] embedding) {
    boolean zero = true;
    for (float value : embedding) {
      if (!Float.isFinite(value)) {
        return false;
      }
      zero &= Math.abs(value) < Float.MIN_NORMAL;
    }
    return !zero;
  }
}
