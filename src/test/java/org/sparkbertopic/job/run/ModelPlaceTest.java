package org.sparkbertopic.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.hub.HubServer;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.StoredModel;
import org.sparkbertopic.persistence.hub.ModelPush;
import org.sparkbertopic.persistence.hub.PushOptions;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.GoldenModel;

/** Without Spark, against a server that answers as the hub does. */
class ModelPlaceTest {

  private static final String ADDRESS = "hf://" + HubServer.REPOSITORY;
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir Path home;
  private HubServer hub;

  @BeforeEach
  void start() throws IOException {
    hub = new HubServer();
    hub.writes.exists = false;
    Files.writeString(home.resolve("token"), "hf_token");
    System.setProperty("HF_ENDPOINT", hub.endpoint().toString());
    System.setProperty("HF_HOME", home.toString());
  }

  @AfterEach
  void stop() {
    hub.close();
    System.clearProperty("HF_ENDPOINT");
    System.clearProperty("HF_HOME");
  }

  private static void push(PushOptions options) throws IOException {
    ModelPush.to(ADDRESS).push(new StoredModel(GoldenModel.read(), Optional.empty()), options);
  }

  private static String begun(String model, String version) {
    return ModelPlace.begun(model, version, "the run", "do that", HADOOP);
  }

  private static String gone(String model, String version) {
    String message =
        assertThrows(UnusableInputException.class, () -> begun(model, version)).getMessage();
    System.out.println(message);
    assertTrue(message.startsWith("the run began with the model '"), message);
    assertTrue(message.endsWith("; do that"), message);
    return message;
  }

  @Test
  void a_branch_that_moved_leaves_the_commit_that_a_run_began_with() throws IOException {
    push(PushOptions.create());
    String first = ModelPlace.folder(ADDRESS);
    String commit = first.substring(first.lastIndexOf('/') + 1);
    hub.files.remove("README.md");
    push(PushOptions.create().withMessage("Card"));
    long before = hub.seen.size();
    assertEquals(first, begun(ADDRESS, commit));
    assertEquals(before, hub.seen.size(), "a commit in the cache is not asked for");
    // the branch, even of another name, is not asked for either
    assertEquals(first, begun(ADDRESS + "@next", commit));

    System.setProperty("HF_HOME", Files.createDirectory(home.resolve("another")).toString());
    String message = gone(ADDRESS, commit);
    assertTrue(message.contains(ADDRESS + "@" + commit + "', which is not in the cache"), message);
    assertTrue(message.contains("has no revision " + commit), message);
  }

  @Test
  void a_version_of_a_folder_that_was_deleted_is_named() throws IOException {
    Path version = home.resolve("models").resolve("v000002");
    ModelDirectory.at(version.toString(), HADOOP).write(GoldenModel.read(), false);
    String models = home.resolve("models").toString();
    assertEquals(version.toString(), begun(models, "v000002"));
    assertTrue(gone(models, "v000001").contains("v000001', which is not there any more"));
  }
}
