package org.sparkbertopic.ctfidf;

import java.util.Comparator;

/**
 * Orders strings by code points: the order of a vocabulary, of Python's strings and of UTF-8 bytes.
 * {@link String#compareTo} puts characters beyond the basic plane before U+E000 to U+FFFF.
 */
public final class CodePointOrder {

  /** Ascending. */
  public static final Comparator<String> ASCENDING = CodePointOrder::compare;

  private static final int ABOVE_BASIC_PLANE = Character.MAX_VALUE + 1;

  private CodePointOrder() {}

  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char unitA = a.charAt(i);
      char unitB = b.charAt(i);
      if (unitA != unitB) {
        return Integer.compare(rank(unitA), rank(unitB));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? ABOVE_BASIC_PLANE + unit : unit;
  }
}
