package org.sparkbertopic.job.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.tracking.TrackingServer.Answer;

/** What a run tells a tracking server, and what becomes of the run if the server fails. */
class RunTrackingTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Console console = new Console(new PrintStream(said, true, StandardCharsets.UTF_8));

  private static JobConfig config(String uri, String... more) {
    Map<String, String> keys = new HashMap<>(Map.of("tracking.mlflow.uri", uri));
    for (int i = 0; i < more.length; i += 2) {
      keys.put("tracking.mlflow." + more[i], more[i + 1]);
    }
    return JobConfig.load("fit", null, keys);
  }

  /** A run that writes two artifacts and a model. */
  private RunRecord run(JobConfig config) throws IOException {
    RunDirectory directory = RunDirectory.at(folder.toString(), new Configuration());
    RunRecord record = RunRecord.begun("fit");
    record.configuration = JSON.readTree(config.toJson());
    record.documents = 50;
    RunTracking.of(config, console)
        .during(
            directory,
            record,
            () -> {
              directory.write(RunDirectory.TOPICS_FILE, bytes("topics"));
              directory.write(RunDirectory.REPORT_FILE, bytes("report"));
              model();
              directory.record().finish(record);
            });
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void model() {
    try {
      Files.createDirectories(folder.resolve("model/versions"));
      Files.writeString(folder.resolve("model/versions/a b.json"), "part");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode recorded() throws IOException {
    return JSON.readTree(folder.resolve("run.json").toFile());
  }

  @Test
  void a_run_without_a_server_tells_nobody() throws IOException {
    RunRecord record = run(config(""));
    assertNull(record.mlflowRun);
    assertEquals("", said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void settings_numbers_and_files_arrive() throws IOException {
    try (TrackingServer server = new TrackingServer(TrackingServer::mlflow)) {
      RunRecord record =
          run(config(server.address() + "/", "run-name", "a name", "tags.team", "search"));
      assertEquals("abc", record.mlflowRun);
      assertEquals("abc", recorded().path("mlflowRun").textValue());
      assertEquals("DONE", recorded().path("status").textValue());
      String api = "/api/2.0/mlflow-artifacts/artifacts/7/abc/artifacts/";
      Map<String, String> files = server.files();
      assertEquals("topics", files.get(api + "topics.json"));
      assertEquals("report", files.get(api + "report.html"));
      assertEquals("part", files.get(api + "model/versions/a%20b.json"));
      assertTrue(files.containsKey(api + "run.json"));
      String sent = server.requests().toString();
      assertTrue(sent.contains("\"umap.n-neighbors\""), sent);
      assertTrue(sent.contains("\"documents\""), sent);
      assertTrue(sent.contains("a name") && sent.contains("search"), sent);
      assertTrue(sent.contains("\"FINISHED\""), sent);
      assertFalse(sent.contains("tracking.mlflow.uri"), sent);
    }
  }

  @Test
  void measures_are_added_to_a_run_that_was_tracked() throws IOException {
    RunRecord record;
    RunTracking tracking;
    try (TrackingServer server = new TrackingServer(TrackingServer::mlflow)) {
      JobConfig config = config(server.address().toString());
      tracking = RunTracking.of(config, console);
      tracking.add(RunRecord.begun("fit"), Map.of("coherence_cv", 0.5));
      assertEquals(List.of(), server.requests());
      record = run(config);
      int before = server.requests().size();
      tracking.add(record, Map.of("coherence_cv", 0.5, "dbcv", Double.NaN));
      String sent = server.requests().subList(before, server.requests().size()).toString();
      assertTrue(sent.contains("coherence_cv") && sent.contains("0.5"), sent);
      assertFalse(sent.contains("dbcv"), sent);
    }
    tracking.add(record, Map.of("coherence_cv", 0.5));
    String warned = said.toString(StandardCharsets.UTF_8);
    assertTrue(warned.contains("was not told of the measures of this run"), warned);
  }

  /** Whoever ends the command by an interrupt must find it ended. */
  @Test
  @Timeout(60)
  void an_interrupt_stays_one() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (TrackingServer server =
        new TrackingServer(
            request -> {
              await(end);
              return TrackingServer.mlflow(request);
            })) {
      RunRecord record = RunRecord.begun("fit");
      record.mlflowRun = "abc";
      Thread.currentThread().interrupt();
      RunTracking.of(config(server.address().toString()), console)
          .add(record, Map.of("coherence_cv", 0.5));
      assertTrue(Thread.interrupted());
      String warned = said.toString(StandardCharsets.UTF_8);
      assertTrue(warned.contains("the command was interrupted"), warned);
      end.countDown();
    }
  }

  @Test
  void the_model_stays_if_it_is_not_wanted() throws IOException {
    try (TrackingServer server = new TrackingServer(TrackingServer::mlflow)) {
      run(config(server.address().toString(), "model", "false"));
      assertEquals(3, server.files().size(), server.files().toString());
    }
  }

  @Test
  void a_run_that_fails_is_told_as_failed_and_fails_as_before() throws IOException {
    try (TrackingServer server = new TrackingServer(TrackingServer::mlflow)) {
      RunDirectory directory = RunDirectory.at(folder.toString(), new Configuration());
      IllegalStateException failure = new IllegalStateException("no space left");
      RunTracking tracking = RunTracking.of(config(server.address().toString()), console);
      RunRecord record = RunRecord.begun("fit");
      assertEquals(
          failure,
          assertThrows(
              IllegalStateException.class,
              () ->
                  tracking.during(
                      directory,
                      record,
                      () -> {
                        throw failure;
                      })));
      String sent = server.requests().toString();
      assertTrue(sent.contains("\"FAILED\"") && sent.contains("no space left"), sent);
      assertEquals(Map.of(), server.files());
    }
  }

  @Test
  @Timeout(60)
  void a_server_that_is_down_is_a_warning() throws IOException {
    URI nobody;
    try (TrackingServer server = new TrackingServer(TrackingServer::mlflow)) {
      nobody = server.address();
    }
    assertWarned(run(config(nobody.toString())), "was not told of this run");
  }

  @Test
  @Timeout(60)
  void a_server_that_never_answers_is_left() throws IOException {
    try (ServerSocket mute = new ServerSocket(0)) {
      RunRecord record =
          run(config("http://127.0.0.1:" + mute.getLocalPort(), "timeout-seconds", "1"));
      assertWarned(record, "did not answer in time");
    }
  }

  @Test
  @Timeout(60)
  void a_server_that_stops_while_files_are_sent_is_left() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (TrackingServer server =
        new TrackingServer(
            request -> {
              if (request.method().equals("PUT")) {
                await(end);
              }
              return TrackingServer.mlflow(request);
            })) {
      RunRecord record = run(config(server.address().toString(), "timeout-seconds", "1"));
      assertWarned(record, "did not answer in time");
      end.countDown();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>log in</html>", "", "{\"run\": {}}", "[1, 2", "{\"experiments\": 3}"})
  @Timeout(60)
  void an_answer_that_is_not_mlflows_is_a_warning(String body) throws IOException {
    try (TrackingServer server = new TrackingServer(request -> new Answer(200, body))) {
      assertWarned(run(config(server.address().toString())), "MLflow at");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404})
  @Timeout(60)
  void a_refusal_is_a_warning(int status) throws IOException {
    try (TrackingServer server =
        new TrackingServer(request -> new Answer(status, "{\"message\": \"go away\"}"))) {
      assertWarned(run(config(server.address().toString())), "MLflow at");
    }
  }

  @Test
  @Timeout(60)
  void refused_files_are_a_warning() throws IOException {
    try (TrackingServer server =
        new TrackingServer(
            request ->
                request.method().equals("PUT")
                    ? new Answer(413, "too large")
                    : TrackingServer.mlflow(request))) {
      assertWarned(run(config(server.address().toString())), "status 413: too large");
    }
  }

  private void assertWarned(RunRecord record, String what) throws IOException {
    assertEquals(RunRecord.Status.DONE, record.status);
    assertNull(record.mlflowRun);
    assertEquals(1, record.warnings.size(), record.warnings.toString());
    assertTrue(record.warnings.get(0).contains(what), record.warnings.toString());
    JsonNode written = recorded();
    assertEquals("DONE", written.path("status").textValue());
    assertEquals(record.warnings.get(0), written.path("warnings").path(0).textValue());
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("! MLflow at"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks",
        "file:///tmp/mlruns",
        "http://me:secret-word@host:5000",
        "http://host/?token=secret-word",
        "not a uri"
      })
  void other_addresses_are_refused_before_the_run_and_not_shown(String uri) {
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> RunTracking.of(config(uri), console));
    assertTrue(refused.getMessage().contains("MLFLOW_TRACKING_TOKEN"), refused.getMessage());
    assertFalse(refused.getMessage().contains("secret-word"), refused.getMessage());
  }

  @Test
  void credentials_are_those_of_mlflows_variables() {
    Map<String, String> all =
        Map.of(
            "MLFLOW_TRACKING_TOKEN", "t0ken",
            "MLFLOW_TRACKING_USERNAME", "me",
            "MLFLOW_TRACKING_PASSWORD", "pass word");
    assertEquals("Bearer t0ken", header(MlflowCredentials.of(all::get)));
    Map<String, String> user = new HashMap<>(all);
    user.remove("MLFLOW_TRACKING_TOKEN");
    assertEquals("Basic bWU6cGFzcyB3b3Jk", header(MlflowCredentials.of(user::get)));
    assertEquals("was ***", MlflowCredentials.of(user::get).redact("was pass word"));
    user.remove("MLFLOW_TRACKING_PASSWORD");
    assertTrue(MlflowCredentials.of(user::get).secret().isEmpty());
  }

  private static String header(MlflowCredentials credentials) {
    return credentials.secret().orElseThrow().header(credentials.prefix());
  }

  @Test
  void facts_are_short_and_named_as_mlflow_wants() throws IOException {
    RunRecord record = RunRecord.begun("fit");
    record.configuration =
        JSON.readTree(
            "{\"a\": {\"b\": [1, 2], \"c\": \"\", \"d:e\": true}, \"long\": \""
                + "x".repeat(9_000)
                + "\", \"none\": [], \"tracking\": {\"mlflow\": {\"uri\": \"http://host\"}}}");
    record.documents = 8;
    record.outliers = 2;
    record.rejected.put("empty text", 3L);
    record.stages.add(new RunRecord.StageRecord("embed", "", 8, 1.5, false));
    record.stages.add(new RunRecord.StageRecord("layout", "", -1, 2, false));
    RunFacts facts = RunFacts.of(record, new org.apache.hadoop.fs.Path("file:/out"));
    assertEquals(List.of("a.b", "a.d_e", "long"), List.copyOf(facts.parameters().keySet()));
    assertEquals("[1,2]", facts.parameters().get("a.b"));
    assertEquals(500, facts.parameters().get("long").length());
    assertEquals(0.25, facts.metrics().get("outlier_share"));
    assertEquals(3.0, facts.metrics().get("rejected"));
    assertEquals(3.5, facts.metrics().get("seconds"));
    assertEquals(8.0, facts.metrics().get("rows.embed"));
    assertFalse(facts.metrics().containsKey("rows.layout"));
    assertEquals("file:/out", facts.tags().get("spark-bertopic.output"));
  }

  @Test
  void the_time_limit_is_at_least_a_second() {
    assertThrows(
        ConfigurationException.class,
        () -> RunTracking.of(config("http://host", "timeout-seconds", "0"), console));
    assertEquals(
        Duration.ofMinutes(5), MlflowSettings.of(config("http://host")).orElseThrow().timeout());
  }
}
