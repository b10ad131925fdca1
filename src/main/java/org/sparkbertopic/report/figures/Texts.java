package org.sparkbertopic.report.figures;

import java.util.List;
import java.util.Locale;

/**
 * Texts of figures. Plotly takes {@code <b>}, {@code <a>}, entities and, next to MathJax, {@code
 * $...$} in every text as markup.
 */
final class Texts {

  /** Ours: a label on an axis or in a legend. */
  static final int LABEL_CHARACTERS = 50;

  /** Ours: the beginning of a document, on one line. */
  static final int DOCUMENT_CHARACTERS = 100;

  /** Plotly's end of a line. */
  static final String LINE = "<br>";

  private static final int LOWEST_PRINTED = 0x20;
  private static final int DELETE = 0x7F;
  private static final int LAST_CONTROL = 0x9F;

  private Texts() {}

  /** The text without lone surrogates and control characters. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                clean.append('\uFFFD');
              } else if (c < LOWEST_PRINTED || (c >= DELETE && c <= LAST_CONTROL)) {
                clean.append(' ');
              } else {
                clean.appendCodePoint(c);
              }
            });
    return clean.toString();
  }

  /** The text such that Plotly shows it literally. */
  static String escape(String text) {
    String clean = clean(text);
    StringBuilder escaped = new StringBuilder(clean.length() + 16);
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '$' -> escaped.append("&#36;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** The beginning, escaped. */
  static String escape(String text, int characters) {
    return escape(cut(text, characters));
  }

  /** The words in their order, escaped. */
  static String words(List<String> words) {
    return escape(String.join(", ", words));
  }

  /** The beginning of a text, with a mark where something is left out. */
  static String cut(String text, int characters) {
    String plain = text.strip();
    if (plain.codePointCount(0, plain.length()) <= characters) {
      return plain;
    }
    return plain.substring(0, plain.offsetByCodePoints(0, characters)) + "…";
  }

  /** A number and its noun: {@code 1 topic}, {@code 2 topics}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
