package org.sparkbertopic.vectorizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lists of words that say nothing about a topic.
 *
 * <p>The English list is the one scikit-learn leaves out for {@code stop_words="english"}: 318
 * words that go back to the Glasgow Information Retrieval Group, in scikit-learn's spelling, so
 * that vocabularies agree. Any other list is the user's own, a word a line.
 */
public final class StopWords {

  /** Name of the list of 318 English words. */
  public static final String ENGLISH = "english";

  /** Name of the list without words: BERTopic's default. */
  public static final String NONE = "none";

  private StopWords() {}

  /** The 318 English words, ascending. */
  public static List<String> english() {
    return EnglishHolder.WORDS;
  }

  /**
   * A list by its name: {@link #ENGLISH} or {@link #NONE}.
   *
   * @throws IllegalArgumentException if no list has that name
   */
  public static List<String> named(String name) {
    return switch (name) {
      case ENGLISH -> english();
      case NONE -> List.of();
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "stopWords must be \"%s\" or \"%s\", got \"%s\"; give a list of your own words instead",
                  ENGLISH,
                  NONE,
                  name));
    };
  }

  /**
   * Reads a list: one word a line, surrounding blanks ignored; empty lines and lines that start
   * with {@code #} are skipped. The reader is read to its end and not closed.
   *
   * @throws UncheckedIOException if reading fails
   */
  public static List<String> parse(Reader reader) {
    List<String> words = new ArrayList<>();
    BufferedReader lines = new BufferedReader(reader);
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String word = line.strip();
        if (!word.isEmpty() && word.charAt(0) != '#') {
          words.add(word);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("stop words could not be read: " + e.getMessage(), e);
    }
    return List.copyOf(words);
  }

  private static final class EnglishHolder {

    private static final String RESOURCE = "stop_words_english.txt";
    private static final List<String> WORDS = load();

    private static List<String> load() {
      try (InputStream in = StopWords.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException("resource " + RESOURCE + " is missing from the jar");
        }
        return parse(new InputStreamReader(in, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
