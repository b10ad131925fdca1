package org.sparkbertopic.job.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.FileUpload;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.http.Secret;
import org.sparkbertopic.job.tracking.TrackingServer.Answer;

/** Artifacts arrive by HTTP or in the store itself. */
class ArtifactStoreTest {

  @TempDir Path folder;

  private org.apache.hadoop.fs.Path model;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("model/deep"));
    Files.writeString(folder.resolve("model/one.json"), "1");
    Files.writeString(folder.resolve("model/deep/größe 2.json"), "zwei");
    Files.writeString(folder.resolve("model/empty"), "");
    model = new org.apache.hadoop.fs.Path(folder.resolve("model").toUri());
  }

  private static ArtifactStore store(TrackingServer server, String location) throws IOException {
    FileUpload upload =
        new FileUpload(
            Secret.of("a test", "s3cret"),
            "Bearer ",
            Duration.ofSeconds(20),
            new Retries(Backoff.create().withAttempts(3), duration -> {}));
    return new ArtifactStore(
        server.address(), location, upload, FileSystem.getLocal(new Configuration()).getRaw());
  }

  @Test
  void a_folder_goes_to_the_server_with_all_that_is_in_it() throws Exception {
    try (TrackingServer server = new TrackingServer(request -> new Answer(200, "{}"))) {
      store(server, "mlflow-artifacts:/1/run/artifacts").add(model, "model");
      String api = "/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts/model/";
      assertEquals(
          Map.of(
              api + "one.json", "1",
              api + "deep/gr%C3%B6%C3%9Fe%202.json", "zwei",
              api + "empty", ""),
          server.files().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      file -> URI.create(file.getKey()).toASCIIString(), Map.Entry::getValue)));
      assertTrue(
          server.requests().stream()
              .allMatch(request -> request.authorization().equals("Bearer s3cret")));
    }
  }

  @Test
  void a_location_names_its_own_host() throws Exception {
    try (TrackingServer tracking = new TrackingServer(request -> new Answer(500, ""));
        TrackingServer artifacts = new TrackingServer(request -> new Answer(200, ""))) {
      String host = artifacts.address().getAuthority();
      store(tracking, "mlflow-artifacts://" + host + "/1/run").add(model, "model");
      assertEquals(3, artifacts.files().size());
    }
  }

  @Test
  void a_file_is_sent_again_if_the_server_fails_for_a_moment() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (TrackingServer server =
        new TrackingServer(
            request -> new Answer(asked.incrementAndGet() % 3 == 0 ? 200 : 503, "busy"))) {
      store(server, "mlflow-artifacts:/1").add(model, "model");
      assertEquals(9, server.requests().size());
      assertTrue(server.files().containsValue("zwei"));
    }
  }

  @Test
  void it_gives_up_after_three_attempts() throws Exception {
    try (TrackingServer server = new TrackingServer(request -> new Answer(503, "busy"))) {
      ArtifactStore store = store(server, "mlflow-artifacts:/1");
      assertThrows(IOException.class, () -> store.add(model, "model"));
      assertEquals(3, server.requests().size());
    }
  }

  @Test
  void a_refusal_does_not_show_the_token() throws Exception {
    try (TrackingServer server =
        new TrackingServer(request -> new Answer(403, "not with " + request.authorization()))) {
      ArtifactStore store = store(server, "mlflow-artifacts:/1");
      RefusedException refused =
          assertThrows(RefusedException.class, () -> store.add(model, "model"));
      assertTrue(refused.getMessage().contains("status 403: not with Bearer ***"));
      assertFalse(refused.getMessage().contains("s3cret"));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void a_folder_that_both_can_write_gets_copies() throws Exception {
    try (TrackingServer server = new TrackingServer(request -> new Answer(500, ""))) {
      Path store = folder.resolve("a store");
      store(server, "file://" + store.toString()).add(model, "model");
      assertEquals("zwei", Files.readString(store.resolve("model/deep/größe 2.json")));
      store(server, store.toString()).add(model, "again");
      assertEquals("1", Files.readString(store.resolve("again/one.json")));
      assertEquals(0, server.requests().size());
    }
  }
}
