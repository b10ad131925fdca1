package org.sparkbertopic.vectorizer.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.sparkbertopic.compute.Checks;

/**
 * Lists of stop words.
 *
 * <p>The English list is scikit-learn's {@code stop_words="english"}: 318 words of the Glasgow
 * Information Retrieval Group, in scikit-learn's spelling, so that vocabularies agree. The Chinese
 * list is that of stopwords-iso, and those of other languages are Lucene's. Users can give their
 * own list, one word per line.
 */
public final class StopWords {

  /** Name of the list of 318 English words. */
  public static final String ENGLISH = "english";

  /** Name of the empty list: BERTopic's default. */
  public static final String NONE = "none";

  /** Name of the list of 754 Chinese words. */
  public static final String CHINESE = "chinese";

  /** Name of Lucene's Japanese list. */
  public static final String JAPANESE = "japanese";

  private StopWords() {}

  /** The 318 English words, ascending. */
  public static List<String> english() {
    return Holder.ENGLISH_WORDS;
  }

  /**
   * A list by its name: {@link #ENGLISH}, {@link #CHINESE}, {@link #JAPANESE}, {@link #NONE}, or a
   * language of Lucene such as "german"; or several, as in "english, german".
   *
   * @throws IllegalArgumentException if no list has that name
   */
  public static List<String> named(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .flatMap(name -> list(name).stream())
        .distinct()
        .toList();
  }

  private static List<String> list(String name) {
    return switch (name) {
      case ENGLISH -> english();
      case CHINESE -> Holder.CHINESE_WORDS;
      case JAPANESE -> Languages.words(JapaneseAnalyzer.getDefaultStopSet());
      case NONE -> List.of();
      default -> {
        Languages.Language language = Languages.named(name);
        if (language == null) {
          throw Checks.invalid(
              "stopWords must be one of %s, got \"%s\"; give a list of your own words instead",
              String.join(", ", names()), name);
        }
        yield Languages.words(language.stopWords().get());
      }
    };
  }

  /** The names of all lists, ascending. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(Languages.names());
    names.addAll(Set.of(ENGLISH, CHINESE, JAPANESE, NONE));
    return names;
  }

  /** The words of all lists; a word in none of them comes from a user's list. */
  public static Set<String> all() {
    return AllHolder.WORDS;
  }

  private static final class AllHolder {

    private static final Set<String> WORDS =
        names().stream().flatMap(name -> named(name).stream()).collect(Collectors.toSet());
  }

  private static final class Holder {

    private static final List<String> ENGLISH_WORDS = load("stop_words_english.txt");
    private static final List<String> CHINESE_WORDS = load("stop_words_chinese.txt");

    private static List<String> load(String resource) {
      try (InputStream in = StopWords.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("resource " + resource + " is missing from the jar");
        }
        return WordList.of(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
