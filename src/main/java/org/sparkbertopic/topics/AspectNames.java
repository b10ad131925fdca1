package org.sparkbertopic.topics;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sparkbertopic.compute.Checks;

/**
 * Names that an aspect cannot have: an aspect is a column of the table of topics, and Spark's
 * column names are case-insensitive.
 */
public final class AspectNames {

  /** Columns of the table of topics, and BERTopic's word for the main words. */
  public static final List<String> TAKEN =
      List.of(
          "Topic", "Count", "Name", "CustomName", "Representation", "Representative_Docs", "Main");

  private AspectNames() {}

  /** Whether a name is one of them, in upper or lower case. */
  public static boolean isTaken(String name) {
    return TAKEN.stream().anyMatch(name::equalsIgnoreCase);
  }

  /**
   * Checks the names of several aspects.
   *
   * @throws IllegalArgumentException if one is blank or taken, or two differ in upper and lower
   *     case alone
   */
  public static void require(Iterable<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank() || isTaken(name)) {
        throw Checks.invalid(
            "aspects must have names that are none of %s, got '%s'; name it otherwise",
            TAKEN, name);
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw Checks.invalid(
            "aspects must have names that differ not only in upper and lower case, got '%s' twice; rename one",
            name);
      }
    }
  }
}
