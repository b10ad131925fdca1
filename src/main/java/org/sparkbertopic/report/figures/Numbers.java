package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers of figures as JSON, rounded to what a reader can see. Decimals, not doubles: their text
 * does not depend on the version of Java.
 */
final class Numbers {

  private static final int DIGITS = 5;
  private static final MathContext SIGNIFICANT = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

  private Numbers() {}

  /** Five digits; null where it is not finite. */
  static JsonNode of(double value) {
    return Double.isFinite(value)
        ? node(new BigDecimal(value).round(SIGNIFICANT))
        : JsonNodeFactory.instance.nullNode();
  }

  /** With so many decimals, which may be negative; null where it is not finite. */
  static JsonNode of(double value, int decimals) {
    return Double.isFinite(value)
        ? node(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN))
        : JsonNodeFactory.instance.nullNode();
  }

  /** As it is. */
  static JsonNode exact(BigDecimal value) {
    return node(value);
  }

  private static JsonNode node(BigDecimal value) {
    if (value.signum() == 0) {
      return JsonNodeFactory.instance.numberNode(0);
    }
    BigDecimal shortest = value.stripTrailingZeros();
    boolean isWhole = shortest.scale() <= 0 && shortest.precision() - shortest.scale() < 16;
    return isWhole
        ? JsonNodeFactory.instance.numberNode(shortest.longValueExact())
        : JsonNodeFactory.instance.numberNode(shortest);
  }

  /** Decimals with which places in a range of values can be told apart on a screen. */
  static int decimals(double range) {
    return range > 0 ? DIGITS - 1 - (int) Math.floor(Math.log10(range)) : DIGITS;
  }
}
