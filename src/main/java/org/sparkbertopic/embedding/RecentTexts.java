package org.sparkbertopic.embedding;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The texts that a task embedded last, with their vectors: equal texts are embedded once. Bounded
 * by their number and their characters; the text that was asked for longest ago goes first.
 */
final class RecentTexts {

  /** At 1,024 numbers each, 16 MB of vectors. */
  static final int MOST_TEXTS = 4096;

  /** 8 MB of text. */
  static final long MOST_CHARACTERS = 1 << 22;

  private final Map<String, Result> results = new LinkedHashMap<>(16, 0.75f, true);
  private long characters;

  /**
   * What embedding a text gave.
   *
   * @param vector must not be changed: rows of equal texts share it
   */
  record Result(float[] vector, boolean truncated) {}

  /** Null if the text is not known, or not any more. */
  Result get(String text) {
    return results.get(text);
  }

  /** Keeps a text that is not known. */
  void put(String text, Result result) {
    if (results.putIfAbsent(text, result) == null) {
      characters += text.length();
    }
    Iterator<String> eldest = results.keySet().iterator();
    while (results.size() > MOST_TEXTS || characters > MOST_CHARACTERS) {
      characters -= eldest.next().length();
      eldest.remove();
    }
  }
}
