package org.sparkbertopic.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.StopWords;
import org.sparkbertopic.vectorizer.language.WordForm;

/** What the vectorizer counts is what is looked for in the windows. */
class WindowCounterTest extends SparkTest {

  private static Dataset<Row> texts(String... texts) {
    return spark()
        .createDataFrame(
            Arrays.stream(texts).map(RowFactory::create).toList(),
            new StructType().add("text", DataTypes.StringType))
        .coalesce(1);
  }

  private static CountVectorizer vectorizer(String language, WordForm form) {
    return CountVectorizer.create()
        .withText(new TextAnalysis(language, form, Accents.UNICODE, false))
        .withStopWords(StopWords.named(language.equals("korean") ? "none" : language))
        .withLowercase(false)
        .withNgramRange(1, 3);
  }

  private static WindowCounts count(
      CountVectorizer vectorizer, TopicWordPairs pairs, int size, String text) {
    return new WindowCounter(vectorizer).count(texts(text), "text", pairs, List.of(size)).get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "english, STEM, The governments had been very energetic before the elections they willed",
    "english, SURFACE, The governments had been very energetic before the elections they willed",
    "german, STEM, Die Regierungen sprachen über die größeren Häuser für alle Städte",
    "french, SURFACE, L'énergie des gouvernements et les élections où la république même",
    "spanish, STEM, Los gobiernos también hablaron más sobre las energías nuevas",
    "japanese, STEM, 東京都の住民は新しい法律についてこれまで議論した",
    "korean, STEM, 정부는 새로운 에너지 정책을 발표했다",
    "chinese, STEM, 中华人民共和国的经济政策和APP能源发展"
  })
  void every_term_of_a_text_is_found_in_it(String language, WordForm form, String text) {
    CountVectorizer vectorizer = vectorizer(language, form);
    Set<String> terms = new TreeSet<>();
    TermAnalyzer.of(vectorizer)
        .analyze(text, (chars, from, to) -> terms.add(new String(chars, from, to - from)));
    assertTrue(terms.stream().anyMatch(term -> term.contains(" ")), terms.toString());
    TopicWordPairs pairs = TopicWordPairs.of(List.of(List.copyOf(terms)));
    WindowCounts counts = count(vectorizer, pairs, 100, text);
    assertEquals(1, counts.windows());
    for (int word = 0; word < pairs.wordCount(); word++) {
      assertEquals(1, counts.ofWord(word), pairs.words().get(word));
    }
  }

  @Test
  void stop_words_that_a_language_leaves_out_are_part_of_the_running_text() {
    CountVectorizer vectorizer = vectorizer("english", WordForm.STEM);
    TopicWordPairs pairs = TopicWordPairs.of(List.of(List.of("energi", "market")));
    String text = "energies of and for the markets of the";
    assertEquals(6, count(vectorizer, pairs, 3, text).windows());
    assertEquals(0, count(vectorizer, pairs, 5, text).ofPair(0));
    assertEquals(3, count(vectorizer, pairs, 6, text).windows());
    assertEquals(1, count(vectorizer, pairs, 6, text).ofPair(0));
  }
}
