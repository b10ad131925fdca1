package org.sparkbertopic.embedding.spacy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a prefix or suffix, as {@code search} of Python's {@code re} does with spaCy's expressions:
 * one or two hundred alternatives, all anchored at the same end.
 *
 * <p>Java would try all of them at every position of a chunk, which took seconds for a line of a
 * thousand colons. If every alternative is anchored, prefixes are therefore tried only at the
 * beginning, and suffixes of limited length only where one can begin.
 */
final class AffixSearch {

  private final Pattern pattern;
  private final boolean atBeginning;
  private final int longest;
  private final Pattern unbounded;

  private AffixSearch(Pattern pattern, boolean atBeginning, int longest, Pattern unbounded) {
    this.pattern = pattern;
    this.atBeginning = atBeginning;
    this.longest = longest;
    this.unbounded = unbounded;
  }

  /**
   * @throws java.util.regex.PatternSyntaxException see {@link PythonRegex#compile}
   */
  static AffixSearch prefix(String expression) {
    boolean anchored =
        PythonAlternatives.split(expression).stream().allMatch(each -> each.startsWith("^"));
    return new AffixSearch(
        PythonRegex.compile(expression), anchored, PythonAlternatives.UNBOUNDED, null);
  }

  /**
   * @throws java.util.regex.PatternSyntaxException see {@link PythonRegex#compile}
   */
  static AffixSearch suffix(String expression) {
    Pattern whole = PythonRegex.compile(expression);
    List<String> bounded = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int longest = 0;
    for (String alternative : PythonAlternatives.split(expression)) {
      int length = PythonAlternatives.longestMatch(alternative);
      boolean anchored = alternative.endsWith("$") && !alternative.endsWith("\\$");
      if (!anchored) {
        return new AffixSearch(whole, false, PythonAlternatives.UNBOUNDED, null);
      }
      if (length < PythonAlternatives.UNBOUNDED) {
        bounded.add(alternative);
        longest = Math.max(longest, length);
      } else {
        others.add(alternative);
      }
    }
    if (bounded.isEmpty()) {
      return new AffixSearch(whole, false, PythonAlternatives.UNBOUNDED, null);
    }
    return new AffixSearch(
        PythonRegex.compile(String.join("|", bounded)),
        false,
        longest,
        others.isEmpty() ? null : PythonRegex.compile(String.join("|", others)));
  }

  /** The length of the first match within the given range. */
  int length(String chunk, int from, int to) {
    if (from >= to) {
      return 0;
    }
    if (atBeginning) {
      Matcher matcher = pattern.matcher(chunk).region(from, to);
      return matcher.lookingAt() ? matcher.end() - matcher.start() : 0;
    }
    if (longest >= PythonAlternatives.UNBOUNDED) {
      return find(pattern, chunk, from, to);
    }
    int length = findAtEnd(chunk.substring(from, to));
    // All matches end at the same position, so the one that begins first is the longest.
    return unbounded == null ? length : Math.max(length, find(unbounded, chunk, from, to));
  }

  private static int find(Pattern pattern, String chunk, int from, int to) {
    Matcher matcher = pattern.matcher(chunk).region(from, to);
    return matcher.find() ? matcher.end() - matcher.start() : 0;
  }

  private int findAtEnd(String text) {
    // One more for a line feed, because "$" also matches before it.
    int start = Math.max(0, text.length() - longest - 1);
    if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
      start--;
    }
    Matcher matcher =
        pattern
            .matcher(text)
            .useTransparentBounds(true)
            .useAnchoringBounds(false)
            .region(start, text.length());
    return matcher.find() ? matcher.end() - matcher.start() : 0;
  }
}
