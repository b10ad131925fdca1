package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.embedding.words.WordFixtures.embed;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.io.DType;
import org.sparkbertopic.io.FileIdentity;
import org.sparkbertopic.testing.Threads;

class WordStoresTest {

  private static final long SEED = 7;

  @TempDir Path folder;

  private List<Path> files(String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private WordVectorEmbedder embedder(Path file) {
    return WordVectorEmbedder.gensim(file.toString()).withCacheFolder(folder.toString());
  }

  @Test
  void a_table_reads_the_same_in_one_piece_or_many() throws IOException {
    int dimension = 7;
    float[] values = new float[50 * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path file = Files.write(folder.resolve("table"), WordFixtures.littleEndian(values));
    float[] whole = new float[dimension];
    float[] pieced = new float[dimension];
    VectorTable one = VectorTable.map(file, 0, 50, dimension, DType.F32);
    for (int segmentBytes : new int[] {1, 28, 29, 100}) {
      VectorTable many = VectorTable.map(file, 0, 50, dimension, DType.F32, segmentBytes);
      for (int row = 0; row < 50; row++) {
        one.read(row, whole);
        many.read(row, pieced);
        assertEquals(row * dimension, whole[0]);
        assertArrayEquals(whole, pieced, 0);
      }
    }
    assertThrows(IOException.class, () -> VectorTable.map(file, 0, 51, dimension, DType.F32));
  }

  @Test
  void every_word_is_found_by_its_first_number_and_no_other_word() throws IOException {
    Path file = folder.resolve("store");
    Map<String, Integer> numbers = new HashMap<>();
    try (WordStoreWriter writer = new WordStoreWriter(file, 1)) {
      for (int i = 0; i < 30_000; i++) {
        // A third are words that were there before; the empty word is one.
        String word = Long.toString(CounterRandom.bits(SEED, i) & 0x7FFF, 36);
        word = i == 5 ? "" : word;
        numbers.putIfAbsent(word, i);
        writer.addWord(utf8(word), 0, utf8(word).length);
        writer.addVector(new float[] {i});
      }
      writer.finish(SubWords.NONE);
    }
    WordStore store = WordStore.openIfWhole(file);
    assertNotNull(store);
    assertEquals(30_000, store.words());
    float[] vector = new float[1];
    for (Map.Entry<String, Integer> word : numbers.entrySet()) {
      int found = store.find(utf8(word.getKey()), utf8(word.getKey()).length);
      assertEquals(word.getValue(), found);
      store.read(found, vector);
      assertEquals((float) word.getValue(), vector[0]);
      assertEquals(-1, store.find(utf8(word.getKey() + "?"), utf8(word.getKey()).length + 1));
    }
    assertEquals(1, files("store").size());
  }

  @Test
  void a_store_with_any_changed_or_missing_byte_is_not_opened() throws IOException {
    Path source = WordFixtures.copy("word2vec.bin", folder);
    embedder(source).dimension();
    byte[] whole = Files.readAllBytes(files(".words").get(0));
    assertNotNull(WordStore.openIfWhole(files(".words").get(0)));
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      // The first ones hit the header.
      int at =
          i < WordStore.VECTORS_OFFSET
              ? i
              : CounterRandom.bounded(CounterRandom.bits(SEED, i), damaged.length);
      damaged[at] ^= (byte) (1 + CounterRandom.bounded(CounterRandom.bits(SEED, i, 1), 255));
      assertNull(WordStore.openIfWhole(Files.write(folder.resolve("damaged" + i), damaged)));
      byte[] cut = Arrays.copyOf(whole, at);
      assertNull(WordStore.openIfWhole(Files.write(folder.resolve("cut" + i), cut)));
    }
  }

  @Test
  void a_file_is_converted_once_for_its_content_and_again_if_the_store_is_damaged()
      throws IOException {
    Path first = WordFixtures.write(folder.resolve("first.txt"), "a 1 2\nb 3 4\n");
    assertArrayEquals(new float[] {1, 2}, embed(embedder(first), "a"));
    Path store = files(".words").get(0);
    FileTime longAgo = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(store, longAgo);
    Path second = WordFixtures.write(folder.resolve("second.txt"), "a 1 2\nb 3 4\n");
    assertArrayEquals(new float[] {3, 4}, embed(embedder(second), "b"));
    assertEquals(List.of(store), files(".words"));
    assertEquals(longAgo, Files.getLastModifiedTime(store));
    byte[] damaged = Files.readAllBytes(store);
    damaged[WordStore.VECTORS_OFFSET + 1] ^= 1;
    Files.delete(store);
    Files.write(store, damaged);
    Path third = WordFixtures.write(folder.resolve("third.txt"), "a 1 2\nb 3 4\n");
    assertArrayEquals(new float[] {1, 2}, embed(embedder(third), "a"));
    assertEquals(List.of(), files(".tmp"));
  }

  @Test
  void what_a_killed_jvm_left_is_removed() throws IOException {
    Path file = WordFixtures.write(folder.resolve("w.txt"), "a 1 2\n");
    String hash = FileIdentity.contentHash(file);
    Path leftover = Files.writeString(folder.resolve(hash + "-123.tmp"), "half");
    Path words = Files.writeString(folder.resolve(hash + "-123.tmp.words"), "half");
    embedder(file).dimension();
    assertFalse(Files.exists(leftover));
    assertFalse(Files.exists(words));
  }

  @Test
  void a_note_spares_the_hashing_of_a_file_that_is_no_longer_written_to() throws IOException {
    Path file = WordFixtures.write(folder.resolve("w.txt"), "a 1 2\n");
    embedder(file).dimension();
    assertEquals(List.of(), files(".source"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    String fingerprint = embedder(file).fingerprint();
    assertEquals(1, files(".source").size());
    assertTrue(fingerprint.endsWith(Files.readString(files(".source").get(0))));
  }

  @Test
  void threads_and_other_jvms_that_need_a_file_at_once_get_the_same_store() throws Exception {
    Path source = WordFixtures.copy("fasttext.bin", folder);
    List<Process> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  OtherJvm.class.getName(),
                  source.toString(),
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(new File(folder.toFile(), "other" + i))
              .start());
    }
    float[] expected = embed(embedder(source), "the people");
    try (Workers workers = Workers.of(4)) {
      workers.forEachRange(
          8,
          1,
          (from, to) -> {
            Path copy =
                WordFixtures.write(
                    folder.resolve("copy" + from), WordFixtures.bytes("fasttext.bin"));
            assertArrayEquals(expected, embed(embedder(copy), "the people"), 0);
          });
    }
    for (int i = 0; i < 2; i++) {
      assertTrue(others.get(i).waitFor(2, TimeUnit.MINUTES));
      String output = Files.readString(folder.resolve("other" + i));
      assertEquals(Arrays.toString(expected), output.strip());
    }
    assertEquals(1, files(".words").size());
    assertEquals(List.of(), files(".tmp"));
  }

  /** Prints the vector of a text. */
  static final class OtherJvm {
    private OtherJvm() {}

    public static void main(String[] args) {
      float[] vector =
          embed(WordVectorEmbedder.gensim(args[0]).withCacheFolder(args[1]), "the people");
      System.out.println(Arrays.toString(vector));
    }
  }

  @Test
  void a_cache_folder_that_cannot_be_used_is_named() throws IOException {
    Path file = WordFixtures.write(folder.resolve("w.txt"), "a 1 2\n");
    WordVectorEmbedder embedder =
        WordVectorEmbedder.of(file.toString()).withCacheFolder(file.toString());
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> embed(embedder, "a"));
    assertTrue(e.getMessage().contains("cacheFolder"), e.getMessage());
    assertTrue(e.getMessage().contains(CacheFolder.VARIABLE), e.getMessage());
  }

  @Test
  void numbers_are_read_as_javas_own_parser_reads_them() {
    String[] odd = {
      "0",
      "-0",
      "1",
      "+1",
      ".5",
      "5.",
      "-1e-7",
      "1E5",
      "123456789012345",
      "1234567890123456",
      "0.000000000000000000000000000001",
      "3.4028235e38",
      "1e-45",
      "9007199254740993",
      "1e22",
      "1e23"
    };
    for (String text : odd) {
      assertEquals(
          Double.parseDouble(text), DecimalNumber.parse(utf8(text), 0, text.length()), 0, text);
    }
    for (int i = 0; i < 20_000; i++) {
      double value = CounterRandom.unit(CounterRandom.bits(SEED, i)) * 4 - 2;
      String text =
          i % 2 == 0 ? Float.toString((float) value) : String.format(Locale.ROOT, "%.5g", value);
      assertEquals(
          Double.parseDouble(text), DecimalNumber.parse(utf8(text), 0, text.length()), 0, text);
    }
    for (String text :
        List.of(
            "", "-", ".", "1e", "e5", "1e+", "nan", "inf", "1d", "0x1p3", "1 2", "--1", "1.2.3")) {
      assertTrue(Double.isNaN(DecimalNumber.parse(utf8(text), 0, text.length())), text);
    }
  }

  @Test
  void threads_that_open_a_file_at_once_share_one_store_that_was_converted_once() throws Exception {
    Path source = WordFixtures.copy("word2vec.bin", folder);
    Path cache = Files.createDirectory(folder.resolve("cache"));
    WordStore[] stores = new WordStore[8];
    Threads.run(
        "open",
        stores.length,
        thread -> stores[thread] = WordStores.shared(source, cache.toString()));
    for (WordStore store : stores) {
      assertSame(stores[0], store);
    }
    try (Stream<Path> files = Files.list(cache)) {
      assertEquals(
          List.of(), files.map(Path::toString).filter(name -> name.endsWith(".tmp")).toList());
    }
  }
}
