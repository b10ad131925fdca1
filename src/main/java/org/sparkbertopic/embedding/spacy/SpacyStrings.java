package org.sparkbertopic.embedding.spacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.codec.digest.MurmurHash2;
import org.apache.lucene.util.UnicodeUtil;

/**
 * Computes spaCy's ids of strings: the MurmurHash64A of their UTF-8 with seed 1, except for about
 * five hundred names of attributes and labels, which have small numbers. Words such as "number" and
 * "root" are among them.
 */
final class SpacyStrings {

  private static final int SEED = 1;

  /** One name per line; its number is the count of lines before it. */
  private static final String RESOURCE = "spacy_symbols.txt";

  private static final Map<String, Long> SYMBOLS = symbols();

  private SpacyStrings() {}

  static long id(String text, byte[] scratch) {
    Long symbol = SYMBOLS.get(text);
    if (symbol != null) {
      return symbol;
    }
    return MurmurHash2.hash64(
        scratch, UnicodeUtil.UTF16toUTF8(text, 0, text.length(), scratch, 0), SEED);
  }

  private static Map<String, Long> symbols() {
    Map<String, Long> symbols = new HashMap<>();
    try (InputStream in = SpacyStrings.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String name = lines.readLine(); name != null; name = lines.readLine()) {
        symbols.put(name, (long) symbols.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged: no " + RESOURCE, e);
    }
    return symbols;
  }
}
