package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.testing.FileServerOfTests;

/** Word vectors by the names of Gensim and Flair, from a server that answers as GitHub does. */
class GensimDataTest {

  private static final String GLOVE = "glove-wiki-gigaword-100";
  private static final String GOOGLE = "word2vec-google-news-300";

  @TempDir Path folder;
  private FileServerOfTests server;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private byte[] vectors;

  @BeforeEach
  void start() throws IOException {
    server = new FileServerOfTests();
    vectors = zipped("3 2\ncat 1 0\ndog 0.8 0.2\ntax 0 1\n");
    byte[] first = Arrays.copyOf(vectors, 20);
    byte[] second = Arrays.copyOfRange(vectors, 20, vectors.length);
    server.files.put("/releases/" + GLOVE + "/" + GLOVE + ".gz", vectors);
    server.files.put("/releases/" + GOOGLE + "/" + GOOGLE + ".gz_00", first);
    server.files.put("/releases/" + GOOGLE + "/" + GOOGLE + ".gz_01", second);
    server.files.put(
        "/list.json",
        String.format(
                "{\"corpora\": {}, \"models\": {\"%s\": {\"file_size\": %d, \"checksum\": \"%s\","
                    + " \"parts\": 1}, \"%s\": {\"checksum-0\": \"%s\", \"checksum-1\": \"%s\","
                    + " \"parts\": 2}}}",
                GLOVE,
                vectors.length,
                DigestUtils.md5Hex(vectors),
                GOOGLE,
                DigestUtils.md5Hex(first),
                DigestUtils.md5Hex(second))
            .getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private GensimData data() {
    return new GensimData(
        folder,
        server.address("/list.json"),
        server.address("/releases"),
        new Retries(Backoff.create().withFirstWaitMillis(1).withAttempts(3), millis -> {}),
        new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @Test
  void a_model_is_fetched_once_to_where_gensim_looks_and_is_a_file_of_word_vectors()
      throws IOException {
    Path file = data().file(GLOVE);
    assertEquals(folder.resolve(GLOVE).resolve(GLOVE + ".gz"), file);
    assertArrayEquals(vectors, Files.readAllBytes(file));
    assertTrue(log.toString(StandardCharsets.UTF_8).contains(GLOVE + " is at " + file));
    WordVectorEmbedder embedder =
        WordVectorEmbedder.of(file.toString()).withCacheFolder(folder.resolve("c").toString());
    assertArrayEquals(new float[] {1, 0}, embedder.embed(List.of("cat")).vectors()[0]);
    int requests = server.seen.size();
    assertEquals(file, data().file(GLOVE));
    assertEquals(file, data().file("glove"), "Flair's name of the same vectors");
    assertEquals(requests, server.seen.size());
  }

  @Test
  void a_model_in_parts_is_joined() throws IOException {
    assertArrayEquals(vectors, Files.readAllBytes(data().file(GOOGLE)));
    try (var left = Files.list(folder)) {
      assertFalse(left.anyMatch(path -> path.toString().endsWith(".part")));
    }
  }

  @Test
  void a_download_that_is_cut_off_goes_on_where_it_ended() throws IOException {
    server.cuts.set(2);
    server.files.put("/list.json", server.files.get("/list.json"));
    assertArrayEquals(vectors, Files.readAllBytes(data().file(GLOVE)));
    assertTrue(
        server.seen.stream().anyMatch(request -> request.contains(".gz bytes=")),
        server.seen.toString());
  }

  @Test
  void what_does_not_hash_as_the_list_says_never_gets_its_name() {
    byte[] other = vectors.clone();
    other[other.length / 2] ^= 1;
    server.files.put("/releases/" + GLOVE + "/" + GLOVE + ".gz", other);
    String message =
        assertThrows(IllegalArgumentException.class, () -> data().file(GLOVE)).getMessage();
    assertTrue(message.contains("arrived damaged twice"), message);
    assertFalse(Files.exists(folder.resolve(GLOVE)));
  }

  @Test
  void without_a_network_one_sentence_says_what_goes_where() {
    server.close();
    String message =
        assertThrows(IllegalStateException.class, () -> data().file(GLOVE)).getMessage();
    assertTrue(message.contains("are not at " + folder.resolve(GLOVE)), message);
    assertTrue(message.contains("put " + GLOVE + ".gz there"), message);
    assertTrue(message.contains("GENSIM_DATA_DIR"), message);
  }

  @Test
  void what_only_flair_publishes_is_a_pickle_and_the_error_says_where_to_get_it_instead() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> data().file("crawl")).getMessage();
    assertTrue(message.contains("crawl-300d-2M.vec"), message);
    assertTrue(GensimData.recognizes("crawl"));
    assertFalse(GensimData.recognizes("all-mpnet-base-v2"));
  }
}
