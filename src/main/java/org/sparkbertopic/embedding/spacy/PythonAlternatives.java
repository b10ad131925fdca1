package org.sparkbertopic.embedding.spacy;

import java.util.ArrayList;
import java.util.List;

/** The alternatives of a Python regular expression, and the lengths of their matches. */
final class PythonAlternatives {

  /** Longer than any bounded match that is worth optimizing. */
  static final int UNBOUNDED = 1 << 10;

  /** A character may be a surrogate pair. */
  private static final int UNITS_PER_CHARACTER = 2;

  private final String source;
  private int at;

  private PythonAlternatives(String source) {
    this.source = source;
  }

  /**
   * Splits the expression at bars outside of groups and classes. An expression that begins with
   * flags is not split, because the flags apply to all of it.
   */
  static List<String> split(String source) {
    List<String> alternatives = new ArrayList<>();
    PythonAlternatives walk = new PythonAlternatives(source);
    if (source.matches("(?s)\\(\\?[A-Za-z-]+\\).*")) {
      return List.of(source);
    }
    int start = 0;
    int depth = 0;
    while (walk.at < source.length()) {
      char c = source.charAt(walk.at);
      if (c == '|' && depth == 0) {
        alternatives.add(source.substring(start, walk.at));
        start = walk.at + 1;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      walk.skipAtom();
    }
    alternatives.add(source.substring(start));
    return alternatives;
  }

  /**
   * An upper bound on the number of {@code char}s that an expression matches; {@link #UNBOUNDED} if
   * there is no limit, or it is not obvious.
   */
  static int longestMatch(String source) {
    PythonAlternatives walk = new PythonAlternatives(source);
    int width = walk.alternatives();
    return walk.at < source.length() ? UNBOUNDED : width;
  }

  private int alternatives() {
    int longest = 0;
    int sum = 0;
    while (at < source.length() && source.charAt(at) != ')') {
      if (source.charAt(at) == '|') {
        longest = Math.max(longest, sum);
        sum = 0;
        at++;
      } else {
        sum = Math.min(UNBOUNDED, sum + quantified(atom()));
      }
    }
    return Math.max(longest, sum);
  }

  private int quantified(int width) {
    int result = width;
    while (at < source.length() && "*+?{".indexOf(source.charAt(at)) >= 0) {
      // The brace may be a literal; then the bound is larger than necessary.
      result = source.charAt(at) == '?' || width == 0 ? result : UNBOUNDED;
      at++;
    }
    return result;
  }

  private int atom() {
    char c = source.charAt(at);
    if (c == '(') {
      return group();
    }
    boolean nothing =
        c == '^'
            || c == '$'
            || (c == '\\'
                && at + 1 < source.length()
                && "bBAZ".indexOf(source.charAt(at + 1)) >= 0);
    boolean reference =
        c == '\\' && at + 1 < source.length() && Character.isDigit(source.charAt(at + 1));
    skipAtom();
    return nothing ? 0 : reference ? UNBOUNDED : UNITS_PER_CHARACTER;
  }

  private int group() {
    boolean looksAround = false;
    boolean known = true;
    if (source.startsWith("(?", at)) {
      looksAround =
          source.startsWith("(?=", at)
              || source.startsWith("(?!", at)
              || source.startsWith("(?<=", at)
              || source.startsWith("(?<!", at);
      known = looksAround || source.startsWith("(?:", at);
      at += 2;
      while (at < source.length() && ":=!<".indexOf(source.charAt(at)) >= 0) {
        at++;
      }
    } else {
      at++;
    }
    int inner = alternatives();
    at++;
    return looksAround ? 0 : known ? inner : UNBOUNDED;
  }

  /** Skips a character, an escape or a class; for a group, only its opening bracket. */
  private void skipAtom() {
    char c = source.charAt(at);
    if (c == '\\') {
      char kind = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
      at += 2 + (kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0);
    } else if (c == '[') {
      at += source.startsWith("[^", at) ? 2 : 1;
      for (boolean first = true;
          at < source.length() && (first || source.charAt(at) != ']');
          first = false) {
        at += source.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    } else {
      at++;
    }
    at = Math.min(at, source.length());
  }
}
