package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;

/** Stop words, vocabularies and seed words as users write them, through a whole fit. */
class GivenWordsJobTest extends SparkTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private JsonNode run;

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = getClass().getResourceAsStream("/cases/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** The words of all topics. */
  private Set<String> fit(String input, Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + resource(input) + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve("run") + "\"");
    settings.put("reduction.method", "none");
    settings.put("hdbscan.min-cluster-size", "5");
    settings.putAll(more);
    settings.values().removeIf(String::isEmpty);
    JobConfig config = JobConfig.load("fit", null, settings);
    Console console =
        new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), true, console).run();
    run = JSON.readTree(folder.resolve("run/run.json").toFile());
    Set<String> words = new TreeSet<>();
    JSON.readTree(folder.resolve("run/topics.json").toFile())
        .forEach(topic -> topic.get("words").forEach(word -> words.add(word.get(0).textValue())));
    return words;
  }

  private void assertWarned(String part) {
    assertTrue(run.get("warnings").toString().contains(part), run.get("warnings").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tfidf", "word2vec"})
  void an_embedder_that_learns_from_stop_words_alone_says_so_in_one_sentence(String backend) {
    UnusableInputException failure =
        assertThrows(
            UnusableInputException.class,
            () ->
                fit(
                    "only_stop_words.jsonl",
                    Map.of(
                        "input.embedding-column",
                        "",
                        "embedding.backend",
                        backend,
                        "vectorizer.stop-words",
                        "english")));
    String told = Console.words(failure.getMessage());
    assertTrue(told.contains("change vectorizer.stop-words"), told);
    assertEquals(1, failure.getMessage().lines().count());
  }

  @Test
  void topics_of_stop_words_alone_have_no_words_and_that_is_told() throws IOException {
    assertEquals(
        new TreeSet<>(), fit("only_stop_words.jsonl", Map.of("vectorizer.stop-words", "english")));
    assertWarned(
        "have no words: stop words and the token pattern leave no term in any document; check vectorizer.stop-words");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vectorizer.stop-words|[Oven,BAKE,Rocket]|oven,bake,rocket",
        "vectorizer.stop-words|[Óven,BÄKE]|oven,bake",
        "vectorizer.stop-words-file|FILE|oven,bake,flour",
      })
  void stop_words_are_left_out_however_they_are_written(String key, String value, String gone)
      throws IOException {
    String file = "\"" + resource("stop_words.txt") + "\"";
    Set<String> words =
        fit(
            "stop_words.jsonl",
            Map.of(
                key, value.equals("FILE") ? file : value, "vectorizer.strip-accents", "unicode"));
    for (String word : gone.split(",", -1)) {
      assertFalse(words.contains(word), words.toString());
    }
    assertTrue(words.contains("dough"), words.toString());
    assertEquals(0, run.get("warnings").size(), run.get("warnings").toString());
  }

  @Test
  void what_the_tokenizer_leaves_of_a_stop_word_is_left_out_too() throws IOException {
    Set<String> words =
        fit("apostrophes.jsonl", Map.of("vectorizer.stop-words", "[\"don't\", \"it's\", oven]"));
    assertFalse(words.contains("don") || words.contains("it") || words.contains("oven"));
    assertEquals(0, run.get("warnings").size(), run.get("warnings").toString());
  }

  @Test
  void a_vocabulary_in_capitals_counts_and_what_matches_nothing_is_told_by_name()
      throws IOException {
    Set<String> words =
        fit(
            "stop_words.jsonl",
            Map.of("vectorizer.vocabulary", "[Oven,Bake,Rocket,Tractor,\"bread soup\"]"));
    assertEquals("[bake, oven, rocket]", words.toString());
    assertWarned("no document has 2 of the 5 terms: Tractor, bread soup;");
    assertWarned("topics (");
    UnusableInputException failure =
        assertThrows(
            UnusableInputException.class,
            () -> fit("stop_words.jsonl", Map.of("vectorizer.vocabulary", "[Tractor]")));
    assertTrue(failure.getMessage().contains("got none in 1: Tractor;"), failure.getMessage());
  }

  @Test
  void seed_words_go_through_the_same_analysis_and_others_are_named() throws IOException {
    fit(
        "stop_words.jsonl",
        Map.of("ctfidf.seed-words", "[Rockets, OVEN, Tractor]", "vectorizer.tokenizer", "english"));
    assertWarned("ctfidf.seed-words: no document has the words Tractor; give them as");
  }

  @Test
  void stop_words_that_match_nothing_are_told_by_name() throws IOException {
    fit("stop_words.jsonl", Map.of("vectorizer.stop-words", "[\"olive oil\", oven]"));
    assertWarned("1 are of several words and match nothing: olive oil;");
    Set<String> words =
        fit(
            "stop_words.jsonl",
            Map.of("vectorizer.stop-words", "[oven]", "vectorizer.lowercase", "false"));
    assertTrue(words.contains("Oven") || run.get("warnings").toString().contains("Oven"));
    assertWarned("stay in other letters under vectorizer.lowercase = false: Oven;");
  }
}
