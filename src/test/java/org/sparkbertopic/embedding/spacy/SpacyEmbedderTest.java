package org.sparkbertopic.embedding.spacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.embedding.words.WordFixtures.embed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.words.WordFixtures;
import org.sparkbertopic.params.PartJson;

class SpacyEmbedderTest {

  private static final float NEAR = 1e-6f;

  @TempDir Path folder;

  /** The folder that spaCy wrote. */
  private Path pipeline(String name) {
    Path root = folder.resolve(name);
    for (String file :
        List.of("meta.json", "vocab/vectors", "vocab/vectors.cfg", "vocab/key2row")) {
      WordFixtures.write(root.resolve(file), WordFixtures.bytes("spacy/" + name + "/" + file));
    }
    WordFixtures.write(root.resolve("tokenizer"), WordFixtures.bytes("spacy/en/tokenizer"));
    return root;
  }

  private static List<String> tokens(SpacyTokenizer tokenizer, String text) {
    TokenSpans spans = new TokenSpans();
    tokenizer.tokenize(text, spans);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      tokens.add(text.substring(spans.start(i), spans.end(i)));
    }
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void texts_are_split_as_spacy_splits_them(String language) throws IOException {
    String name = language.equals("en") ? "spacy/en/tokenizer" : "spacy/tokenizer_de";
    Path file = WordFixtures.write(folder.resolve("tokenizer"), WordFixtures.bytes(name));
    SpacyTokenizer tokenizer = new SpacyTokenizer(SpacyRules.read(file));
    JsonNode texts = WordFixtures.json("spacy/expected.json").get(language);
    assertTrue(texts.size() > 20);
    for (JsonNode text : texts) {
      List<String> expected = new ArrayList<>();
      text.get("tokens").forEach(token -> expected.add(token.textValue()));
      assertEquals(expected, tokens(tokenizer, text.get("text").textValue()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "floret"})
  void documents_get_the_vectors_that_spacy_gives_them(String name) {
    SpacyEmbedder embedder = SpacyEmbedder.of(pipeline(name).toString());
    for (JsonNode text : WordFixtures.json("spacy/expected.json").get(name)) {
      assertArrayEquals(
          WordFixtures.floats(text.get("vector")),
          embed(embedder, text.get("text").textValue()),
          NEAR,
          text.get("text").textValue());
    }
  }

  @Test
  void strings_have_the_numbers_that_spacys_documentation_gives() {
    byte[] scratch = new byte[64];
    assertEquals(3197928453018144401L, SpacyStrings.id("coffee", scratch));
    assertEquals(8566208034543834098L, SpacyStrings.id("apple", scratch));
    assertEquals(
        Long.parseUnsignedLong("11841826740069053588"), SpacyStrings.id("\ud83d\udc99", scratch));
    assertEquals(65, SpacyStrings.id("ORTH", scratch));
  }

  @Test
  void floret_finds_rows_as_spacys_own_tests_say() {
    // Of "<der>", "<d" and "er>" with the seed 2166136261 and two hashes in ten rows.
    int[][] expected = {{5, 6}, {7, 5}, {0, 2}};
    String[] ngrams = {"<der>", "<d", "er>"};
    for (int i = 0; i < ngrams.length; i++) {
      byte[] utf8 = ngrams[i].getBytes(StandardCharsets.UTF_8);
      long hash = MurmurHash3.hash128x64(utf8, 0, utf8.length, (int) 2166136261L)[0];
      assertEquals(expected[i][0], (hash & 0xFFFFFFFFL) % 10);
      assertEquals(expected[i][1], (hash >>> 32) % 10);
    }
  }

  @Test
  void floret_vectors_of_lower_case_are_of_the_lower_case_token() throws IOException {
    Path exact = pipeline("floret");
    Path lower = folder.resolve("lower");
    for (String file : List.of("meta.json", "tokenizer", "vocab/vectors", "vocab/key2row")) {
      WordFixtures.write(lower.resolve(file), Files.readAllBytes(exact.resolve(file)));
    }
    WordFixtures.write(
        lower.resolve("vocab/vectors.cfg"),
        Files.readString(exact.resolve("vocab/vectors.cfg"))
            .replace("\"minn\"", "\"attr\":66,\"minn\""));
    assertArrayEquals(
        embed(SpacyEmbedder.of(exact.toString()), "peace and war"),
        embed(SpacyEmbedder.of(lower.toString()), "Peace AND war"),
        0);
  }

  @Test
  void an_installed_package_has_the_pipeline_within() throws IOException {
    Path pipeline = pipeline("en");
    Path installed = folder.resolve("package");
    Files.createDirectories(installed);
    Files.copy(pipeline.resolve("meta.json"), installed.resolve("meta.json"));
    Files.move(pipeline, installed.resolve("en_glove_excerpt-1.0.0"));
    assertTrue(SpacyEmbedder.recognizes(installed));
    SpacyEmbedder embedder = SpacyEmbedder.of(installed.toString());
    assertEquals("en_glove_excerpt", embedder.name());
    assertEquals(24, embedder.dimension());
  }

  @Test
  void long_and_odd_texts_are_texts_too() {
    SpacyEmbedder embedder = SpacyEmbedder.of(pipeline("en").toString());
    SpacyEmbedder floret = SpacyEmbedder.of(pipeline("floret").toString());
    for (String text :
        List.of(
            "the\u0000\ud800 \udc00people\u0007\ufffe",
            "We can't go on. ".repeat(300_000),
            "x".repeat(5_000_000),
            "a.".repeat(500),
            "(((".repeat(300),
            ":".repeat(1000))) {
      for (SpacyEmbedder each : List.of(embedder, floret)) {
        for (float value : embed(each, text)) {
          assertTrue(Float.isFinite(value));
        }
      }
    }
  }

  @Test
  void the_fingerprint_is_of_the_files_that_make_the_vectors() throws IOException {
    Path pipeline = pipeline("en");
    SpacyEmbedder embedder = SpacyEmbedder.of(pipeline.toString());
    String fingerprint = embedder.fingerprint();
    Files.writeString(pipeline.resolve("config.cfg"), "other");
    assertEquals(fingerprint, embedder.fingerprint());
    assertNotEquals(fingerprint, SpacyEmbedder.of(pipeline("floret").toString()).fingerprint());
    assertEquals(
        embedder, PartJson.decode(PartJson.encode(embedder, Embedder.class), Embedder.class));
  }

  @Test
  void pipelines_that_cannot_be_used_are_refused_with_what_to_do() throws IOException {
    assertFalse(SpacyEmbedder.recognizes(folder));
    IllegalArgumentException absent =
        assertThrows(
            IllegalArgumentException.class,
            () -> SpacyEmbedder.of(folder.resolve("absent").toString()).dimension());
    assertTrue(absent.getMessage().contains("en_core_web_md"), absent.getMessage());
    Path small = pipeline("en");
    Files.delete(small.resolve("vocab/vectors"));
    IllegalArgumentException without =
        assertThrows(
            IllegalArgumentException.class, () -> SpacyEmbedder.of(small.toString()).dimension());
    assertTrue(without.getMessage().contains("_md"), without.getMessage());
    Path chinese = pipeline("floret");
    Files.delete(chinese.resolve("tokenizer"));
    Files.createDirectory(chinese.resolve("tokenizer"));
    IllegalArgumentException program =
        assertThrows(
            IllegalArgumentException.class, () -> SpacyEmbedder.of(chinese.toString()).dimension());
    assertTrue(program.getMessage().contains("Chinese"), program.getMessage());
  }
}
