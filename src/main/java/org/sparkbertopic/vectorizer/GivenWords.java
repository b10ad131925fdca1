package org.sparkbertopic.vectorizer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbertopic.vectorizer.language.NgramUnit;
import org.sparkbertopic.vectorizer.language.StopWords;
import org.sparkbertopic.vectorizer.language.Tokenizer;

/**
 * Words from a user (a vocabulary, seed words, stop words), analysed like the texts, because they
 * are compared with the results of that analysis.
 *
 * <p>Not thread-safe.
 */
public final class GivenWords {

  private final CountVectorizer parameters;
  private final TermAnalyzer analyzer;
  private final TermAnalyzer withStopWords;

  private GivenWords(CountVectorizer parameters) {
    this.parameters = parameters;
    this.analyzer = TermAnalyzer.of(parameters);
    this.withStopWords =
        parameters.stopWords().isEmpty()
            ? analyzer
            : TermAnalyzer.of(parameters.withStopWords(List.of()));
  }

  public static GivenWords of(CountVectorizer parameters) {
    return new GivenWords(parameters);
  }

  /**
   * The term that texts have for one or several words: "Policies" is "polici" if words are stemmed,
   * "State of the Art" is "state art" if "of" and "the" are stop words.
   *
   * @return empty if nothing is left
   */
  public Optional<String> term(String given) {
    if (parameters.text().unit() != NgramUnit.WORD) {
      return Optional.of(analyzer.prepared(given)).filter(term -> !term.isEmpty());
    }
    List<String> words = words(analyzer, given);
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
  }

  /**
   * As {@link #term}, for each word. A word that may already be a result of the analysis is kept as
   * well, because a stem may have another stem.
   */
  public List<String> terms(Collection<String> given) {
    return given.stream()
        .flatMap(
            word ->
                parameters.text().stems()
                    ? Stream.concat(Stream.of(word), term(word).stream())
                    : Stream.of(term(word).orElse(word)))
        .distinct()
        .toList();
  }

  /**
   * The only terms to count: those of the vocabulary as texts have them, and also as written,
   * because the user may give results of the analysis.
   */
  public static List<String> vocabulary(CountVectorizer parameters) {
    if (parameters.vocabulary().isEmpty()) {
      return List.of();
    }
    Set<String> terms = new LinkedHashSet<>(parameters.vocabulary());
    GivenWords words = of(parameters);
    parameters.vocabulary().forEach(given -> words.term(given).ifPresent(terms::add));
    return List.copyOf(terms);
  }

  /**
   * The given words that no text has.
   *
   * @param found the terms of the texts
   */
  public List<String> unknown(Collection<String> given, Collection<String> found) {
    Set<String> known = found instanceof Set<String> set ? set : new HashSet<>(found);
    return given.stream()
        .distinct()
        .filter(word -> !known.contains(word))
        .filter(word -> term(word).filter(known::contains).isEmpty())
        .toList();
  }

  /**
   * Stop words that consist of several words: they match nothing, because words are removed one by
   * one.
   */
  public List<String> stopPhrases() {
    if (!parameters.text().countsWords()) {
      return List.of();
    }
    return parameters.stopWords().stream()
        .filter(word -> word.strip().matches("(?s).*\\s.*"))
        .filter(word -> !StopWords.all().contains(word))
        .filter(word -> words(withStopWords, word).size() > 1)
        .toList();
  }

  /**
   * Terms that differ from a stop word only in case, and are therefore counted.
   *
   * @param found the terms of the texts
   */
  public List<String> stopWordsInOtherLetters(Collection<String> found) {
    if (!parameters.text().countsWords()
        || parameters.lowercase()
        || !parameters.text().byPattern()) {
      return List.of();
    }
    Set<String> exact = new HashSet<>(parameters.stopWords());
    Set<String> lowerCase =
        exact.stream().map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return found.stream()
        .filter(term -> !exact.contains(term))
        .filter(term -> lowerCase.contains(term.toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static List<String> words(TermAnalyzer analyzer, String given) {
    List<String> words = new ArrayList<>();
    analyzer.analyzeWords(
        given, (chars, from, to) -> words.add(new String(chars, from, to - from)));
    return words;
  }

  /**
   * Stop words in the form in which the words of texts are compared with them.
   *
   * @param tokenizer tokenizer of the texts, without its own stop words
   * @param prepared a stop word, normalised like the texts
   */
  static Set<String> stopWords(
      CountVectorizer parameters, Tokenizer tokenizer, UnaryOperator<String> prepared) {
    Set<String> forms = new TreeSet<>();
    for (String word : parameters.stopWords()) {
      String whole = prepared.apply(word);
      forms.add(whole);
      List<String> pieces = new ArrayList<>();
      tokenizer.tokenize(
          whole, (chars, from, to) -> pieces.add(new String(chars, from, to - from)));
      // Texts split "don't" as well; "new york" is two separate words.
      boolean oneWord = whole.strip().chars().noneMatch(Character::isWhitespace);
      if (oneWord && (parameters.text().byPattern() || pieces.size() == 1)) {
        forms.addAll(pieces);
      }
    }
    return forms;
  }
}
