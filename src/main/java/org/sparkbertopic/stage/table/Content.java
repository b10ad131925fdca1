package org.sparkbertopic.stage.table;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/**
 * Whether a document has content: one rule for texts, one for vectors. A document without content
 * is in no topic.
 *
 * <p>A text has content if it has a character that is seen: not a blank, a control or format
 * character, a surrogate without its other half, a character that Unicode says to ignore or never
 * assigns, or one of the letters and signs whose glyph is empty. Punctuation and emoji are content,
 * and so are characters that this Java does not know yet or that a font of its own may show.
 */
public final class Content {

  /** Fillers, empty glyphs and variation selectors, which Unicode counts as letters or signs. */
  private static final String EMPTY_GLYPHS =
      "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2065\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0"
          + "\\uFFF0-\\uFFF8\\x{1D159}\\x{E0000}-\\x{E0FFF}";

  private static final String SEEN =
      "[^\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}" + EMPTY_GLYPHS + noncharacters() + "]";

  /**
   * What Spark makes of the number NaN of JSON in a column of strings; the string has no quotes.
   */
  private static final String NOT_A_NUMBER = "\"NaN\"";

  private static final Pattern SEEN_PATTERN = Pattern.compile(SEEN);

  private Content() {}

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
  public static boolean isIn(String text) {
    return SEEN_PATTERN.matcher(text).find();
  }

  /** Whether a text has content; null for null. */
  public static Column isIn(Column text) {
    return text.rlike(SEEN);
  }

  /** Whether {@link #of(Column)} keeps a text. */
  public static boolean isOf(String text) {
    return isIn(text) && !text.equals(NOT_A_NUMBER);
  }

  /** The text if it has content, and otherwise null. */
  public static Column of(Column text) {
    return when(isIn(text).and(text.notEqual(NOT_A_NUMBER)), text);
  }

  /** The text, but null where JSON had the number NaN in its place. */
  static Column given(Column text) {
    return when(text.notEqual(NOT_A_NUMBER), text);
  }

  /**
   * Whether an array of floats, none of them null, is a vector: it has numbers, all finite, and not
   * all zero or as good as zero. False for null.
   */
  public static Column isVector(Column embedding) {
    Column most = array_max(embedding);
    Column least = array_min(embedding);
    return embedding
        .isNotNull()
        .and(size(embedding).gt(0))
        // NaN is the largest number to Spark.
        .and(not(isnan(most)))
        .and(most.lt(lit(Float.POSITIVE_INFINITY)))
        .and(least.gt(lit(Float.NEGATIVE_INFINITY)))
        .and(most.geq(lit(Float.MIN_NORMAL)).or(least.leq(lit(-Float.MIN_NORMAL))));
  }

  /**
   * As {@link #isVector(Column)}, of floats. Subnormal numbers have lost their digits, and a vector
   * of them its direction.
   */
  static boolean isVector(float[] embedding) {
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
