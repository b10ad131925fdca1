package org.sparkbertopic.embedding.spacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Translates a regular expression of Python's {@code re} for Unicode text to Java, so that both
 * match the same text. They differ in the classes {@code \d}, {@code \w} and {@code \s}, in
 * brackets and ampersands within classes, in {@code \v}, {@code \Z}, {@code {,3}} and named groups,
 * and in what ends a line.
 */
final class PythonRegex {

  private static final String DIGIT = "\\p{Nd}";
  private static final String WORD = "\\p{L}\\p{N}_";
  private static final String SPACE =
      "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  private static final String BOUNDARY =
      "(?:(?<=[" + WORD + "])(?![" + WORD + "])|(?<![" + WORD + "])(?=[" + WORD + "]))";
  private static final String NO_BOUNDARY =
      "(?:(?<=[" + WORD + "])(?=[" + WORD + "])|(?<![" + WORD + "])(?![" + WORD + "]))";

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private int at;

  private PythonRegex(String source) {
    this.source = source;
  }

  /**
   * @throws PatternSyntaxException if the expression is invalid, or uses a feature that Java lacks
   */
  static Pattern compile(String python) {
    String java = new PythonRegex(python).translate();
    return Pattern.compile(java, Pattern.UNIX_LINES | Pattern.UNICODE_CASE);
  }

  private String translate() {
    while (at < source.length()) {
      int c = source.codePointAt(at);
      switch (c) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> group();
        case '{' -> brace();
        case '}', ']' -> {
          out.append('\\').appendCodePoint(c);
          at++;
        }
        default -> {
          out.appendCodePoint(c);
          at += Character.charCount(c);
        }
      }
    }
    return out.toString();
  }

  private void escape() {
    char c = charAt(at + 1);
    switch (c) {
      case 'd' -> add(2, DIGIT);
      case 'D' -> add(2, "\\P{Nd}");
      case 'w' -> add(2, "[" + WORD + "]");
      case 'W' -> add(2, "[^" + WORD + "]");
      case 's' -> add(2, "[" + SPACE + "]");
      case 'S' -> add(2, "[^" + SPACE + "]");
      case 'b' -> add(2, BOUNDARY);
      case 'B' -> add(2, NO_BOUNDARY);
      case 'A' -> add(2, "\\A");
      case 'Z' -> add(2, "\\z");
      default -> {
        if (c >= '1' && c <= '9') {
          add(2, "\\" + c);
        } else {
          literal(escapedCharacter());
        }
      }
    }
  }

  private void add(int consumed, String java) {
    out.append(java);
    at += consumed;
  }

  private void literal(int codePoint) {
    out.append(String.format(Locale.ROOT, "\\x{%x}", codePoint));
  }

  /** The character for an escape, within a class or outside. */
  private int escapedCharacter() {
    char c = charAt(at + 1);
    switch (c) {
      case 'x' -> {
        return hexadecimal(2);
      }
      case 'u' -> {
        return hexadecimal(4);
      }
      case 'U' -> {
        return hexadecimal(8);
      }
      default -> {
        int point = source.codePointAt(at + 1);
        at += 1 + Character.charCount(point);
        return switch (c) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'f' -> '\f';
          case 'a' -> 7;
          case 'v' -> 11;
          case '0' -> 0;
          default -> {
            if (Character.isLetterOrDigit(point) && point < 0x80) {
              throw problem("the escape \\" + c + " is unknown");
            }
            yield point;
          }
        };
      }
    }
  }

  private int hexadecimal(int digits) {
    int end = at + 2 + digits;
    if (end > source.length()) {
      throw problem("an escape is cut short");
    }
    try {
      int point = Integer.parseInt(source.substring(at + 2, end), 16);
      if (!Character.isValidCodePoint(point)) {
        throw problem("an escape is no character");
      }
      at = end;
      return point;
    } catch (NumberFormatException e) {
      throw problem("an escape is no number");
    }
  }

  private void characterClass() {
    out.append('[');
    at++;
    if (charAt(at) == '^') {
      out.append('^');
      at++;
    }
    boolean first = true;
    while (first || charAt(at) != ']') {
      classItem();
      first = false;
    }
    out.append(']');
    at++;
  }

  private void classItem() {
    if (charAt(at) == '\\') {
      String set =
          switch (charAt(at + 1)) {
            case 'd' -> DIGIT;
            case 'D' -> "\\P{Nd}";
            case 'w' -> WORD;
            case 'W' -> "[^" + WORD + "]";
            case 's' -> SPACE;
            case 'S' -> "[^" + SPACE + "]";
            default -> null;
          };
      if (set != null) {
        add(2, set);
        return;
      }
    }
    int low = classCharacter();
    if (charAt(at) == '-' && charAt(at + 1) != ']') {
      at++;
      int high = classCharacter();
      if (high < low) {
        throw problem("a range of characters is reversed");
      }
      literal(low);
      out.append('-');
      literal(high);
    } else {
      literal(low);
    }
  }

  private int classCharacter() {
    char c = charAt(at);
    if (c == '\\') {
      if (charAt(at + 1) == 'b') {
        at += 2;
        return '\b';
      }
      return escapedCharacter();
    }
    int point = source.codePointAt(at);
    at += Character.charCount(point);
    return point;
  }

  private void group() {
    if (!source.startsWith("(?", at)) {
      out.append('(');
      at++;
    } else if (source.startsWith("(?P<", at)) {
      int end = source.indexOf('>', at);
      names.add(source.substring(at + 4, Math.max(at + 4, end)));
      out.append("(?<g").append(names.size()).append('>');
      at = end < 0 ? source.length() : end + 1;
    } else if (source.startsWith("(?P=", at)) {
      int end = source.indexOf(')', at);
      int name = names.indexOf(source.substring(at + 4, Math.max(at + 4, end)));
      if (name < 0) {
        throw problem("a group is unknown");
      }
      out.append("\\k<g").append(name + 1).append('>');
      at = end + 1;
    } else if (source.startsWith("(?#", at)) {
      int end = source.indexOf(')', at);
      at = end < 0 ? source.length() : end + 1;
    } else if (Character.isLetter(charAt(at + 2)) || charAt(at + 2) == '-') {
      flags();
    } else if (charAt(at + 2) == '(') {
      throw problem("conditions have no counterpart");
    } else {
      out.append("(?");
      at += 2;
    }
  }

  /** Skips (?iu) and (?i:...), because text is matched as Unicode anyway. */
  private void flags() {
    at += 2;
    StringBuilder flags = new StringBuilder();
    char c = charAt(at);
    for (; c != ')' && c != ':'; c = charAt(++at)) {
      if ("ims-".indexOf(c) >= 0) {
        flags.append(c);
      } else if (c != 'u') {
        throw problem("the flag " + c + " has no counterpart");
      }
    }
    at++;
    if (c == ':' || !flags.isEmpty()) {
      out.append("(?").append(flags).append(c);
    }
  }

  /** A repetition, or a literal brace. */
  private void brace() {
    int end = at + 1;
    while (end < source.length()
        && (source.charAt(end) == ',' || Character.isDigit(source.charAt(end)))) {
      end++;
    }
    String count = source.substring(at + 1, end);
    boolean repeats =
        end < source.length()
            && source.charAt(end) == '}'
            && !count.isEmpty()
            && count.indexOf(',') == count.lastIndexOf(',');
    if (!repeats) {
      out.append("\\{");
      at++;
      return;
    }
    out.append('{').append(count.startsWith(",") ? "0" + count : count).append('}');
    at = end + 1;
  }

  private char charAt(int index) {
    if (index >= source.length()) {
      throw problem("it is cut short");
    }
    return source.charAt(index);
  }

  private PatternSyntaxException problem(String description) {
    return new PatternSyntaxException(description, source, at);
  }
}
