package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.embedding.words.WordFixtures.embed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.params.PartJson;

class WordVectorEmbedderTest {

  private static final float NEAR = 1e-6f;

  @TempDir Path folder;

  private String cache() {
    return folder.resolve("cache").toString();
  }

  private WordVectorEmbedder gensim(String resource) {
    return WordVectorEmbedder.gensim(WordFixtures.copy(resource, folder).toString())
        .withCacheFolder(cache());
  }

  private WordVectorEmbedder of(String content) {
    Path file = WordFixtures.write(folder.resolve("words" + content.hashCode() + ".txt"), content);
    return WordVectorEmbedder.of(file.toString()).withCacheFolder(cache());
  }

  /** The lines of the excerpt, read in the plainest way. */
  private static Map<String, float[]> glove() throws IOException {
    Map<String, float[]> vectors = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    new ByteArrayInputStream(WordFixtures.bytes("glove_excerpt.txt.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(" ", -1);
        float[] vector = new float[fields.length - 1];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = Float.parseFloat(fields[i + 1]);
        }
        vectors.put(fields[0], vector);
      }
    }
    return vectors;
  }

  @Test
  void every_word_of_the_glove_file_has_the_vector_of_its_line() throws IOException {
    WordVectorEmbedder embedder = gensim("glove_excerpt.txt.gz");
    Map<String, float[]> expected = glove();
    assertEquals(100, embedder.dimension());
    assertTrue(expected.size() > 250);
    for (Map.Entry<String, float[]> word : expected.entrySet()) {
      assertArrayEquals(word.getValue(), embed(embedder, word.getKey()), 0, word.getKey());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"glove_excerpt.txt.gz glove", "word2vec.txt word2vec", "word2vec.bin word2vec"})
  void documents_get_the_vectors_that_gensim_gives_them(String fileAndName) {
    String[] parts = fileAndName.split(" ", -1);
    WordVectorEmbedder embedder = gensim(parts[0]);
    for (JsonNode document : WordFixtures.json("documents.json")) {
      assertArrayEquals(
          WordFixtures.floats(document.get(parts[1])),
          embed(embedder, document.get("text").textValue()),
          NEAR);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"word2vec.txt", "word2vec.bin", "fasttext.vec", "fasttext.bin"})
  void a_gzipped_file_gives_the_same_vectors(String name) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(WordFixtures.bytes(name));
    }
    // The name says nothing about the format.
    Path file = WordFixtures.write(folder.resolve("vectors.dat"), zipped.toByteArray());
    WordVectorEmbedder embedder =
        WordVectorEmbedder.gensim(file.toString()).withCacheFolder(cache());
    assertTrue(WordVectorEmbedder.recognizes(file));
    for (String text : List.of("the people of America", "Москва 北京", "2019")) {
      assertArrayEquals(embed(gensim(name), text), embed(embedder, text), 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fasttext", "supervised", "supervised_plain", "gensim_fasttext"})
  void known_and_unknown_words_get_the_vectors_that_fasttext_gives_them(String name) {
    WordVectorEmbedder embedder = gensim(name + ".bin");
    Iterator<Map.Entry<String, JsonNode>> words =
        WordFixtures.json("subword_vectors.json").get(name).fields();
    int compared = 0;
    while (words.hasNext()) {
      Map.Entry<String, JsonNode> word = words.next();
      assertArrayEquals(
          WordFixtures.floats(word.getValue()),
          embed(embedder, word.getKey()),
          NEAR,
          word.getKey());
      compared++;
    }
    assertTrue(compared >= 4);
  }

  @Test
  void the_model_and_the_text_file_of_fasttext_agree_on_known_words() {
    // The text file has five digits.
    assertArrayEquals(
        embed(gensim("fasttext.vec"), "the people of America"),
        embed(gensim("fasttext.bin"), "the people of America"),
        1e-4f);
  }

  @Test
  void words_are_found_in_running_text_of_any_case() {
    WordVectorEmbedder embedder =
        of("energy 1 0\nnew york 5 5\ndo 0 2\nn't 0 4\nu.s. 8 0\n### 9 9\n'S 0 8\nstate-of 3 3\n");
    assertArrayEquals(new float[] {1, 0}, embed(embedder, "(Energy!)"));
    assertArrayEquals(new float[] {0, 3}, embed(embedder, "DON\u2019T"));
    assertArrayEquals(new float[] {8, 0}, embed(embedder, "in the U.S."));
    assertArrayEquals(new float[] {9, 9}, embed(embedder, "in 123"));
    assertArrayEquals(new float[] {3, 3}, embed(embedder, "state-of"));
    assertArrayEquals(new float[] {1, 0}, embed(embedder, "energy-efficient"));
    assertArrayEquals(new float[] {0, 0}, embed(embedder, "nothing of it"));
    assertArrayEquals(new float[] {0, 0}, embed(embedder, ""));
  }

  @Test
  void a_word_may_hold_blanks_but_never_be_found_then() {
    assertArrayEquals(new float[] {1, 2}, embed(of(". . . 7 8\nat x@y.z 3 4\nthe 1 2\n"), "the"));
  }

  @Test
  void spellings_are_looked_up_as_asked() {
    WordVectorEmbedder embedder = of("Apple 1 0\napple 0 1\n");
    assertArrayEquals(new float[] {1, 0}, embed(embedder, "Apple"));
    assertArrayEquals(new float[] {0, 1}, embed(embedder, "APPLE"));
    assertArrayEquals(new float[] {0, 1}, embed(embedder.withForms(WordForms.LOWER_CASE), "Apple"));
    assertArrayEquals(new float[] {0, 0}, embed(embedder.withForms(WordForms.EXACT), "APPLE"));
  }

  @Test
  void the_first_of_equal_words_is_kept() {
    assertArrayEquals(new float[] {1, 2}, embed(of("a 1 2\nb 3 4\na 5 6\n"), "a"));
  }

  @Test
  void pooling_takes_mean_largest_or_smallest() {
    WordVectorEmbedder embedder = of("a 1 -2\nb -3 -4\n");
    assertArrayEquals(new float[] {-1, -3}, embed(embedder, "a b"));
    assertArrayEquals(new float[] {1, -2}, embed(embedder.withPooling(WordPooling.MAX), "a b zz"));
    assertArrayEquals(new float[] {-3, -4}, embed(embedder.withPooling(WordPooling.MIN), "a b zz"));
    WordVectorEmbedder flair = embedder.withUnknownAsZeros(true);
    assertArrayEquals(new float[] {1, 0}, embed(flair.withPooling(WordPooling.MAX), "a b zz"));
    assertArrayEquals(new float[] {-0.5f, -1.5f}, embed(flair, "a b zz zz"));
  }

  @Test
  void several_files_stand_side_by_side_and_a_missing_word_is_zeros_in_its_place() {
    Path first = WordFixtures.write(folder.resolve("first.txt"), "a 1 2\nb 3 4\n");
    Path second = WordFixtures.write(folder.resolve("second.txt"), "2 3\nb 5 6 7\nc 8 9 10\n");
    WordVectorEmbedder embedder =
        WordVectorEmbedder.flair(first.toString(), second.toString()).withCacheFolder(cache());
    assertEquals(5, embedder.dimension());
    assertEquals("first.txt+second.txt", embedder.name());
    assertArrayEquals(new float[] {1, 2, 0, 0, 0}, embed(embedder, "a"));
    assertArrayEquals(new float[] {3, 4, 5, 6, 7}, embed(embedder, "b"));
    assertArrayEquals(new float[] {0, 0, 8, 9, 10}, embed(embedder, "c"));
    assertArrayEquals(new float[] {1, 1.5f, 3.25f, 3.75f, 4.25f}, embed(embedder, "a b c !!"));
  }

  @Test
  void flair_pools_punctuation_that_has_a_vector() {
    Path file = WordFixtures.write(folder.resolve("p.txt"), "a 1 2\n, 3 4\n... 5 6\n! 7 8\n");
    WordVectorEmbedder embedder =
        WordVectorEmbedder.flair(file.toString()).withCacheFolder(cache());
    assertArrayEquals(new float[] {4, 5}, embed(embedder, "a, ... !!"));
  }

  @Test
  void a_text_has_the_same_vector_in_any_company() {
    WordVectorEmbedder embedder = gensim("glove_excerpt.txt.gz");
    List<String> texts = List.of("the people", "", "of america , and the world", "zzz");
    EmbeddedTexts together = embedder.embed(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(embed(embedder, texts.get(i)), together.vectors()[i], 0);
      assertFalse(together.truncated()[i]);
    }
    assertEquals(0, embedder.embed(List.of()).vectors().length);
  }

  @Test
  void books_control_characters_and_halves_of_surrogate_pairs_are_texts_too() {
    WordVectorEmbedder embedder = gensim("fasttext.bin");
    String odd = "\u0000\u0001the\ud83d \udc00 people\u0007\ufffe";
    String book = (odd + " and so on. ").repeat(200_000);
    for (WordVectorEmbedder each :
        List.of(embedder, embedder.withSplitting(WordSplitting.WORDS_AND_PUNCTUATION))) {
      for (String text : List.of(odd, book, "x".repeat(5_000_000), "\ud800".repeat(1000))) {
        for (float value : embed(each, text)) {
          assertTrue(Float.isFinite(value));
        }
      }
    }
  }

  @Test
  void is_saved_and_loaded_as_json() {
    WordVectorEmbedder embedder =
        WordVectorEmbedder.flair("a.txt", "b.bin")
            .withPooling(WordPooling.MAX)
            .withForms(WordForms.LOWER_CASE);
    String json = PartJson.encode(embedder, Embedder.class);
    assertEquals(embedder, PartJson.decode(json, Embedder.class));
  }

  @Test
  void the_fingerprint_is_of_the_content_and_what_changes_a_vector() {
    WordVectorEmbedder embedder = of("a 1 2\n");
    Path elsewhere = WordFixtures.write(folder.resolve("elsewhere.txt"), "a 1 2\n");
    String fingerprint = embedder.fingerprint();
    assertEquals(
        fingerprint,
        WordVectorEmbedder.of(elsewhere.toString())
            .withCacheFolder(folder.resolve("other").toString())
            .fingerprint());
    assertNotEquals(fingerprint, of("a 1 3\n").fingerprint());
    assertNotEquals(fingerprint, embedder.withPooling(WordPooling.MAX).fingerprint());
    assertNotEquals(fingerprint, embedder.withForms(WordForms.EXACT).fingerprint());
    assertNotEquals(fingerprint, embedder.withUnknownAsZeros(true).fingerprint());
    assertNotEquals(fingerprint, embedder.withSplitting(WordSplitting.WHITESPACE).fingerprint());
  }

  @Test
  void files_are_told_by_their_content() {
    for (String name : List.of("glove_excerpt.txt.gz", "word2vec.bin", "fasttext.bin")) {
      assertTrue(WordVectorEmbedder.recognizes(WordFixtures.copy(name, folder)), name);
    }
    assertFalse(WordVectorEmbedder.recognizes(WordFixtures.copy("gensim.kv", folder)));
    assertFalse(WordVectorEmbedder.recognizes(WordFixtures.copy("documents.json", folder)));
    assertFalse(WordVectorEmbedder.recognizes(folder));
    assertFalse(WordVectorEmbedder.recognizes(folder.resolve("absent")));
  }

  @Test
  void parameters_are_checked() {
    assertThrows(IllegalArgumentException.class, () -> WordVectorEmbedder.of());
    assertThrows(IllegalArgumentException.class, () -> WordVectorEmbedder.of(" "));
    assertThrows(NullPointerException.class, () -> WordVectorEmbedder.of("a").withPooling(null));
  }
}
