package org.sparkbertopic.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Formats texts and numbers for a page. */
final class Html {

  private Html() {}

  /** Escapes a text for use as content and as a quoted attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '\0' -> escaped.append('\uFFFD');
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** The text with a replacement character in place of each half of a pair, which UTF-8 lacks. */
  static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String percent(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  static String duration(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** The beginning of a text, cut at a word boundary if one is near. */
  static String excerpt(String text, int characters) {
    String plain = text.strip();
    if (plain.codePointCount(0, plain.length()) <= characters) {
      return plain;
    }
    int end = plain.offsetByCodePoints(0, characters);
    int blank = plain.lastIndexOf(' ', end);
    return plain.substring(0, blank > end - end / 5 ? blank : end) + "…";
  }
}
