package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.sparkbertopic.embedding.words.WordFixtures.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.spacy.SpacyEmbedder;

/**
 * Files that are cut short, changed or something else: an error that names them, or right vectors.
 */
class DamagedFilesTest {

  private static final long SEED = 20261121;
  private static final String TEXT = "the people of America, caf\u00e9teria";

  @TempDir Path folder;

  private WordVectorEmbedder embedder(Path file) {
    return WordVectorEmbedder.of(file.toString())
        .withCacheFolder(folder.resolve("cache").toString());
  }

  private String refusal(Path file) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> embed(embedder(file), TEXT));
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    return e.getMessage();
  }

  private String refusalOf(String content) {
    return refusal(WordFixtures.write(folder.resolve("w" + content.hashCode()), content));
  }

  /** Changes one to eight bytes, as the number of the trial says. */
  private static byte[] changed(byte[] content, int trial) {
    byte[] changed = content.clone();
    for (int i = 0; i <= trial % 8; i++) {
      long bits = CounterRandom.bits(SEED, trial, i);
      // Half of the changes in the first bytes, where sizes are.
      int range = i % 2 == 0 ? Math.min(100, changed.length) : changed.length;
      int at = CounterRandom.bounded(bits, range);
      changed[at] = (byte) bits;
    }
    return changed;
  }

  private static byte[] cut(byte[] content, int trial) {
    return Arrays.copyOf(
        content, CounterRandom.bounded(CounterRandom.bits(SEED, trial, 99), content.length));
  }

  /** Either an error for the person who gave the file, or vectors that are none of a wreck. */
  private static boolean opens(Embedder embedder, Path damaged) {
    try {
      float[] vector = embed(embedder, TEXT);
      assertEquals(embedder.dimension(), vector.length);
      for (float value : vector) {
        assertTrue(Float.isFinite(value), () -> damaged + " gave " + Arrays.toString(vector));
      }
      return true;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      if (!e.getMessage().contains(damaged.toString())) {
        fail("the file is not named: " + e.getMessage(), e);
      }
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "glove_excerpt.txt.gz, true",
    "word2vec.txt, true",
    "word2vec.bin, true",
    "fasttext.vec, true",
    "fasttext.bin, true",
    "gensim_fasttext.bin, true",
    "supervised.bin, true",
    "quantized.ftz, false",
    "gensim.kv, false"
  })
  void word_vectors_with_changed_bytes_never_end_in_anything_but_an_error_or_vectors(
      String name, boolean usable) {
    byte[] content = WordFixtures.bytes(name);
    assertEquals(usable, opens(embedder(WordFixtures.copy(name, folder)), folder.resolve(name)));
    for (int trial = 0; trial < 60; trial++) {
      Path file = WordFixtures.write(folder.resolve(trial + name), changed(content, trial));
      opens(embedder(file), file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "glove_excerpt.txt.gz",
        "word2vec.txt",
        "word2vec.bin",
        "fasttext.vec",
        "fasttext.bin",
        "gensim_fasttext.bin",
        "supervised_plain.bin"
      })
  void word_vectors_cut_short_are_refused_wherever_they_are_cut(String name) {
    byte[] content = WordFixtures.bytes(name);
    for (int trial = 0; trial < 40; trial++) {
      byte[] cut =
          trial < 12 ? Arrays.copyOf(content, content.length - 1 - trial) : cut(content, trial);
      refusal(WordFixtures.write(folder.resolve(trial + name), cut));
    }
  }

  @Test
  void a_line_of_another_length_is_named() {
    assertTrue(refusalOf("a 1 2 3\nb 1 2\nc 1 2 3\n").contains("line 2 (\"b\") has 2 numbers"));
    assertTrue(refusalOf("a 1 2 3\nb 1 2 3 4\n").contains("line 2 (\"b 1\") has 4 numbers"));
    assertTrue(refusalOf("2 3\na 1 2 3\nb 1 2\n").contains("line 3 (\"b\") has 2 numbers"));
    assertTrue(refusalOf("a 1 2 3\nb 1 x 3\n").contains("line 2 (\"b 1 x\") has 1 numbers"));
    assertTrue(refusalOf("2 3\na 1 2\nb 1 2 3\n").contains("line 2"));
  }

  @Test
  void a_number_that_is_not_finite_is_named() {
    for (String number : List.of("nan", "NaN", "inf", "-inf", "1e39", "Infinity")) {
      String message = refusalOf("a 1 2\nb " + number + " 2\n");
      assertTrue(message.contains("line 2") && message.contains(number), message);
    }
    byte[] binary = WordFixtures.bytes("word2vec.bin");
    int start = new String(binary, StandardCharsets.ISO_8859_1).indexOf(' ', 10) + 1;
    ByteBuffer.wrap(binary).order(ByteOrder.LITTLE_ENDIAN).putFloat(start, Float.NaN);
    String message = refusal(WordFixtures.write(folder.resolve("nan.bin"), binary));
    assertTrue(message.contains("vector 1 of "), message);
  }

  @Test
  void a_first_line_that_promises_too_much_or_too_little_takes_no_memory() {
    assertTrue(refusalOf("999999999999 300\na 1 2\n").contains("999999999999"));
    assertTrue(refusalOf("5 99999999\na 1 2\n").contains("99999999"));
    assertTrue(refusalOf("0 2\n").contains("promises 0"));
    assertTrue(refusalOf("3 2\na 1 2\nb 3 4\n").contains("promises 3 words and 2 follow"));
    assertTrue(refusalOf("1 2\na 1 2\nb 3 4\n").contains("promises 1 words and 2 follow"));
    refusalOf("4000000000 65536\n\u0001\u0002\u0003\u0004");
    ByteBuffer fastText =
        ByteBuffer.wrap(WordFixtures.bytes("fasttext.bin")).order(ByteOrder.LITTLE_ENDIAN);
    // Dimension, buckets, words.
    for (int at : new int[] {8, 40, 64, 68}) {
      ByteBuffer huge = ByteBuffer.wrap(fastText.array().clone()).order(ByteOrder.LITTLE_ENDIAN);
      huge.putInt(at, Integer.MAX_VALUE);
      refusal(WordFixtures.write(folder.resolve("huge" + at), huge.array()));
    }
  }

  @Test
  void files_of_other_kinds_are_refused_with_what_to_do() throws IOException {
    assertTrue(refusal(WordFixtures.copy("gensim.kv", folder)).contains("save_word2vec_format"));
    assertTrue(refusal(WordFixtures.copy("quantized.ftz", folder)).contains("quantized"));
    assertTrue(refusalOf("PK\u0003\u0004 data.pkl").contains("unzip"));
    assertTrue(refusalOf("").contains("empty"));
    assertTrue(refusalOf("\n").contains("first line"));
    assertTrue(refusalOf("{\"a\": [1, 2]}\n").contains("word2vec, GloVe or fastText"));
    assertTrue(refusalOf("10 3 2 3 2 2166136261 < >\n0 1 2 3\n").contains("spacy init vectors"));
    assertTrue(refusalOf("the 1 2\nof 3 4").contains("line feed"));
    Path matrix =
        WordFixtures.write(folder.resolve("m.npy"), WordFixtures.bytes("spacy/en/vocab/vectors"));
    assertTrue(refusal(matrix).contains("without its words"));
    assertTrue(refusal(folder).contains("no file"));
    assertTrue(refusal(folder.resolve("absent.txt")).contains("not there"));
    Path endless = folder.resolve("endless");
    Files.write(endless, new byte[5 << 20]);
    refusal(endless);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer", "vocab/vectors", "vocab/key2row", "vocab/vectors.cfg"})
  void a_spacy_pipeline_with_a_damaged_file_ends_in_an_error_or_vectors(String name) {
    for (int trial = 0; trial < 60; trial++) {
      Path pipeline = folder.resolve("pipeline" + trial);
      for (String file :
          List.of(
              "meta.json", "tokenizer", "vocab/vectors", "vocab/key2row", "vocab/vectors.cfg")) {
        byte[] content =
            WordFixtures.bytes(
                file.equals("tokenizer")
                    ? "spacy/en/tokenizer"
                    : "spacy/" + (trial % 2 == 0 ? "en/" : "floret/") + file);
        WordFixtures.write(
            pipeline.resolve(file),
            !file.equals(name)
                ? content
                : trial < 40 ? changed(content, trial) : cut(content, trial));
      }
      boolean opened = opens(SpacyEmbedder.of(pipeline.toString()), pipeline);
      assertTrue(!opened || trial < 40 || trial % 2 == 1 || name.endsWith("cfg"), "trial " + trial);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "tokenizer.json", "config.json"})
  void a_static_model_with_a_damaged_file_ends_in_an_error_or_vectors(String name) {
    byte[] header =
        ("{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[6,2],\"data_offsets\":[0,48]},"
                + "\"weights\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[48,72]},"
                + "\"mapping\":{\"dtype\":\"I64\",\"shape\":[6],\"data_offsets\":[72,120]}}")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tensors =
        ByteBuffer.allocate(8 + header.length + 120)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array();
    String tokenizer =
        "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],"
            + "\"normalizer\":null,\"pre_tokenizer\":{\"type\":\"Whitespace\"},"
            + "\"post_processor\":null,\"decoder\":null,\"model\":{\"type\":\"WordLevel\","
            + "\"vocab\":{\"[UNK]\":0,\"the\":1,\"people\":2,\"of\":3,\"America\":4,\",\":5},"
            + "\"unk_token\":\"[UNK]\"}}";
    List<byte[]> contents =
        List.of(
            tensors,
            tokenizer.getBytes(StandardCharsets.UTF_8),
            "{\"normalize\": true}".getBytes(StandardCharsets.UTF_8));
    List<String> names = List.of("model.safetensors", "tokenizer.json", "config.json");
    for (int trial = -1; trial < 150; trial++) {
      Path model = folder.resolve("model" + trial);
      for (int i = 0; i < names.size(); i++) {
        byte[] content = contents.get(i);
        boolean damage = trial >= 0 && names.get(i).equals(name);
        WordFixtures.write(
            model.resolve(names.get(i)),
            !damage ? content : trial < 100 ? changed(content, trial) : cut(content, trial));
      }
      boolean opened = opens(StaticEmbedder.of(model.toString()), model);
      assertTrue(opened || trial >= 0);
      assertTrue(!opened || trial < 100 || name.equals("config.json"), "trial " + trial);
    }
  }
}
