package org.sparkbertopic.vectorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.OwnWords.Hashtags;
import org.sparkbertopic.testing.OwnWords.Shouting;
import org.sparkbertopic.testing.OwnWords.Unnamed;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.NgramUnit;

class OwnAnalysisTest {

  private static final CountVectorizer DEFAULTS = CountVectorizer.create();

  @Test
  void ngrams_of_characters_are_those_of_scikit_learn() {
    JsonNode golden = Golden.json("topics/characters.json");
    for (JsonNode each : golden.get("characters")) {
      CountVectorizer characters =
          DEFAULTS
              .withNgramRange(each.get("min").asInt(), each.get("max").asInt())
              .withText(
                  TextAnalysis.create()
                      .withUnit(NgramUnit.valueOf(upper(each.get("analyzer"))))
                      .withStripAccents(Accents.valueOf(upper(each.get("accents")))));
      for (int i = 0; i < golden.get("texts").size(); i++) {
        List<String> expected = new ArrayList<>();
        each.get("terms").get(i).forEach(term -> expected.add(term.asText()));
        assertEquals(
            expected.stream().sorted().toList(),
            terms(characters, golden.get("texts").get(i).asText()).stream().sorted().toList(),
            i + " of " + each.get("analyzer") + " " + characters.minNgram());
      }
    }
  }

  @Test
  void ngrams_of_characters_know_their_words_between_blanks() {
    TermAnalyzer within = TermAnalyzer.of(DEFAULTS.withAnalyzer(NgramUnit.CHAR_WB));
    List<String> places = new ArrayList<>();
    within.analyze(
        "ab  c", (chars, from, to) -> places.add(chars[from] + ":" + within.firstWord()));
    assertEquals(List.of(" :0", "a:0", "b:0", " :0", " :1", "c:1", " :1"), places);
    assertEquals(2, within.wordCount());
    TermAnalyzer across =
        TermAnalyzer.of(DEFAULTS.withAnalyzer(NgramUnit.CHAR).withNgramRange(3, 3));
    List<String> spans = new ArrayList<>();
    across.analyze(
        "ab  c",
        (chars, from, to) ->
            spans.add(
                new String(chars, from, to - from)
                    + across.firstWord()
                    + (across.wordCount() - 1)));
    assertEquals(List.of("ab 00", "b c01"), spans);
  }

  @Test
  void a_tokenizer_of_the_user_splits_before_stop_words_and_ngrams() {
    CountVectorizer own =
        DEFAULTS.withTokenizer(new Hashtags()).withNgramRange(1, 2).withStopWords(List.of("#AD"));
    assertEquals(List.of("tax", "war", "tax war"), terms(own, "the #Tax and #ad and #war of 1812"));
  }

  @Test
  void a_preprocessor_replaces_lower_case_and_accents() {
    CountVectorizer own =
        DEFAULTS
            .withText(TextAnalysis.create().withStripAccents(Accents.UNICODE).withStripHtml(true))
            .withPreprocessor(new Shouting())
            .withStopWords(List.of("the"));
    assertEquals(List.of("ÉTÉ", "TAX"), terms(own, "<b>The</b> été tax"));
    CountVectorizer german = DEFAULTS.withTokenizer("german").withPreprocessor(new Shouting());
    assertEquals(terms(DEFAULTS.withTokenizer("german"), "HÄUSER"), terms(german, "häuser"));
  }

  @Test
  void an_analyzer_of_the_user_makes_the_terms_alone() {
    CountVectorizer own =
        DEFAULTS
            .withAnalyzer(new Hashtags())
            .withNgramRange(2, 3)
            .withStopWords(List.of("tax", "war"));
    assertEquals(List.of("Tax", "war"), terms(own, "the #Tax of #war"));
  }

  @Test
  void a_model_keeps_the_name_of_a_part_and_not_its_class() {
    CountVectorizer own = DEFAULTS.withTokenizer(new Hashtags()).withPreprocessor(new Shouting());
    String json = PartJson.encode(own, CountVectorizer.class);
    assertTrue(json.contains("test-hashtags"), json);
    assertEquals(own, PartJson.decode(json, CountVectorizer.class));
    String elsewhere = json.replace("test-hashtags", "acme-tags");
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> PartJson.decode(elsewhere, CountVectorizer.class));
    assertTrue(missing.getMessage().contains("'acme-tags'"), missing.getMessage());
    assertTrue(missing.getMessage().contains("test-hashtags"), missing.getMessage());
    assertTrue(missing.getMessage().contains("class path"), missing.getMessage());
    IllegalArgumentException unnamed =
        assertThrows(
            IllegalArgumentException.class,
            () -> PartJson.encode(DEFAULTS.withTokenizer(new Unnamed()), CountVectorizer.class));
    assertTrue(unnamed.getMessage().contains("Parts.register"), unnamed.getMessage());
  }

  @Test
  void parts_that_exclude_each_other_are_refused() {
    assertRefused(() -> DEFAULTS.withTokenizer("german").withTokenizer(new Hashtags()));
    assertRefused(() -> DEFAULTS.withTokenizer("german").withAnalyzer(NgramUnit.CHAR));
    assertRefused(() -> DEFAULTS.withTokenizer(new Hashtags()).withAnalyzer(NgramUnit.CHAR_WB));
    assertRefused(() -> DEFAULTS.withPreprocessor(new Shouting()).withAnalyzer(new Hashtags()));
    assertRefused(() -> DEFAULTS.withMinDf(5).withMaxDfDocuments(4));
    assertRefused(() -> DEFAULTS.withMinDfShare(1.5));
  }

  private static void assertRefused(Runnable change) {
    String message = assertThrows(IllegalArgumentException.class, change::run).getMessage();
    assertTrue(message.contains(" must be ") && message.contains(", got "), message);
  }

  private static String upper(JsonNode name) {
    return name.asText().toUpperCase(Locale.ROOT);
  }

  private static List<String> terms(CountVectorizer vectorizer, String text) {
    List<String> terms = new ArrayList<>();
    TermAnalyzer.of(vectorizer)
        .analyze(text, (chars, from, to) -> terms.add(new String(chars, from, to - from)));
    return terms;
  }
}
