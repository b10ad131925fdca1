package org.sparkbertopic.vectorizer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.HtmlText;
import org.sparkbertopic.vectorizer.language.StopWords;
import org.sparkbertopic.vectorizer.language.WordForm;

class TokenizersTest {

  private static final CountVectorizer DEFAULTS = CountVectorizer.create();
  private static final CountVectorizer CHINESE = DEFAULTS.withTokenizer("chinese");

  @Test
  void segments_chinese_and_leaves_punctuation_out() {
    assertEquals(
        List.of("故宫", "如何", "修", "文物", "文物", "医院", "向", "公众", "开放"),
        terms(CHINESE, "故宫如何修文物？文物医院向公众开放"));
    assertEquals(
        List.of("深圳", "房价", "沈阳", "倍", "经济", "错"),
        terms(CHINESE.withStopWords("chinese"), "深圳房价是沈阳6倍就是因为经济？错！"));
  }

  @Test
  void segments_every_part_of_a_long_chinese_text() {
    String sentence = "我来到北京清华大学";
    List<String> once = terms(CHINESE, sentence);
    assertEquals(List.of("我", "来到", "北京", "清华大学"), once);
    List<String> many = terms(CHINESE, (sentence + "。").repeat(2_000));
    assertEquals(2_000 * once.size(), many.size());
    assertEquals(once, many.subList(many.size() - once.size(), many.size()));
    assertDoesNotThrow(() -> terms(CHINESE, sentence.repeat(3_000) + "\uD83D"));
  }

  @Test
  void segments_alike_in_many_threads() throws Exception {
    List<String> expected = terms(CHINESE, "北京大学生前来应聘");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<String>> again =
          () -> {
            List<String> last = List.of();
            for (int i = 0; i < 200; i++) {
              last = terms(CHINESE, "北京大学生前来应聘");
            }
            return last;
          };
      for (Future<List<String>> result : threads.invokeAll(List.of(again, again, again, again))) {
        assertEquals(expected, result.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void makes_ngrams_of_segmented_words_and_counts_only_a_given_vocabulary() {
    assertEquals(List.of("北京 大学"), terms(CHINESE.withNgramRange(2, 2), "北京，大学"));
  }

  @Test
  void finds_japanese_content_words_in_the_form_of_the_dictionary() {
    CountVectorizer japanese = DEFAULTS.withTokenizer("japanese");
    String text = "東京で美味しい寿司を食べました。";
    assertEquals(List.of("東京", "美味しい", "寿司", "食べる"), terms(japanese, text));
    assertEquals(
        List.of("東京", "美味しい", "寿司", "食べ"),
        terms(japanese.withText(japanese.text().withWordForm(WordForm.SURFACE)), text));
  }

  @Test
  void finds_korean_content_words() {
    CountVectorizer korean = DEFAULTS.withTokenizer("korean");
    assertEquals(List.of("서울", "물가", "오르"), terms(korean, "서울의 물가가 올랐다."));
    assertEquals(List.of("물가", "오르"), terms(korean.withStopWords(List.of("서울")), "서울의 물가가 올랐다."));
  }

  @ParameterizedTest
  @CsvSource({
    "english, 'America''s energy policies', america energi polici",
    "german, 'Die Häuser der Städte', die haus der stadt",
    "french, 'L''énergie des régions', energ des region",
    "spanish, 'Los derechos humanos', los derech human",
    "russian, 'государственные законы', государствен закон",
    "swedish, 'skolornas lärare', skol lär|skol lar|skolorn lär",
  })
  void stems_the_words_of_a_language(String language, String text, String oneOf) {
    String stems = String.join(" ", terms(DEFAULTS.withTokenizer(language), text));
    assertTrue(Set.of(oneOf.split("\\|")).contains(stems), stems);
  }

  @ParameterizedTest
  @CsvSource({
    "english, 'America''s energy policies', america energy policies",
    "german, 'Die Häuser der Städte', die häuser der städte",
    "french, 'L’énergie des régions', énergie des régions",
    "italian, 'dell''economia', economia",
  })
  void gives_words_as_they_are_written_where_asked(String language, String text, String words) {
    CountVectorizer written =
        DEFAULTS.withText(
            TextAnalysis.create().withTokenizer(language).withWordForm(WordForm.SURFACE));
    assertEquals(List.of(words.split(" ")), terms(written, text));
  }

  @Test
  void leaves_stop_words_out_before_it_stems() {
    CountVectorizer english = DEFAULTS.withTokenizer("english").withStopWords("english");
    assertEquals(
        List.of("nation", "energi"), terms(english, "Everything has been the nation's energy"));
    CountVectorizer german = DEFAULTS.withTokenizer("german").withStopWords("german");
    assertEquals(List.of("haus", "stadt"), terms(german, "Die Häuser der Städte"));
  }

  @Test
  void every_tokenizer_reads_every_text() {
    for (String name : TextAnalysis.tokenizers()) {
      CountVectorizer any = DEFAULTS.withTokenizer(name).withNgramRange(1, 2);
      for (String text : List.of("", " ", "\uD800 \uDC00", "a\u0000b", "…", "123 456")) {
        assertDoesNotThrow(() -> terms(any, text), name);
      }
    }
  }

  @Test
  void every_language_has_stop_words() {
    for (String name : StopWords.names()) {
      assertEquals(name.equals(StopWords.NONE), StopWords.named(name).isEmpty(), name);
    }
    assertTrue(StopWords.named("german").containsAll(List.of("und", "nicht", "würde")));
    assertTrue(StopWords.named("chinese").containsAll(List.of("的", "了", "我们")));
    assertFalse(StopWords.named("chinese").contains("，"));
  }

  @Test
  void strips_accents_as_scikit_learn_does() {
    // The expected are scikit-learn's strip_accents_unicode and strip_accents_ascii
    String text = "Żółć àéîõü ﬁn ½ naïve e\u0301 हिन्दी ЙЁ ς";
    assertEquals("Zołc aeiou fin 1⁄2 naive e हिनदी ИЕ ς", Accents.UNICODE.strip(text));
    assertEquals("Zoc aeiou fin 12 naive e   ", Accents.ASCII.strip(text));
    assertEquals("plain", Accents.UNICODE.strip("plain"));
    assertEquals(text, Accents.KEEP.strip(text));
    CountVectorizer unicode =
        DEFAULTS.withText(TextAnalysis.create().withStripAccents(Accents.UNICODE));
    assertEquals(List.of("deja", "vu"), terms(unicode, "Déjà vu"));
    CountVectorizer french =
        DEFAULTS.withText(new TextAnalysis("french", WordForm.SURFACE, Accents.UNICODE, false));
    assertEquals(List.of("energie"), terms(french, "l'énergie"));
  }

  @Test
  void strips_html_only_where_asked() {
    String html = "<p class='x'>Caf&eacute; &amp; bar<br/>open<script>var x = 1;</script></p>";
    assertEquals(
        List.of("café", "bar", "open"),
        terms(DEFAULTS.withText(TextAnalysis.create().withStripHtml(true)), html));
    assertTrue(terms(DEFAULTS, html).contains("class"));
    assertEquals("1 < 2", HtmlText.strip("1 < 2"));
  }

  @Test
  void refuses_a_tokenizer_that_it_does_not_know_and_names_those_it_does() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withTokenizer("klingon"))
            .getMessage();
    assertTrue(message.startsWith("tokenizer must be one of arabic, "), message);
    assertTrue(message.contains("chinese, "), message);
    assertTrue(message.contains("got \"klingon\"; "), message);
  }

  private static List<String> terms(CountVectorizer parameters, String text) {
    List<String> terms = new ArrayList<>();
    TermAnalyzer.of(parameters)
        .analyze(text, (chars, from, to) -> terms.add(new String(chars, from, to - from)));
    return terms;
  }
}
