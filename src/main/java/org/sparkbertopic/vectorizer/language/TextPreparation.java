package org.sparkbertopic.vectorizer.language;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What to change in texts before they are embedded and before their words are counted. The tables
 * of documents, ids and the report keep the texts as they were given.
 *
 * @param stripHtml whether to remove tags, comments, scripts and styles, and resolve entities
 *     (Lucene's {@code HTMLStripCharFilter})
 * @param replace pairs of a regular expression and what replaces each match, applied in this order
 *     after HTML; Java's syntax with Unicode's character classes, {@code $1} is the first group
 */
@RecordBuilder
public record TextPreparation(boolean stripHtml, List<List<String>> replace)
    implements Serializable, TextPreparationBuilder.With {

  /** Leaves texts as they are. */
  public static final TextPreparation NONE = new TextPreparation(false, List.of());

  private static final long serialVersionUID = 1L;

  public TextPreparation {
    List<List<String>> pairs = new ArrayList<>();
    for (List<String> pair : replace) {
      if (pair.size() != 2) {
        throw new IllegalArgumentException(
            "replace must be pairs [pattern, replacement], got "
                + pair
                + "; an empty replacement removes what matches");
      }
      check(pair.get(0), pair.get(1));
      pairs.add(List.copyOf(pair));
    }
    replace = List.copyOf(pairs);
  }

  /** Adds a replacement behind the others. */
  public TextPreparation replacing(String pattern, String replacement) {
    List<List<String>> more = new ArrayList<>(replace);
    more.add(List.of(pattern, replacement));
    return withReplace(more);
  }

  /** Whether every text stays as it is. */
  public boolean changesNothing() {
    return equals(NONE);
  }

  /** The function from a text to the prepared one, thread-safe. */
  public UnaryOperator<String> function() {
    List<Pattern> patterns = replace.stream().map(pair -> compile(pair.get(0))).toList();
    return text -> {
      String prepared = stripHtml ? HtmlText.strip(text) : text;
      for (int i = 0; i < patterns.size(); i++) {
        prepared = patterns.get(i).matcher(prepared).replaceAll(replace.get(i).get(1));
      }
      return prepared;
    };
  }

  private static Pattern compile(String pattern) {
    return Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** Groups of a replacement are looked up only when something matches; the empty text does. */
  private static void check(String pattern, String replacement) {
    try {
      compile(pattern);
      compile(pattern + "|").matcher("").replaceFirst(replacement);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "replace must be pairs of a regular expression and a replacement with its groups, got"
                  + " [\"%s\", \"%s\"]: %s; write \\\\$ for a dollar sign",
              pattern,
              replacement,
              e.getMessage()),
          e);
    }
  }
}
