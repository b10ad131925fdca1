package org.sparkbertopic.embedding.tensorflow;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.testing.FileServerOfTests;

/** Models by handle, from a server that answers as TF Hub does. */
class TfHubTest {

  private static final String PATH = "/google/universal-sentence-encoder/4";

  @TempDir Path cache;
  private FileServerOfTests server;
  private String handle;

  @BeforeEach
  void start() throws IOException {
    server = new FileServerOfTests();
    handle = server.address(PATH).toString();
    server.files.put(
        PATH, archive(Map.of("./saved_model.pb", "graph", "./variables/variables.index", "i")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TfHub hub() {
    return new TfHub(
        cache,
        new Retries(Backoff.create().withFirstWaitMillis(1).withAttempts(2), millis -> {}),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }

  private static byte[] archive(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void a_model_is_fetched_once_to_where_tensorflow_hub_looks() throws IOException {
    Path folder = hub().folder(handle);
    assertEquals(cache.resolve(DigestUtils.sha1Hex(handle)), folder);
    assertEquals("graph", Files.readString(folder.resolve("saved_model.pb")));
    assertTrue(Files.exists(folder.resolve("variables").resolve("variables.index")));
    assertTrue(server.seen.get(0).endsWith("?tf-hub-format=compressed"), server.seen.toString());
    int requests = server.seen.size();
    assertEquals(folder, hub().folder(handle));
    assertEquals(requests, server.seen.size());
  }

  @Test
  void a_model_that_python_has_unpacked_needs_no_request() throws IOException {
    Path folder = Files.createDirectories(cache.resolve(DigestUtils.sha1Hex(handle)));
    Files.writeString(folder.resolve("saved_model.pb"), "graph");
    assertEquals(folder, hub().folder(handle));
    assertTrue(server.seen.isEmpty());
  }

  @Test
  void what_is_no_archive_of_a_model_never_gets_into_the_cache() throws IOException {
    server.files.put(PATH, "<html>a proxy's page</html>".getBytes(StandardCharsets.UTF_8));
    refused("is no tar.gz");
    server.files.put(PATH, archive(Map.of("../../outside", "x", "saved_model.pb", "graph")));
    refused("leads out of its folder");
    assertFalse(Files.exists(cache.resolve("../../outside").normalize()));
    server.files.put(PATH, archive(Map.of("tfhub_module.pb", "of TensorFlow 1")));
    refused("has no saved_model.pb");
    server.files.remove(PATH);
    refused("status 404");
  }

  private void refused(String part) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> hub().folder(handle)).getMessage();
    assertTrue(message.contains(part), message);
    assertFalse(Files.exists(cache.resolve(DigestUtils.sha1Hex(handle))));
  }

  @Test
  void without_a_network_one_sentence_says_what_goes_where() {
    server.close();
    String message =
        assertThrows(IllegalStateException.class, () -> hub().folder(handle)).getMessage();
    assertTrue(message.contains("unpack its tar.gz there"), message);
    assertTrue(message.contains("TFHUB_CACHE_DIR"), message);
  }
}
