package org.sparkbertopic.persistence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions from Java to Python and back, as far as their leading flags go: {@code \w}
 * means ASCII to Java and Unicode to Python unless a flag says otherwise.
 */
final class TokenPatterns {

  private static final Pattern PARTS = Pattern.compile("(?s)(?:\\(\\?([a-zA-Z]+)\\))?(.*)");
  private static final String SHARED_FLAGS = "imsx";

  private TokenPatterns() {}

  static String toPython(String java) {
    Matcher parts = split(java);
    return join(flags(parts).contains("U") ? "u" : "a", parts);
  }

  static String toJava(String python) {
    Matcher parts = split(python);
    return join(flags(parts).contains("a") ? "" : "U", parts);
  }

  private static Matcher split(String pattern) {
    Matcher parts = PARTS.matcher(pattern);
    parts.matches();
    return parts;
  }

  private static String flags(Matcher parts) {
    return parts.group(1) == null ? "" : parts.group(1);
  }

  private static String join(String flag, Matcher parts) {
    StringBuilder flags = new StringBuilder(flag);
    flags(parts)
        .chars()
        .filter(c -> SHARED_FLAGS.indexOf(c) >= 0)
        .forEach(c -> flags.append((char) c));
    return flags.isEmpty() ? parts.group(2) : "(?" + flags + ")" + parts.group(2);
  }
}
