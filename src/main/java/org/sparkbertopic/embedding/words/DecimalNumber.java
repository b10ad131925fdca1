package org.sparkbertopic.embedding.words;

import java.nio.charset.StandardCharsets;

/**
 * Parses decimal numbers in ASCII to 32-bit floats: the nearest double, rounded to a float, as
 * NumPy does. Several times as fast as {@code Double.parseDouble} for up to 15 digits.
 */
final class DecimalNumber {

  /** The result for text that is not a number, including "nan". */
  static final double NONE = Double.NaN;

  /**
   * A double represents this many digits, and this power of ten, exactly, so there is only one
   * rounding.
   */
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS_OF_TEN = new double[23];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  private DecimalNumber() {}

  /**
   * @return {@link #NONE} if the bytes are not an optional sign, digits with an optional point, and
   *     an optional exponent
   */
  static double parse(byte[] text, int from, int to) {
    int at = from;
    boolean negative = at < to && text[at] == '-';
    if (at < to && (negative || text[at] == '+')) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int significant = 0;
    int scale = 0;
    boolean point = false;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        count++;
        significant += significant > 0 || digit > 0 ? 1 : 0;
        digits = significant <= EXACT_DIGITS ? digits * 10 + digit : digits;
        scale -= point ? 1 : 0;
      } else if (text[at] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (count == 0) {
      return NONE;
    }
    if (at < to) {
      int exponent = exponent(text, at, to);
      if (exponent == Integer.MIN_VALUE) {
        return NONE;
      }
      scale += exponent;
    }
    if (significant > EXACT_DIGITS || scale < -22 || scale > 22) {
      return Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
    }
    double value = scale < 0 ? digits / POWERS_OF_TEN[-scale] : digits * POWERS_OF_TEN[scale];
    return negative ? -value : value;
  }

  /**
   * Parses an exponent such as "e-05"; Integer.MIN_VALUE if it is invalid or has more than eight
   * digits.
   */
  private static int exponent(byte[] text, int from, int to) {
    int at = from + 1;
    if (text[from] != 'e' && text[from] != 'E') {
      return Integer.MIN_VALUE;
    }
    boolean negative = at < to && text[at] == '-';
    if (at < to && (negative || text[at] == '+')) {
      at++;
    }
    if (at == to || to - at > 8) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }
}
