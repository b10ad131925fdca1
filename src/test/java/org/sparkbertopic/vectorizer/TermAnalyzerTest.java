package org.sparkbertopic.vectorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.Cleaning;
import org.sparkbertopic.vectorizer.language.StopWords;
import org.sparkbertopic.vectorizer.language.TermSink;

class TermAnalyzerTest {

  private static final CountVectorizer DEFAULTS = CountVectorizer.create();

  @Test
  void lower_cases_and_drops_words_of_one_character() {
    assertEquals(
        List.of("the", "year", "2021", "brought", "new", "plan_b"),
        terms(DEFAULTS, "The YEAR 2021 brought a new plan_B."));
  }

  @Test
  void keeps_case_when_asked() {
    assertEquals(
        List.of("The", "NATO", "treaty"), terms(DEFAULTS.withLowercase(false), "The NATO treaty"));
  }

  @Test
  void lower_cases_by_the_root_locale_whatever_the_machine_speaks() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertEquals(List.of("title"), terms(DEFAULTS, "TITLE"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void leaves_out_stop_words_before_it_makes_ngrams() {
    CountVectorizer bigrams = DEFAULTS.withStopWords(List.of("of", "The")).withNgramRange(1, 2);
    assertEquals(
        List.of("state", "union", "state union", "address", "union address"),
        terms(bigrams, "The state of the\n union: address"));
  }

  @Test
  void stop_words_go_through_the_analysis_of_the_texts() {
    CountVectorizer listed =
        DEFAULTS.withStopWords(List.of("don't", "It’s", "e-mail", "Été", "C++"));
    assertEquals(
        List.of("we", "know", "mails"), terms(listed, "We don't know, it's e-mail, mails"));
    assertEquals(List.of("ete"), terms(listed, "été ete"));
    CountVectorizer plain =
        listed.withText(TextAnalysis.create().withStripAccents(Accents.UNICODE));
    assertEquals(List.of(), terms(plain, "été ete ÉTÉ"));
    CountVectorizer cleaned =
        listed.withText(TextAnalysis.create().withCleaning(Cleaning.BERTOPIC));
    assertEquals(List.of("don", "mail"), terms(cleaned, "don't don e-mail mail"));
    CountVectorizer phrase = DEFAULTS.withStopWords(List.of("new york"));
    assertEquals(List.of("new", "york"), terms(phrase, "New York"));
    CountVectorizer phrases = phrase.withTokenPattern("[^,]+");
    assertEquals(List.of("rome"), terms(phrases, "New York,Rome"));
  }

  @Test
  void stop_words_of_a_language_match_with_either_apostrophe_and_article() {
    CountVectorizer french = DEFAULTS.withTokenizer("french").withStopWords(List.of("L'été"));
    assertEquals(List.of("hiv"), terms(french, "l’été, l'été, l'hiver"));
    CountVectorizer english = DEFAULTS.withTokenizer("english").withStopWords(List.of("don't"));
    assertEquals(List.of("know"), terms(english, "don’t know don't"));
  }

  @Test
  void cleaning_as_bertopic_leaves_letters_digits_and_blanks() {
    CountVectorizer cleaned =
        DEFAULTS.withText(TextAnalysis.create().withCleaning(Cleaning.BERTOPIC));
    assertEquals(
        List.of("dont", "email", "moreoffers", "caf", "20", "line", "tab"),
        terms(cleaned, "Don't e-mail more,offers café 2.0 \nline\ttab ÉÈ 体育"));
  }

  @Test
  void makes_every_ngram_of_the_range_and_no_other() {
    assertEquals(
        List.of("aa bb", "bb cc", "aa bb cc", "cc dd", "bb cc dd"),
        terms(DEFAULTS.withNgramRange(2, 3), "aa bb cc dd"));
    assertEquals(List.of(), terms(DEFAULTS.withNgramRange(3, 3), "aa bb"));
  }

  @Test
  void starts_every_text_anew() {
    TermAnalyzer analyzer = TermAnalyzer.of(DEFAULTS.withNgramRange(2, 2));
    List<String> terms = new ArrayList<>();
    TermSink sink = (chars, from, to) -> terms.add(new String(chars, from, to - from));
    analyzer.analyze("aa bb", sink);
    analyzer.analyze("cc dd", sink);
    assertEquals(List.of("aa bb", "cc dd"), terms);
  }

  @Test
  void finds_the_words_that_the_default_pattern_finds_around_every_character_of_unicode() {
    StringBuilder text = new StringBuilder();
    for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.append("x").appendCodePoint(codePoint).append("y ");
        text.appendCodePoint(codePoint).append(' ');
      }
    }
    text.append("x\uD800 \uDC00y \uD83D");
    CountVectorizer cased = DEFAULTS.withLowercase(false);
    assertEquals(
        matches(CountVectorizer.DEFAULT_TOKEN_PATTERN, text), terms(cased, text.toString()));
  }

  @Test
  void takes_pythons_spelling_of_the_default_pattern() {
    CountVectorizer python = DEFAULTS.withTokenPattern("(?u)\\b\\w\\w+\\b");
    assertEquals(List.of("żółć", "straße"), terms(python, "Żółć, Straße"));
  }

  @Test
  void gives_the_same_words_by_a_pattern_and_by_the_scanner_on_the_reference_corpus() {
    CountVectorizer pattern = DEFAULTS.withTokenPattern("(?:\\b\\w\\w+\\b)");
    for (String passage : Golden.passages()) {
      assertEquals(terms(pattern, passage), terms(DEFAULTS, passage));
    }
  }

  @Test
  void finds_pythons_vocabulary_on_the_reference_corpus() {
    CountVectorizer english = DEFAULTS.withStopWords("english");
    Set<String> words = new HashSet<>();
    Set<String> bigrams = new HashSet<>();
    for (String passage : Golden.passages()) {
      words.addAll(terms(english, passage));
      bigrams.addAll(terms(english.withNgramRange(1, 2), passage));
    }
    assertEquals(Golden.json("topics/base.json").get("vocabulary").asInt(), words.size());
    assertEquals(
        Golden.json("topics/ctfidf_bigrams.json").get("vocabulary").asInt(), bigrams.size());
  }

  @Test
  void takes_the_capturing_group_of_a_pattern() {
    CountVectorizer hashtags = DEFAULTS.withTokenPattern("#(\\w+)");
    assertEquals(List.of("budget", "été"), terms(hashtags, "On #Budget and #été, not tags"));
  }

  @Test
  void splits_at_every_place_of_a_pattern_that_matches_single_characters() {
    assertEquals(List.of("政", "府", "a"), terms(DEFAULTS.withTokenPattern("\\w"), "政府 a"));
  }

  @Test
  void reads_a_text_of_megabytes_and_a_word_of_megabytes() {
    String word = "x".repeat(3_000_000);
    List<String> terms = terms(DEFAULTS.withNgramRange(1, 2), word + " " + "word ".repeat(400_000));
    assertEquals(800_001, terms.size());
    assertEquals(word, terms.get(0));
    assertEquals(word + " word", terms.get(2));
    assertEquals("word word", terms.get(800_000));
  }

  @Test
  void finds_nothing_in_texts_without_words() {
    for (String text : List.of("", " ", "\n\t", "a . b ! 1", "\uD800")) {
      assertEquals(List.of(), terms(DEFAULTS, text));
    }
  }

  @Test
  void knows_scikit_learns_english_stop_words() {
    List<String> english = StopWords.english();
    assertEquals(318, english.size());
    assertEquals(318, new HashSet<>(english).size());
    assertFalse(english.contains("computer"));
    assertEquals(List.of("a", "about", "above"), english.subList(0, 3));
  }

  private static List<String> terms(CountVectorizer parameters, String text) {
    List<String> terms = new ArrayList<>();
    TermAnalyzer.of(parameters)
        .analyze(text, (chars, from, to) -> terms.add(new String(chars, from, to - from)));
    return terms;
  }

  private static List<String> matches(String pattern, CharSequence text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
