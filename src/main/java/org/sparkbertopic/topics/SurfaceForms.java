package org.sparkbertopic.topics;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * The most frequent surface form of stemmed words: "energy" for {@code energi}. Covers the words of
 * topics' best terms; any other word is shown as it was counted.
 *
 * @param ofWords by the word as it was counted; without words that are written so
 */
public record SurfaceForms(Map<String, String> ofWords) {

  private static final SurfaceForms NONE = new SurfaceForms(Map.of());

  public SurfaceForms {
    Map<String, String> sorted = new TreeMap<>(CodePointOrder.ASCENDING);
    ofWords.forEach(
        (word, form) -> {
          if (!word.equals(form)) {
            sorted.put(word, form);
          }
        });
    ofWords = Collections.unmodifiableMap(sorted);
  }

  /** For words that are counted as they are written. */
  public static SurfaceForms none() {
    return NONE;
  }

  public boolean isEmpty() {
    return ofWords.isEmpty();
  }

  /** These forms, and those of other words that are unknown here. */
  public SurfaceForms with(SurfaceForms others) {
    if (others.isEmpty()) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(others.ofWords);
    all.putAll(ofWords);
    return new SurfaceForms(all);
  }

  /** From a term as it is to be read to what was counted. */
  public UnaryOperator<String> toCounted() {
    Map<String, String> words = new TreeMap<>();
    ofWords.forEach((word, form) -> words.putIfAbsent(form, word));
    return shown -> words.isEmpty() ? shown : mapped(shown, words);
  }

  /** A term of one or several words, between single spaces, as it is to be read. */
  public String of(String term) {
    return isEmpty() ? term : mapped(term, ofWords);
  }

  private static String mapped(String term, Map<String, String> words) {
    return Stream.of(term.split(" "))
        .map(word -> words.getOrDefault(word, word))
        .collect(Collectors.joining(" "));
  }

  /** Terms as they are to be read. */
  public List<TermScore> of(List<TermScore> terms) {
    return isEmpty()
        ? terms
        : terms.stream().map(term -> new TermScore(of(term.term()), term.score())).toList();
  }
}
