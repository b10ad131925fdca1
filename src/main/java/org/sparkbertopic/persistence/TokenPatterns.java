package org.sparkbertopic.persistence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts the leading flags of regular expressions for words between Java and Python. In both,
 * {@code \w} matches Unicode word characters, unless {@code (?-U)} in Java or {@code (?a)} in
 * Python says otherwise.
 */
final class TokenPatterns {

  private static final Pattern PARTS =
      Pattern.compile("(?s)(?:\\(\\?([a-zA-Z]*)(?:-([a-zA-Z]+))?\\))?(.*)");
  private static final String SHARED_FLAGS = "imsx";

  private TokenPatterns() {}

  static String toPython(String java) {
    Matcher parts = split(java);
    boolean ascii = parts.group(2) != null && parts.group(2).contains("U");
    return "(?" + (ascii ? "a" : "u") + sharedFlags(parts) + ")" + parts.group(3);
  }

  static String toJava(String python) {
    Matcher parts = split(python);
    boolean ascii = parts.group(1) != null && parts.group(1).contains("a");
    String flags = sharedFlags(parts);
    return "(?" + (ascii ? flags + "-U" : "U" + flags) + ")" + parts.group(3);
  }

  private static Matcher split(String pattern) {
    Matcher parts = PARTS.matcher(pattern);
    parts.matches(); // anything does
    return parts;
  }

  private static String sharedFlags(Matcher parts) {
    StringBuilder shared = new StringBuilder();
    if (parts.group(1) != null) {
      parts
          .group(1)
          .chars()
          .filter(flag -> SHARED_FLAGS.indexOf(flag) >= 0)
          .forEach(flag -> shared.append((char) flag));
    }
    return shared.toString();
  }
}
