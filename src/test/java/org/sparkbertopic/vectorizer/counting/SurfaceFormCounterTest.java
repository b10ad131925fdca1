package org.sparkbertopic.vectorizer.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.WordForm;

class SurfaceFormCounterTest extends SparkTest {

  private static final CountVectorizer ENGLISH =
      CountVectorizer.create().withText(TextAnalysis.create().withTokenizer("english"));

  private static Dataset<String> texts(int partitions, String... texts) {
    return spark().createDataset(Arrays.asList(texts), Encoders.STRING()).repartition(partitions);
  }

  @Test
  void the_form_that_is_written_most_stands_for_a_word_on_any_partitions() {
    String[] texts = {
      "Policies for energy", "a policy, energies", "POLICIES of the energies", null, "Energy's end"
    };
    Map<String, String> expected = Map.of("polici", "policies", "energi", "energy");
    for (int partitions : new int[] {1, 3}) {
      assertEquals(
          expected,
          new SurfaceFormCounter(ENGLISH)
              .mostFrequent(texts(partitions, texts), List.of("energi", "polici", "unheard")));
    }
  }

  @Test
  void of_forms_that_are_written_as_often_the_shorter_and_then_the_first_is_taken() {
    assertEquals(
        Map.of("vote", "voted"),
        new SurfaceFormCounter(ENGLISH)
            .mostFrequent(texts(2, "voting voted", "votes"), List.of("vote")));
  }

  @Test
  void words_without_their_accents_are_found() {
    CountVectorizer french =
        CountVectorizer.create()
            .withText(new TextAnalysis("french", WordForm.STEM, Accents.UNICODE, true));
    Map<String, String> forms =
        new SurfaceFormCounter(french)
            .mostFrequent(
                texts(1, "<b class='énorme'>L'énergie</b> d'une république"),
                List.of("energ", "republ", "enorm"));
    assertEquals(Map.of("energ", "énergie", "republ", "république"), forms);
  }

  @Test
  void words_that_are_counted_as_they_are_written_have_no_forms() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new SurfaceFormCounter(CountVectorizer.create()))
            .getMessage();
    assertTrue(message.contains("must be one that stems, got pattern"), message);
    assertTrue(ENGLISH.text().stems());
    for (String tokenizer : List.of("pattern", "chinese", "japanese", "korean")) {
      assertEquals(false, TextAnalysis.create().withTokenizer(tokenizer).stems(), tokenizer);
    }
    assertEquals(false, ENGLISH.text().withWordForm(WordForm.SURFACE).stems());
  }
}
