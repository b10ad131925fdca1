package org.sparkbertopic.embedding.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.hub.HubServer.Fault;
import org.sparkbertopic.embedding.hub.HubServer.Seen;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.http.Secret;

/** Against a server that answers as the hub does; prints what a user would have seen. */
class HubModelsTest {

  private static final String TOKEN = "hf_thisTokenMustNotShowUpAnywhere";
  private static final HubName NAME = HubName.parse(HubServer.REPOSITORY);
  private static final String WEIGHTS = "onnx/model.onnx";

  @TempDir Path home;
  private HubServer hub;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<Duration> waits = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    hub = new HubServer();
  }

  @AfterEach
  void stopAndPrint(TestInfo test) {
    hub.close();
    System.out.println("--- " + test.getTestMethod().orElseThrow().getName());
    System.out.print(log.toString(StandardCharsets.UTF_8).replace(home.toString(), "HF_HOME"));
  }

  private HubModels models(Map<String, String> more) {
    Map<String, String> environment = new java.util.HashMap<>();
    environment.put("HF_HOME", home.toString());
    environment.put("HF_ENDPOINT", hub.endpoint().toString());
    environment.putAll(more);
    return new HubModels(
        HubSettings.of(environment, home),
        new Retries(Backoff.create().withFirstWaitMillis(1).withAttempts(4), waits::add),
        new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  private HubModels models() {
    return models(Map.of());
  }

  private Path repository() {
    return home.resolve("hub/models--some-org--some-model");
  }

  private void note(String line) {
    log.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private String logged() {
    return log.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_model_is_downloaded_once_and_then_found_online_and_offline() throws IOException {
    note("# first use");
    HubSnapshot first = models().snapshot(NAME, HubFiles.onnx());
    assertEquals(NAME.at(HubServer.COMMIT), first.name());
    assertEquals(WEIGHTS, first.weights());
    for (String file :
        List.of(
            "config.json", "modules.json", "1_Pooling/config.json", "tokenizer.json", WEIGHTS)) {
      assertArrayEquals(hub.files.get(file), Files.readAllBytes(first.folder().resolve(file)));
    }
    for (String file : List.of("README.md", "pytorch_model.bin", "onnx/model_quantized.onnx")) {
      assertFalse(Files.exists(first.folder().resolve(file)), file);
    }
    assertTrue(logged().contains("onnx/model.onnx 100 % of 2.3 MB"), logged());

    int requests = hub.seen.size();
    note("# second use: only the list is asked for");
    assertEquals(first, models().snapshot(NAME, HubFiles.onnx()));
    assertEquals(requests + 1, hub.seen.size());

    note("# by commit, and offline: no request at all");
    assertEquals(first, models().snapshot(first.name(), HubFiles.onnx()));
    assertEquals(first, models(Map.of("HF_HUB_OFFLINE", "1")).snapshot(NAME, HubFiles.onnx()));
    assertEquals(requests + 1, hub.seen.size());
  }

  @Test
  void a_tokenizer_is_downloaded_without_its_models_weights() throws IOException {
    HubSnapshot tokenizer = models().snapshot(NAME, HubFiles.tokenizer());
    assertEquals("tokenizer.json", tokenizer.weights());
    try (Stream<Path> files = Files.list(tokenizer.folder())) {
      assertEquals(List.of(tokenizer.folder().resolve("tokenizer.json")), files.toList());
    }
    assertEquals(WEIGHTS, models().snapshot(NAME, HubFiles.onnx()).weights());
    hub.files.remove("tokenizer.json");
    assertEquals(
        NAME + " must have a tokenizer.json, got none",
        assertThrows(
                IllegalArgumentException.class,
                () -> HubFiles.tokenizer().choose(NAME.toString(), hub.files.keySet()))
            .getMessage()
            .replaceAll(";.*", ""));
  }

  @Test
  void the_cache_is_laid_out_as_pythons() throws IOException {
    models().snapshot(NAME, HubFiles.onnx());
    Path snapshot = repository().resolve("snapshots").resolve(HubServer.COMMIT);
    assertEquals(HubServer.COMMIT, Files.readString(repository().resolve("refs/main")));
    assertEquals(
        Path.of("../../../blobs", HubServer.sha256(hub.files.get(WEIGHTS))),
        Files.readSymbolicLink(snapshot.resolve(WEIGHTS)));
    assertEquals(
        Path.of("../../blobs", HubServer.gitHash(hub.files.get("config.json"))),
        Files.readSymbolicLink(snapshot.resolve("config.json")));
    try (Stream<Path> blobs = Files.list(repository().resolve("blobs"))) {
      assertEquals(5, blobs.count(), "nothing incomplete is left");
    }
  }

  @Test
  void a_model_that_python_downloaded_is_found_without_a_request() throws IOException {
    Path snapshot = repository().resolve("snapshots").resolve(HubServer.COMMIT);
    Path blobs = Files.createDirectories(repository().resolve("blobs"));
    for (Map.Entry<String, byte[]> file : hub.files.entrySet()) {
      Path blob = Files.write(blobs.resolve(HubServer.sha256(file.getValue())), file.getValue());
      Path link = snapshot.resolve(file.getKey());
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, link.getParent().relativize(blob));
    }
    Files.createDirectories(repository().resolve("refs"));
    Files.writeString(repository().resolve("refs/main"), HubServer.COMMIT);
    HubModels offline = models(Map.of("HF_HUB_OFFLINE", "true"));
    assertEquals(snapshot, offline.snapshot(NAME, HubFiles.onnx()).folder());
    assertEquals(
        "onnx/model_quantized.onnx", offline.snapshot(NAME, HubFiles.onnx("quantized")).weights());
    assertTrue(hub.seen.isEmpty());

    Files.delete(snapshot.resolve("1_Pooling/config.json"));
    assertThrows(
        IllegalArgumentException.class,
        () -> offline.snapshot(NAME, HubFiles.onnx()),
        "modules.json names a file that is not there");
  }

  @Test
  void a_download_that_is_cut_off_goes_on_where_it_ended() throws IOException {
    hub.storageFaults.add(Fault.cutAfter(1_000_000));
    hub.storageFaults.add(Fault.cutAfter(500_000));
    HubSnapshot snapshot = models().snapshot(NAME, HubFiles.onnx());
    assertArrayEquals(
        hub.files.get(WEIGHTS), Files.readAllBytes(snapshot.folder().resolve(WEIGHTS)));
    List<Seen> requests = hub.storageRequests();
    assertEquals(3, requests.size());
    assertEquals(null, requests.get(0).range());
    assertTrue(startOf(requests.get(1)) > 0, requests::toString);
    assertTrue(startOf(requests.get(2)) > startOf(requests.get(1)), requests::toString);
    assertTrue(logged().contains("cut off at"), logged());
    assertTrue(logged().contains("resumed at"), logged());
  }

  private static long startOf(Seen request) {
    return Long.parseLong(request.range().replaceAll("bytes=(\\d+)-", "$1"));
  }

  @Test
  void another_process_takes_up_what_an_earlier_one_left() throws IOException {
    hub.storageFaults.addAll(
        List.of(Fault.cutAfter(700_000), Fault.status(500), Fault.status(500), Fault.status(500)));
    note("# the connection goes away for good");
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> models().snapshot(NAME, HubFiles.onnx()));
    assertTrue(failure.getMessage().contains("status 500"), failure::getMessage);
    assertThrows(
        IllegalArgumentException.class,
        () -> models(Map.of("HF_HUB_OFFLINE", "1")).snapshot(NAME, HubFiles.onnx()),
        "a part of a model is no model");
    note("# started again");
    HubSnapshot snapshot = models().snapshot(NAME, HubFiles.onnx());
    assertArrayEquals(
        hub.files.get(WEIGHTS), Files.readAllBytes(snapshot.folder().resolve(WEIGHTS)));
    List<Seen> requests = hub.storageRequests();
    assertTrue(startOf(requests.get(requests.size() - 1)) > 0, requests::toString);
  }

  @Test
  void a_storage_without_ranges_sends_all_of_it_again() throws IOException {
    hub.withoutRanges();
    hub.storageFaults.add(Fault.cutAfter(1_000_000));
    HubSnapshot snapshot = models().snapshot(NAME, HubFiles.onnx());
    assertArrayEquals(
        hub.files.get(WEIGHTS), Files.readAllBytes(snapshot.folder().resolve(WEIGHTS)));
  }

  @Test
  void a_part_of_something_else_is_noticed_and_thrown_away() throws IOException {
    Path blobs = Files.createDirectories(repository().resolve("blobs"));
    Path part = blobs.resolve(HubServer.sha256(hub.files.get(WEIGHTS)) + ".jvm.incomplete");
    Files.write(part, new byte[12_345]);
    HubSnapshot snapshot = models().snapshot(NAME, HubFiles.onnx());
    assertArrayEquals(
        hub.files.get(WEIGHTS), Files.readAllBytes(snapshot.folder().resolve(WEIGHTS)));
    assertTrue(logged().contains("arrived damaged"), logged());
  }

  @Test
  void bytes_that_do_not_hash_to_what_the_hub_says_never_enter_the_cache() {
    hub.damageStorage(true);
    assertRefused(NAME, "arrived damaged twice", "check the proxy");
    assertFalse(Files.exists(repository().resolve("refs/main")));
    assertFalse(
        Files.exists(repository().resolve("blobs/" + HubServer.sha256(hub.files.get(WEIGHTS)))));
    assertFalse(
        Files.exists(repository().resolve("snapshots/" + HubServer.COMMIT + "/" + WEIGHTS)));
  }

  @Test
  void several_threads_fetch_a_model_once() throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(4, task -> new Thread(task, "user-" + next.getAndIncrement()));
    try {
      List<Future<HubSnapshot>> snapshots = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        HubModels own = models();
        snapshots.add(threads.submit(() -> own.snapshot(NAME, HubFiles.onnx())));
      }
      for (Future<HubSnapshot> snapshot : snapshots) {
        assertTrue(Files.exists(snapshot.get().folder().resolve(WEIGHTS)));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, hub.requestsTo("/storage/"));
  }

  /** Run in a JVM of its own. */
  static final class Jvm {

    private Jvm() {}

    public static void main(String[] arguments) {
      HubSnapshot snapshot = HubModels.shared(HubName.parse(arguments[0]), HubFiles.onnx());
      System.out.println(snapshot.name());
    }
  }

  @Test
  void several_processes_fetch_a_model_once() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx128m",
              "-cp",
              System.getProperty("java.class.path"),
              Jvm.class.getName(),
              HubServer.REPOSITORY);
      builder.environment().put("HF_HOME", home.toString());
      builder.environment().put("HF_ENDPOINT", hub.endpoint().toString());
      builder.environment().put("HF_TOKEN", TOKEN);
      builder.redirectErrorStream(true);
      processes.add(builder.start());
    }
    for (Process process : processes) {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      note("# a process\n" + printed.strip());
      assertEquals(0, process.exitValue(), printed);
      assertTrue(printed.contains(NAME.at(HubServer.COMMIT).toString()), printed);
      assertFalse(printed.contains(TOKEN), printed);
    }
    assertEquals(1, hub.requestsTo("/storage/"));
  }

  @Test
  void the_token_goes_to_the_hub_and_not_to_its_storage() {
    hub.requireToken(TOKEN);
    models(Map.of("HF_TOKEN", TOKEN)).snapshot(NAME, HubFiles.onnx());
    for (Seen request : hub.seen) {
      boolean storage = request.line().contains("/storage/");
      assertEquals(storage ? null : "Bearer " + TOKEN, request.authorization(), request::line);
    }
    assertEquals(1, hub.storageRequests().size());
  }

  @Test
  void a_token_in_the_file_of_python_is_used_too() throws IOException {
    hub.requireToken(TOKEN);
    Files.writeString(home.resolve("token"), TOKEN + "\n");
    models().snapshot(NAME, HubFiles.onnx());
    assertEquals(1, hub.storageRequests().size());
  }

  @Test
  void refusals_say_what_to_do() {
    hub.requireToken(TOKEN);
    assertRefused(NAME, "is gated", "accept its terms at " + hub.endpoint(), "set HF_TOKEN");
    hub.requireToken(null);
    hub.apiFaults.add(Fault.status(401));
    assertRefused(NAME, "private, gated or misspelt", "set HF_TOKEN");
    hub.apiFaults.add(Fault.status(403));
    assertRefused(NAME, "private, gated or misspelt", "set HF_TOKEN");
    assertRefused(HubName.parse("some-org/sone-model"), "is not at", "check how the name is spelt");
    assertRefused(
        HubName.parse(HubName.full("bge-base-en-v1.5")), "did you mean BAAI/bge-base-en-v1.5?");
    assertRefused(HubName.parse(HubName.full("all-mpnt")), "others are owner/name");
    assertRefused(NAME.at("v9"), "has no revision v9", "branches and tags");
    assertEquals(List.of(), waits, "what is final is not tried again");
  }

  @Test
  void no_message_shows_the_token() {
    HubSettings settings =
        HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_TOKEN", TOKEN), home);
    assertFalse(settings.toString().contains(TOKEN), settings::toString);
    assertEquals(Secret.of("x", TOKEN).orElseThrow().toString(), settings.token().get().toString());
    for (Fault fault :
        List.of(
            Fault.status(401), Fault.status(403, "X-Error-Code", "GatedRepo"), Fault.status(418))) {
      hub.apiFaults.add(fault);
      Throwable failure =
          assertThrows(
              IllegalArgumentException.class,
              () -> models(Map.of("HF_TOKEN", TOKEN)).snapshot(NAME, HubFiles.onnx()));
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        assertFalse(cause.toString().contains(TOKEN), cause::toString);
      }
    }
    IllegalArgumentException badToken =
        assertThrows(
            IllegalArgumentException.class, () -> models(Map.of("HF_TOKEN", TOKEN + "\n" + TOKEN)));
    assertFalse(badToken.getMessage().contains(TOKEN), badToken::getMessage);
    assertFalse(logged().contains(TOKEN), logged());
  }

  private void assertRefused(HubName name, String... parts) {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class, () -> models().snapshot(name, HubFiles.onnx()));
    note(failure.getMessage());
    for (String part : parts) {
      assertTrue(failure.getMessage().contains(part), failure::getMessage);
    }
  }

  @Test
  void a_hub_that_asks_to_slow_down_is_given_the_time_it_asks_for() {
    hub.apiFaults.add(Fault.status(429, "Retry-After", "7"));
    hub.apiFaults.add(Fault.status(503));
    hub.storageFaults.add(Fault.status(429, "Retry-After", "9"));
    models().snapshot(NAME, HubFiles.onnx());
    assertEquals(3, waits.size());
    assertEquals(Duration.ofSeconds(7), waits.get(0));
    assertTrue(waits.get(1).toMillis() <= 4, waits::toString);
    assertEquals(Duration.ofSeconds(9), waits.get(2));
  }

  @Test
  void a_hub_that_is_down_is_an_error_after_some_attempts() {
    for (int i = 0; i < 4; i++) {
      hub.apiFaults.add(Fault.status(502));
    }
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> models().snapshot(NAME, HubFiles.onnx()));
    note(failure.getMessage());
    assertTrue(failure.getMessage().contains("status 502"), failure::getMessage);
    assertTrue(failure.getMessage().contains("not in the cache"), failure::getMessage);
    assertEquals(3, waits.size());
  }

  @Test
  void a_hub_that_is_down_does_not_matter_where_the_model_is_in_the_cache() {
    HubSnapshot first = models().snapshot(NAME, HubFiles.onnx());
    hub.apiFaults.add(Fault.status(500));
    assertEquals(first, models().snapshot(NAME, HubFiles.onnx()));
    hub.close();
    assertEquals(first, models().snapshot(NAME, HubFiles.onnx()));
    assertEquals(List.of(), waits);
    assertTrue(logged().contains("could not be reached"), logged());
  }

  @Test
  void offline_without_the_model_is_an_error_that_says_so() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> models(Map.of("HF_HUB_OFFLINE", "1")).snapshot(NAME, HubFiles.onnx()));
    note(failure.getMessage());
    assertTrue(failure.getMessage().contains("HF_HUB_OFFLINE"), failure::getMessage);
    assertTrue(hub.seen.isEmpty());
  }

  @Test
  void a_new_commit_is_fetched_and_the_old_one_stays_as_it_was() throws IOException {
    HubSnapshot old = models().snapshot(NAME, HubFiles.onnx());
    byte[] before = Files.readAllBytes(old.folder().resolve(WEIGHTS));
    hub.files.put(WEIGHTS, HubServer.bytes("new weights. ", 5_000));
    hub.moveMainTo("f".repeat(40));
    HubSnapshot now = models().snapshot(NAME, HubFiles.onnx());
    assertNotEquals(old.folder(), now.folder());
    assertArrayEquals(before, Files.readAllBytes(old.folder().resolve(WEIGHTS)));
    assertArrayEquals(hub.files.get(WEIGHTS), Files.readAllBytes(now.folder().resolve(WEIGHTS)));
    assertEquals(
        1, hub.requestsTo("GET /some-org/some-model/resolve/" + HubServer.COMMIT + "/config"));
    assertEquals(
        0,
        hub.requestsTo("GET /some-org/some-model/resolve/" + "f".repeat(40) + "/config"),
        "files that did not change are not fetched again");
    assertEquals(old, models().snapshot(old.name(), HubFiles.onnx()));
  }

  @Test
  void a_cache_that_cannot_be_written_is_an_error_that_names_it() throws IOException {
    Path file = Files.writeString(home.resolve("a-file"), "not a folder");
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                models(Map.of("HF_HUB_CACHE", file.resolve("hub").toString()))
                    .snapshot(NAME, HubFiles.onnx()));
    note(failure.getMessage());
    assertTrue(failure.getMessage().contains("must be writable"), failure::getMessage);
    assertTrue(failure.getMessage().contains("HF_HUB_CACHE"), failure::getMessage);
  }

  @Test
  void a_model_that_does_not_fit_the_disk_is_not_begun() {
    hub.claimSize(1L << 60);
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> models().snapshot(NAME, HubFiles.onnx()));
    note(failure.getMessage());
    assertTrue(failure.getMessage().contains("1152.9 PB free"), failure::getMessage);
    assertEquals(0, hub.requestsTo("/storage/"));
  }

  @Test
  void a_disk_that_fills_up_is_an_error_that_is_not_tried_again() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "a system with a device that is always full");
    Path blobs = Files.createDirectories(repository().resolve("blobs"));
    Path part = blobs.resolve(HubServer.sha256(hub.files.get(WEIGHTS)) + ".jvm.incomplete");
    Files.createSymbolicLink(part, full);
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> models().snapshot(NAME, HubFiles.onnx()));
    note(failure.getMessage());
    assertTrue(failure.getMessage().contains("No space left"), failure::getMessage);
    assertEquals(1, hub.requestsTo("/storage/"));
    Files.delete(part);
  }

  @Test
  void paths_that_lead_out_of_the_folder_are_not_followed() throws IOException {
    hub.files.put("../../config.json", HubServer.bytes("evil", 1));
    hub.files.put("/config.json", HubServer.bytes("evil", 1));
    HubSnapshot snapshot = models().snapshot(NAME, HubFiles.onnx());
    try (Stream<Path> files = Files.walk(home)) {
      assertTrue(
          files.filter(Files::isRegularFile).noneMatch(file -> content(file).equals("evil")));
    }
    assertTrue(Files.exists(snapshot.folder().resolve("config.json")));
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void weights_beside_the_graph_and_quantised_ones_come_where_they_are_asked_for() {
    hub.files.put("onnx/model.onnx_data", HubServer.bytes("outer weights", 2_000));
    HubSnapshot full = models().snapshot(NAME, HubFiles.onnx());
    assertTrue(Files.exists(full.folder().resolve("onnx/model.onnx_data")));
    assertFalse(Files.exists(full.folder().resolve("onnx/model_quantized.onnx")));
    HubSnapshot small = models().snapshot(NAME, HubFiles.onnx("quantized"));
    assertEquals(full.folder(), small.folder());
    assertTrue(Files.exists(small.folder().resolve("onnx/model_quantized.onnx")));
  }

  @Test
  void a_model_without_the_format_is_an_error_that_says_what_it_has() {
    IllegalArgumentException other =
        assertThrows(
            IllegalArgumentException.class, () -> models().snapshot(NAME, HubFiles.onnx("qint8")));
    assertTrue(
        other.getMessage().contains("onnx/model.onnx, onnx/model_quantized.onnx"),
        other::getMessage);
    hub.files.keySet().removeIf(file -> file.endsWith(".onnx"));
    assertRefused(NAME, "got no ONNX file", "optimum-cli export onnx --model some-org/some-model");
  }

  @Test
  void waits_of_a_model_in_pieces_are_bounded() {
    Fault[] cuts = new Fault[4];
    Arrays.fill(cuts, Fault.cutAfter(1_000));
    hub.storageFaults.addAll(Arrays.asList(cuts));
    assertThrows(IllegalStateException.class, () -> models().snapshot(NAME, HubFiles.onnx()));
    assertEquals(3, waits.size(), "four attempts that brought almost nothing");
  }
}
