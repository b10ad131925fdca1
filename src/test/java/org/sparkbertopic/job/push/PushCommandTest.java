package org.sparkbertopic.job.push;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.embedding.hub.HubServer;
import org.sparkbertopic.job.CommandLineCall;
import org.sparkbertopic.persistence.hub.PushOptions;
import org.sparkbertopic.persistence.hub.PushedModel;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;

/** Against a server that answers as the hub does. */
class PushCommandTest extends SparkTest {

  private static final String ADDRESS = "hf://" + HubServer.REPOSITORY;

  @TempDir Path folder;
  private HubServer hub;

  @BeforeEach
  void start() throws IOException {
    hub = new HubServer();
    hub.writes.exists = false;
    Files.writeString(folder.resolve("token"), "hf_token");
    System.setProperty("HF_ENDPOINT", hub.endpoint().toString());
    System.setProperty("HF_HOME", folder.toString());
  }

  @AfterEach
  void stop() {
    hub.close();
    System.clearProperty("HF_ENDPOINT");
    System.clearProperty("HF_HOME");
  }

  private record Call(int status, String out, String err) {}

  private static Call call(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = CommandLineCall.run(arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    Call call =
        new Call(
            status,
            printed.toString(StandardCharsets.UTF_8),
            complained.toString(StandardCharsets.UTF_8));
    System.out.println("$ spark-bertopic " + String.join(" ", arguments));
    System.out.print(call.out() + call.err());
    return call;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void a_model_goes_to_the_hub_and_other_commands_take_it_from_there() throws Exception {
    BERTopicModel model = SmallModel.save(spark(), 1, folder.resolve("model"));
    Call preview = call("push", "--model", path("model"), "--to", ADDRESS, "--dry-run");
    assertEquals(0, preview.status());
    assertTrue(preview.out().contains("| 0 | 20 |") && preview.out().contains("layout.bin"));
    assertTrue(preview.out().contains("A push would delete nothing.\nNothing was sent."));
    assertEquals(1, hub.seen.size());
    assertTrue(hub.seen.get(0).line().startsWith("GET "), hub.seen::toString);

    Call pushed = call("push", "--model", path("model"), "--to", ADDRESS, "--private");
    assertEquals(0, pushed.status(), pushed.err());
    assertTrue(pushed.out().contains("readers of the model see ids and texts of"), pushed.out());
    assertTrue(pushed.out().contains("Model: " + ADDRESS + "@0000"), pushed.out());
    assertTrue(hub.writes.isPrivate && hub.files.containsKey("README.md"));
    assertEquals(model.topics(), BERTopicModel.load(ADDRESS).topics());
    assertThrows(IllegalArgumentException.class, () -> BERTopicModel.load("hf://one"));

    List<String> lines = IntStream.range(0, 10).mapToObj(SmallModel::line).toList();
    Files.write(folder.resolve("in.jsonl"), lines);
    String[] transform = {
      "transform",
      "--model",
      ADDRESS,
      "--input",
      path("in.jsonl"),
      "--output",
      path("out"),
      "-D",
      "input.id-column=id",
      "-D",
      "input.embedding-column=embedding"
    };
    assertEquals(0, call(transform).status());
    List<Row> assigned =
        spark().read().parquet(path("out/assignments")).orderBy("id").collectAsList();
    List<Row> expected =
        model.transform(SmallModel.table(spark(), 0, 10)).orderBy("id").collectAsList();
    assertEquals(10, assigned.size());
    for (int i = 0; i < 10; i++) {
      assertEquals(
          expected.get(i).<Integer>getAs("topic"), assigned.get(i).<Integer>getAs("topic"));
    }

    String stale = "versions/0123456789abcdef/layout.bin";
    hub.files.put(stale, HubServer.bytes("of an earlier model", 1));
    Call dry = call("push", "--model", path("model"), "--to", ADDRESS, "--dry-run");
    assertTrue(dry.out().contains("would delete, of earlier models: " + stale), dry.out());
    assertTrue(hub.files.containsKey(stale));
    Call tidied = call("push", "--model", path("model"), "--to", ADDRESS);
    assertTrue(tidied.out().contains("1 deleted"), tidied.out());
    assertTrue(tidied.out().contains("deleted, of earlier models: " + stale), tidied.out());
    System.setProperty("HF_HUB_OFFLINE", "1");
    dry = call("push", "--model", path("model"), "--to", ADDRESS, "--dry-run");
    System.clearProperty("HF_HUB_OFFLINE");
    assertEquals(0, dry.status());
    assertTrue(dry.out().contains("is not known here: "), dry.out());

    // Another model on the branch: the run keeps its own, which the cache has by its commit.
    PushedModel next =
        model
            .setTopicLabels(Map.of(0, "Rockets"))
            .pushToHub(ADDRESS, PushOptions.create().withMessage("Labels"));
    assertTrue(next.unchanged() > next.sent(), next::toString);
    assertEquals("Labels", hub.writes.message);
    assertEquals("Rockets", BERTopicModel.load(ADDRESS).topic(0).label());
    assertFalse(call(transform).err().isEmpty(), "a finished run is not replaced unasked");
    goesOn(transform);
    Call documents = call("documents", "--run", path("out"), "--sample", "2", "--format", "csv");
    assertEquals(0, documents.status(), documents.err());
    assertFalse(documents.out().contains("Rockets"), documents.out());
    assertEquals(0, call("topics", "provenance", "--model", ADDRESS).status());
  }

  /** A run that was interrupted keeps its commit, also where the branch has another by now. */
  private void goesOn(String... transform) throws IOException {
    Path record = folder.resolve("out/run.json");
    String finished = Files.readString(record);
    Files.writeString(
        Files.createDirectories(folder.resolve("again")).resolve("run.json"),
        finished.replace("\"DONE\"", "\"FAILED\""));
    List<String> again = new ArrayList<>(List.of(transform));
    again.set(again.indexOf(path("out")), path("again"));
    String commit = finished.replaceAll("(?s).*\"modelVersion\" : \"([0-9a-f]{40})\".*", "$1");
    Call resumed = call(again.toArray(String[]::new));
    assertEquals(0, resumed.status(), resumed.err());
    assertTrue(resumed.out().contains("goes on with the model '" + ADDRESS + "@" + commit));
    assertTrue(
        Files.readString(folder.resolve("again/run.json"))
            .contains("\"modelVersion\" : \"" + commit + "\""));
  }

  @Test
  void what_cannot_be_sent_is_named() throws IOException {
    Call none = call("push", "--model", path("nothing"), "--to", ADDRESS);
    assertEquals(2, none.status());
    assertTrue(none.err().contains("nothing is not there"), none.err());
    Call address = call("push", "--model", path("nothing"), "--to", "owner/name");
    assertEquals(2, address.status());
    assertTrue(address.err().contains("must be hf://owner/name"), address.err());
    Call run = call("documents", "--run", ADDRESS);
    assertEquals(2, run.status());
    assertTrue(run.err().contains("the hub has models, not runs"), run.err());
    Files.writeString(folder.resolve("in.jsonl"), SmallModel.line(0));
    assertTrue(spark().sparkContext().isLocal(), "the command takes this session");
    Call like =
        call(
            "fit",
            "--like",
            "hf://some-org/other",
            "--input",
            path("in.jsonl"),
            "--output",
            path("fit"));
    assertEquals(2, like.status());
    assertTrue(like.err().contains("check how the name is spelt"), like.err());
    Call model = call("topics", "provenance", "--model", "hf://some-org/other");
    assertEquals(2, model.status());
    assertTrue(model.err().contains("check how the name is spelt"), model.err());
  }
}
