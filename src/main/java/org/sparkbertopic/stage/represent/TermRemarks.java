package org.sparkbertopic.stage.represent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.GivenWords;

/** Warnings once terms are counted: given words that match nothing, and topics without words. */
public final class TermRemarks {

  private static final int MOST_NAMED = 10;

  private final CountVectorizer vectorizer;
  private final GivenWords given;

  public TermRemarks(CountVectorizer vectorizer) {
    this.vectorizer = vectorizer;
    this.given = GivenWords.of(vectorizer);
  }

  /** Of the vectorizer's own words. */
  public List<String> of(FittedTopics topics) {
    List<String> remarks = new ArrayList<>();
    Set<String> found = new HashSet<>(topics.ctfidf().weights().vocabulary());
    List<String> unknown = given.unknown(vectorizer.vocabulary(), found);
    if (!unknown.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "CountVectorizer.withVocabulary: no document has %,d of the %,d terms: %s; give them as the texts"
                  + " have them, no longer than CountVectorizer.withNgramRange (%d to %d words), or leave them out",
              unknown.size(),
              vectorizer.vocabulary().size(),
              named(unknown),
              vectorizer.minNgram(),
              vectorizer.maxNgram()));
    }
    if (!vectorizer.text().countsWords() && !vectorizer.stopWords().isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "CountVectorizer.withStopWords: %,d are not used, because terms are not made of the tokenizer's"
                  + " words; leave them out",
              vectorizer.stopWords().size()));
    }
    List<String> phrases = given.stopPhrases();
    if (!phrases.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "CountVectorizer.withStopWords: %,d are of several words and match nothing: %s; list each word by"
                  + " itself",
              phrases.size(),
              named(phrases)));
    }
    List<String> otherLetters = given.stopWordsInOtherLetters(found);
    if (!otherLetters.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "CountVectorizer.withStopWords: %,d stay in other letters under CountVectorizer.withLowercase(false): %s;"
                  + " list them in these letters too",
              otherLetters.size(),
              named(otherLetters)));
    }
    return remarks;
  }

  /**
   * Of other words that were named.
   *
   * @param key the setting that names them
   * @param words as they were given
   */
  public List<String> unknown(
      String key, Collection<String> words, FittedTopics topics, String but) {
    List<String> unknown = given.unknown(words, topics.ctfidf().weights().vocabulary());
    return unknown.isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT, "%s: no document has the words %s; %s", key, named(unknown), but));
  }

  /**
   * Of topics without words.
   *
   * @param topics with their words
   */
  public static List<String> ofWordless(FittedTopics topics) {
    List<String> wordless =
        topics.topics().stream()
            .filter(topic -> topic.id() != Topic.OUTLIERS && topic.words().isEmpty())
            .map(topic -> Integer.toString(topic.id()))
            .toList();
    if (wordless.isEmpty()) {
      return List.of();
    }
    boolean none = topics.ctfidf().weights().vocabulary().isEmpty();
    return List.of(
        String.format(
            Locale.ROOT,
            none
                ? "%,d topics (%s) have no words: stop words and the token pattern leave no term in any document; check CountVectorizer.withStopWords,"
                    + " CountVectorizer.withTokenPattern and TextAnalysis.withTokenizer"
                : "%,d topics (%s) have no words: their documents have no term of the vocabulary, or the"
                    + " representation chose none; check CountVectorizer.withStopWords, CountVectorizer.withMinDf,"
                    + " CountVectorizer.withVocabulary and setRepresentation",
            wordless.size(),
            named(wordless)));
  }

  private static String named(List<String> words) {
    String first = String.join(", ", words.subList(0, Math.min(MOST_NAMED, words.size())));
    return words.size() > MOST_NAMED ? first + ", ..." : first;
  }
}
