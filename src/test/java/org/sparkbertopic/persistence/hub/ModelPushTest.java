package org.sparkbertopic.persistence.hub;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.hub.HubName;
import org.sparkbertopic.embedding.hub.HubRepository;
import org.sparkbertopic.embedding.hub.HubServer;
import org.sparkbertopic.embedding.hub.HubServer.Fault;
import org.sparkbertopic.embedding.hub.HubServer.Seen;
import org.sparkbertopic.embedding.hub.HubSettings;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.Models;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.persistence.StoredModel;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.testing.GoldenModel;
import org.sparkbertopic.topics.Topic;

/** Against a server that answers as the hub does; prints what a user would have seen. */
class ModelPushTest {

  private static final String TOKEN = "hf_thisTokenMustNotShowUpAnywhere";
  private static final String ADDRESS = "hf://" + HubServer.REPOSITORY;
  private static final PushOptions PLAIN = PushOptions.create();
  private static final List<String> PROPERTIES =
      List.of("HF_ENDPOINT", "HF_HOME", "HF_HUB_OFFLINE");

  @TempDir Path home;
  private HubServer hub;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<Duration> waits = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    home = Files.createDirectory(home.resolve("a home%20#1"));
    hub = new HubServer();
    hub.writes.exists = false;
    hub.requireToken(TOKEN);
    Files.writeString(home.resolve("token"), TOKEN);
    System.setProperty("HF_ENDPOINT", hub.endpoint().toString());
    System.setProperty("HF_HOME", home.toString());
  }

  @AfterEach
  void stop() {
    hub.close();
    PROPERTIES.forEach(System::clearProperty);
    System.out.print(log.toString(StandardCharsets.UTF_8));
    assertFalse(log.toString(StandardCharsets.UTF_8).contains(TOKEN));
  }

  private ModelPush push(String address) {
    HubName name = HubName.ofAddress(address);
    return new ModelPush(
        name,
        new HubRepository(
            HubSettings.ofEnvironment(),
            new Retries(Backoff.create().withFirstWaitMillis(1).withAttempts(3), waits::add),
            new PrintStream(log, true, StandardCharsets.UTF_8),
            name));
  }

  private static StoredModel stored(SavedModel model) {
    return new StoredModel(model, Optional.of("{\"class\":\"x\"}"));
  }

  private PushedModel pushed(SavedModel model, PushOptions options) {
    return push(ADDRESS).push(stored(model), options);
  }

  private static SavedModel load(String address) throws IOException {
    // As on a cluster, whose paths are not of this machine unless they say so.
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.defaultFS", "viewfs://cluster/");
    return ModelDirectory.at(HubModelPlace.folder(address), hadoop).read();
  }

  private long uploads() {
    return hub.requestsTo("PUT /upload/");
  }

  private String readme() {
    return new String(hub.files.get("README.md"), StandardCharsets.UTF_8);
  }

  @Test
  void a_model_that_was_pushed_comes_back_with_the_same_topics() throws IOException {
    SavedModel model = Models.full();
    hub.writes.partBytes = 100;
    PushedModel pushed = pushed(model, PLAIN.withIsPrivate(true).withMessage("Sent"));
    assertTrue(hub.writes.isPrivate);
    assertEquals("Sent", hub.writes.message);
    assertEquals(hub.files.size() - 1, pushed.sent());
    assertTrue(pushed.page().contains("/commit/"), pushed::page);
    assertTrue(hub.requestsTo("POST /complete/") > 0, "some files came in parts");
    for (Seen request : hub.seen) {
      boolean storage = request.line().contains("/upload/");
      assertEquals(storage ? null : "Bearer " + TOKEN, request.authorization(), request::line);
    }

    SavedModel back = load(ADDRESS);
    assertEquals(model.topics().topics(), back.topics().topics());
    assertEquals(ModelDirectory.digest(model), ModelDirectory.digest(back));
    assertEquals(model.provenance(), back.provenance());
    int requests = hub.seen.size();
    assertEquals(ModelDirectory.digest(model), ModelDirectory.digest(load(pushed.address())));
    assertEquals(requests, hub.seen.size(), "a commit in the cache needs no request");
    System.setProperty("HF_HUB_OFFLINE", "1");
    assertEquals(ModelDirectory.digest(model), ModelDirectory.digest(load(ADDRESS)));
    IllegalArgumentException offline =
        assertThrows(IllegalArgumentException.class, () -> ModelPush.to(ADDRESS));
    assertTrue(offline.getMessage().contains("HF_HUB_OFFLINE"), offline::getMessage);

    // Links of a snapshot lead to the blobs of its repository and nowhere else.
    Path topics = HubModelPlace.find(ADDRESS).folder().resolve("topics.json");
    Path elsewhere = Files.copy(topics, home.resolve("topics.json"));
    Files.delete(topics);
    Files.createSymbolicLink(topics, elsewhere);
    IOException link = assertThrows(IOException.class, () -> load(ADDRESS));
    assertTrue(link.getMessage().contains("leads out of the model"), link::getMessage);
  }

  @Test
  void what_has_not_changed_is_not_sent_again_and_what_the_model_lacks_goes() throws IOException {
    SavedModel model = Models.full();
    pushed(model, PLAIN);
    long before = uploads();
    PushedModel same = pushed(model, PLAIN);
    assertEquals(0, same.sent() + same.deleted());
    assertEquals(before, uploads());
    assertEquals(1, hub.requestsTo("POST /api/models/" + HubServer.REPOSITORY + "/commit/"));

    hub.files.put("notes.txt", HubServer.bytes("mine", 1));
    hub.files.put("versions/0011/layout.bin", HubServer.bytes("mine too", 1));
    hub.files.put("metadata/words.txt", HubServer.bytes("mine as well", 1));
    hub.files.put("metadata/part-00001", HubServer.bytes("of an earlier model", 1));
    hub.files.put("older.bin", HubServer.bytes("of an earlier model", 1));
    String manifest = new String(hub.files.get("spark_bertopic.json"), StandardCharsets.UTF_8);
    String listing = manifest.replaceFirst("\"files\"\\s*:\\s*\\{", "$0\"older.bin\":{},");
    assertFalse(listing.equals(manifest));
    hub.files.put("spark_bertopic.json", listing.getBytes(StandardCharsets.UTF_8));
    String card = readme();
    hub.files.put(
        "README.md",
        (card.replace("---\n\n", "license: mit\n---\n\nMy own words.\n") + "And the end.\n")
            .getBytes(StandardCharsets.UTF_8));
    SavedModel renamed =
        model.withTopics(
            model
                .topics()
                .withTopics(
                    model.topics().topics().stream()
                        .map(topic -> topic.withCustomLabel(Optional.of("T" + topic.id())))
                        .toList()));
    PushedModel next = pushed(renamed, PLAIN);
    assertEquals(2, next.deleted());
    assertTrue(next.unchanged() > next.sent(), next::toString);
    assertEquals(before, uploads(), "no large file has changed");
    assertTrue(
        hub.files
            .keySet()
            .containsAll(List.of("notes.txt", "versions/0011/layout.bin", "metadata/words.txt")));
    assertFalse(hub.files.containsKey("older.bin") || hub.files.containsKey("metadata/part-00001"));
    assertTrue(
        readme().contains("license: mit\n---\n\nMy own words.\n") && readme().contains("| T0 |"));
    assertTrue(readme().endsWith(ModelCard.END + "\nAnd the end.\n"), this::readme);
    assertEquals(renamed.topics().topics(), load(ADDRESS).topics().topics());

    byte[] own = HubServer.bytes("# All my own", 1);
    hub.files.put("README.md", own);
    assertTrue(pushed(model, PLAIN).cardKept());
    assertArrayEquals(own, hub.files.get("README.md"));
  }

  @Test
  void a_push_deletes_what_no_manifest_lists_any_more_among_the_versions() {
    StoredModel model = stored(Models.full());
    ModelPush.Preview preview = ModelPush.preview(model, ADDRESS, PLAIN);
    assertEquals(List.of(), ModelPush.deletions(preview, ADDRESS), "there is no repository");
    pushed(Models.full(), PLAIN);
    String version = "versions/0123456789abcdef/";
    List<String> stale =
        List.of(
            version + "_aside/topics.json", version + "layout.bin", version + "provenance.json");
    List<String> others =
        List.of(version + "notes.txt", "versions/0011/layout.bin", "versions/layout.bin");
    for (List<String> paths : List.of(stale, others)) {
      paths.forEach(path -> hub.files.put(path, HubServer.bytes(path, 1)));
    }
    int changes = hub.seen.size();
    assertEquals(stale, ModelPush.deletions(preview, ADDRESS));
    assertEquals(stale, ModelPush.deletions(preview, ADDRESS + "@next"), "a copy of main");
    assertTrue(
        hub.seen.stream().skip(changes).allMatch(request -> request.line().startsWith("GET ")));

    PushedModel next = pushed(Models.full(), PLAIN);
    assertEquals(stale, next.deletedFiles());
    assertEquals(3, next.deleted());
    assertTrue(hub.files.keySet().containsAll(others));
    assertTrue(stale.stream().noneMatch(hub.files::containsKey));

    // As Python's push leaves it, without this library's manifest.
    hub.files.put(stale.get(1), HubServer.bytes("x", 1));
    hub.files.remove("spark_bertopic.json");
    assertEquals(List.of(stale.get(1)), ModelPush.deletions(preview, ADDRESS));
    System.setProperty("HF_HUB_OFFLINE", "1");
    assertThrows(IllegalArgumentException.class, () -> ModelPush.deletions(preview, ADDRESS));
  }

  @Test
  void an_interrupted_push_goes_on_where_it_ended() {
    SavedModel model = Models.full();
    // The first file arrives at the second attempt, the second file at none.
    hub.uploadFaults.add(Fault.status(500));
    hub.uploadFaults.add(Fault.NONE);
    for (int i = 0; i < 3; i++) {
      hub.uploadFaults.add(Fault.status(503));
    }
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> pushed(model, PLAIN));
    note(failure.getMessage());
    assertTrue(failure.getMessage().contains("status 503"), failure::getMessage);
    assertTrue(failure.getMessage().contains("start again"), failure::getMessage);
    assertEquals(3, waits.size());
    assertFalse(hub.files.containsKey("topics.json"), "readers see nothing of it");
    assertEquals(1, hub.writes.stored.size());
    long before = uploads();
    pushed(model, PLAIN);
    assertTrue(hub.files.containsKey("topics.json"));
    assertEquals(hub.writes.stored.size() - 1, uploads() - before);
  }

  private void note(String line) {
    log.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusals_say_what_to_do() throws IOException {
    SavedModel model = GoldenModel.read();
    hub.writes.mayCreate = false;
    assertRefused(model, PLAIN, "refused to make the repository", "rights", "may write");
    anEmptyRepositoryIsThere();
    hub.writes.mayWrite = false;
    assertRefused(model, PLAIN, "refused to write to it (status 403", "of some-org");
    hub.writes.mayWrite = true;
    assertRefused(model, PLAIN.withIsPrivate(true), "must be private", "/settings");
    hub.requireToken("hf_another");
    assertRefused(model, PLAIN, "status 401", "/settings/tokens");
    hub.requireToken(TOKEN);
    hub.uploadFaults.add(Fault.status(403));
    assertRefused(model, PLAIN, "storage did not take", "status 403", "start again");
    assertEquals(List.of(), waits, "what is final is not tried again");

    for (Map.Entry<String, String> wrong :
        new TreeMap<>(
                Map.of(
                    "owner/name",
                    "hf://owner/name",
                    "hf://name",
                    "copy the name",
                    ADDRESS + "@" + "0".repeat(40),
                    "must be a branch"))
            .entrySet()) {
      IllegalArgumentException failure =
          assertThrows(IllegalArgumentException.class, () -> ModelPush.to(wrong.getKey()));
      note(failure.getMessage());
      assertTrue(failure.getMessage().contains(wrong.getValue()), failure::getMessage);
    }
    Files.delete(home.resolve("token"));
    if (System.getenv("HF_TOKEN") == null) {
      IllegalArgumentException none =
          assertThrows(IllegalArgumentException.class, () -> ModelPush.to(ADDRESS));
      note(none.getMessage());
      assertTrue(none.getMessage().contains("set HF_TOKEN"), none::getMessage);
    }
  }

  private void anEmptyRepositoryIsThere() {
    hub.writes.exists = true;
    hub.files.keySet().retainAll(List.of("README.md"));
    hub.files.put("LICENSE.txt", HubServer.bytes("MIT", 1));
  }

  @Test
  void what_is_refused_changes_nothing_and_makes_no_branch() {
    hub.writes.exists = true;
    Map<String, byte[]> before = new TreeMap<>(hub.files);
    SavedModel model = Models.full();
    for (String address : List.of(ADDRESS, ADDRESS + "@next")) {
      IllegalArgumentException foreign =
          assertThrows(
              IllegalArgumentException.class, () -> push(address).push(stored(model), PLAIN));
      note(foreign.getMessage());
      assertTrue(
          foreign.getMessage().contains("1_Pooling/config.json, config.json"), foreign::getMessage);
      assertTrue(foreign.getMessage().contains("give another name"), foreign::getMessage);
    }
    assertEquals(before, hub.files);
    anEmptyRepositoryIsThere();
    assertThrows(
        IllegalArgumentException.class,
        () -> push(ADDRESS + "@next").push(stored(model), PLAIN.withIsPrivate(true)));
    assertEquals(0, hub.requestsTo("/branch/"));
    assertEquals(0, hub.requestsTo("/commit/"));
  }

  @Test
  void the_card_lists_the_largest_topics_and_the_outliers_apart() {
    Topic any = Models.full().topics().topics().get(1);
    List<Topic> topics =
        List.of(
            any.withId(0).withSize(5),
            any.withId(1).withSize(9),
            any.withId(-1).withSize(1),
            any.withId(2).withSize(7),
            any.withId(3).withSize(9));
    assertEquals(
        List.of(-1, 1, 3, 2), ModelCard.ranked(topics, 3).stream().map(Topic::id).toList());
  }

  private void assertRefused(SavedModel model, PushOptions options, String... parts) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> pushed(model, options));
    note(failure.getMessage());
    for (String part : parts) {
      assertTrue(failure.getMessage().contains(part), failure::getMessage);
    }
  }

  @Test
  void who_may_write_but_not_make_repositories_can_push() throws IOException {
    hub.writes.mayCreate = false;
    anEmptyRepositoryIsThere();
    assertTrue(pushed(GoldenModel.read(), PLAIN).sent() > 0);
  }

  @Test
  void a_pull_request_leaves_the_branch_and_a_new_branch_is_made() throws IOException {
    SavedModel model = GoldenModel.read();
    PushedModel proposed = pushed(model, PLAIN.withPullRequest(true).withCard(false));
    assertTrue(proposed.pullRequest().orElseThrow().endsWith("/discussions/1"));
    assertTrue(hub.writes.proposed.containsKey("topics.json"));
    assertFalse(hub.writes.proposed.containsKey("README.md"));
    assertFalse(hub.files.containsKey("topics.json"));
    push(ADDRESS + "@next").push(stored(model), PLAIN);
    assertTrue(hub.writes.branches.contains("next"));
    assertTrue(readme().contains("hf://some-org/some-model@next"), this::readme);
  }

  @Test
  void a_damaged_download_is_refused_and_a_part_of_a_model_is_no_model() throws IOException {
    SavedModel model = GoldenModel.read();
    anEmptyRepositoryIsThere();
    pushed(model, PLAIN);
    hub.damageStorage(true);
    IllegalArgumentException damaged =
        assertThrows(IllegalArgumentException.class, () -> load(ADDRESS));
    note(damaged.getMessage());
    assertTrue(damaged.getMessage().contains("arrived damaged twice"), damaged::getMessage);
    hub.damageStorage(false);
    Path snapshot = HubModelPlace.find(ADDRESS).folder();

    // A file that the manifest lists is gone, such as after an interrupted copy of the cache.
    Files.delete(snapshot.resolve("ctfidf.safetensors"));
    System.setProperty("HF_HUB_OFFLINE", "1");
    IllegalArgumentException lost =
        assertThrows(IllegalArgumentException.class, () -> load(ADDRESS));
    assertTrue(lost.getMessage().contains("not in the cache"), lost::getMessage);
    System.clearProperty("HF_HUB_OFFLINE");
    assertEquals(model.topics().topics(), load(ADDRESS).topics().topics());

    // What Python's BERTopic.load fetches of it.
    Files.delete(snapshot.resolve("spark_bertopic.json"));
    System.setProperty("HF_HUB_OFFLINE", "1");
    IllegalArgumentException part =
        assertThrows(IllegalArgumentException.class, () -> load(ADDRESS));
    assertTrue(part.getMessage().contains("not in the cache"), part::getMessage);
    System.clearProperty("HF_HUB_OFFLINE");
    assertEquals(model.topics().topics(), load(ADDRESS).topics().topics());

    // A model that Python pushed has no such file at all.
    hub.files.keySet().removeIf(path -> !path.matches("topic.*|config.json|ctfidf.*|README.md"));
    Files.createDirectories(home.resolve("other"));
    System.setProperty("HF_HOME", home.resolve("other").toString());
    Files.writeString(home.resolve("other/token"), TOKEN);
    assertEquals(model.topics().topics().size(), load(ADDRESS).topics().topics().size());
    System.setProperty("HF_HUB_OFFLINE", "1");
    assertEquals(model.topics().topics().size(), load(ADDRESS).topics().topics().size());
  }

  @Test
  void a_repository_without_a_topic_model_is_refused() {
    hub.writes.exists = true;
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> load(ADDRESS));
    note(failure.getMessage());
    assertTrue(failure.getMessage().contains("must be a topic model"), failure::getMessage);
  }

  @Test
  void the_card_shows_words_as_they_are_and_makes_nothing_of_them() {
    assertEquals(
        "a\\|b &lt;img src=x&gt; \\[x\\]\\(y\\) \\`c\\` 0\\_gas www\\.x.org \\@me 0.5",
        ModelCard.escaped("a|b <img src=x> [x](y) `c` 0_gas\nwww.x.org\t@me\u202E 0.5\u0000"));
    SavedModel model = Models.full();
    Topic evil = model.topics().topics().get(1);
    String label = "| x | <script>\n# [a](javascript:b)";
    List<Topic> topics = new ArrayList<>(model.topics().topics());
    topics.set(1, evil.withCustomLabel(Optional.of(label)));
    SavedModel named = model.withTopics(model.topics().withTopics(topics));
    String card =
        ModelCard.of(named, HubName.ofAddress(ADDRESS)).over(Optional.empty()).orElseThrow();
    note(card);
    String header = card.substring(0, card.indexOf("---\n\n"));
    assertTrue(card.startsWith("---\ntags:\n- bertopic\n- spark-bertopic\n"), card);
    assertTrue(header.contains("pipeline_tag: text-classification\n"), header);
    assertFalse(header.contains("license"), header);
    assertTrue(card.contains("\\| x \\| &lt;script&gt; \\# \\[a\\]\\(javascript\\:b\\) |"), card);
    assertTrue(card.contains("hf://some-org/some-model"), card);
    assertTrue(card.contains("| seed | -9223372036854775808 |"), card);
    for (String line : card.lines().filter(line -> line.startsWith("| ")).toList()) {
      int cells = line.replace("\\|", "").split("\\|", -1).length;
      assertTrue(cells == 6 || cells == 4, line);
    }
    SavedModel python = model.with(changed -> changed.provenance(Provenance.UNKNOWN));
    assertTrue(
        ModelCard.of(python, HubName.ofAddress(ADDRESS))
            .over(Optional.empty())
            .orElseThrow()
            .contains("| minTopicSize |"));
    assertEquals(
        Optional.empty(),
        ModelCard.of(model, HubName.ofAddress(ADDRESS)).over(Optional.of("# mine")));
  }

  @Test
  void the_preview_and_the_disclosure_say_what_others_would_see() {
    StoredModel model = stored(Models.full());
    ModelPush.Preview preview = ModelPush.preview(model, ADDRESS, PLAIN);
    assertTrue(preview.card().isPresent());
    assertTrue(
        preview.files().stream().anyMatch(file -> file.path().equals("metadata/part-00000")));
    assertTrue(preview.files().stream().allMatch(file -> file.bytes() >= 0));
    String told = ModelPush.disclosure(model.model()).orElseThrow();
    assertTrue(told.contains("texts of 3 documents") && told.contains("provenance.json"), told);
    assertEquals(0, hub.seen.size());
  }
}
