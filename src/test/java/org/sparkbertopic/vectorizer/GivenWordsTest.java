package org.sparkbertopic.vectorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.StopWords;

class GivenWordsTest {

  private static final CountVectorizer DEFAULTS = CountVectorizer.create();

  @Test
  void a_word_becomes_the_term_that_texts_have() {
    GivenWords plain = GivenWords.of(DEFAULTS.withStopWords("english"));
    assertEquals(Optional.of("tax"), plain.term(" Tax! "));
    assertEquals(Optional.of("state art"), plain.term("State of the Art"));
    assertEquals(Optional.empty(), plain.term("The"));
    assertEquals(Optional.empty(), plain.term("++"));
    GivenWords stems = GivenWords.of(DEFAULTS.withTokenizer("english"));
    assertEquals(Optional.of("polici"), stems.term("Policies"));
    assertEquals(List.of("polici"), stems.terms(List.of("polici")));
    GivenWords html =
        GivenWords.of(
            DEFAULTS.withText(
                TextAnalysis.create().withStripHtml(true).withStripAccents(Accents.ASCII)));
    assertEquals(Optional.of("cafe bar"), html.term("Caf&eacute; <b>Bar</b>"));
  }

  @Test
  void what_no_text_has_is_named_as_it_was_given() {
    GivenWords words = GivenWords.of(DEFAULTS);
    assertEquals(
        List.of("Rocket", "++"),
        words.unknown(List.of("Oven", "Rocket", "bake", "++", "Rocket"), List.of("oven", "bake")));
  }

  @Test
  void stop_words_that_can_match_nothing_are_found() {
    List<String> stopWords = List.of("of course", "don't", "the", " padded ");
    assertEquals(
        List.of("of course"), GivenWords.of(DEFAULTS.withStopWords(stopWords)).stopPhrases());
    CountVectorizer phrases = DEFAULTS.withStopWords(stopWords).withTokenPattern("[^,]+");
    assertEquals(List.of(), GivenWords.of(phrases).stopPhrases());
    for (String name : StopWords.names()) {
      CountVectorizer ready = DEFAULTS.withStopWords(name);
      assertEquals(List.of(), GivenWords.of(ready).stopPhrases(), name);
    }
  }

  @Test
  void stop_words_that_stay_in_capital_letters_are_found() {
    CountVectorizer exact = DEFAULTS.withStopWords(List.of("oven", "Bake")).withLowercase(false);
    assertEquals(
        List.of("Oven"),
        GivenWords.of(exact).stopWordsInOtherLetters(List.of("Oven", "Bake", "Sugar")));
    assertEquals(
        List.of(),
        GivenWords.of(exact.withLowercase(true)).stopWordsInOtherLetters(List.of("oven")));
  }
}
