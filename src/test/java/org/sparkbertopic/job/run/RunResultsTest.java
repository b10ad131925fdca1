package org.sparkbertopic.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.Main;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;

/** What a run shows, keeps, finds damaged and refuses. */
class RunResultsTest extends SparkTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DOCUMENTS = 60;

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<Runnable> atLayout = new ArrayList<>();
  private final List<Runnable> atReading = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();
  private Path output;

  @BeforeEach
  void writeInput() throws IOException {
    output = folder.resolve("run");
    Files.createDirectories(folder.resolve("in"));
    writeTexts("first");
    settings.put("input.path", "\"" + folder.resolve("in") + "\"");
    settings.put("input.format", "json");
    settings.put("input.id-column", "id");
    settings.put("embedding.backend", "tfidf");
    settings.put("embedding.dimensions", "8");
    settings.put("reduction.method", "svd");
    settings.put("report.map", "false");
    settings.put("clustering.method", "kmeans");
    settings.put("clustering.n-clusters", "3");
    settings.put("output.format", "json");
    settings.put("output.path", "\"" + output + "\"");
  }

  @AfterEach
  void withLinks() {
    spark().sparkContext().hadoopConfiguration().unset(RunResults.LINKS);
  }

  private void writeTexts(String word) throws IOException {
    String[] themes = {
      "bread soup bake dough flour", "ball goal team match league", "star moon orbit planet sun"
    };
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      lines.add(
          String.format(
              "{\"id\": \"d%02d\", \"text\": \"%s %s %s\"}",
              i, themes[i % 3], themes[i % 3].substring(0, 4), word));
    }
    Files.write(folder.resolve("in/docs.json"), lines);
  }

  /** Does what a test asked for when the layout begins. */
  private Console console() {
    PrintStream out =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int value) {
                printed.write(value);
                if (value == '\n' && printed().endsWith("> lay out\n")) {
                  runAll(atLayout);
                } else if (value == '\n' && printed().endsWith("> read the input\n")) {
                  runAll(atReading);
                }
              }
            },
            true,
            StandardCharsets.UTF_8);
    return new Console(out);
  }

  private static void runAll(List<Runnable> actions) {
    List<Runnable> asked = List.copyOf(actions);
    actions.clear();
    asked.forEach(Runnable::run);
  }

  private void rewrite(String word) {
    try {
      writeTexts(word);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private JsonNode fit(boolean overwrite) throws IOException {
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), overwrite, console()).run();
    return record();
  }

  private JsonNode record() throws IOException {
    return JSON.readTree(output.resolve("run.json").toFile());
  }

  private String topics() throws IOException {
    return Files.readString(output.resolve("topics.json"));
  }

  private long rows(String table) throws IOException {
    try (Stream<Path> files = Files.list(output.resolve(table))) {
      long rows = 0;
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        rows += Files.readAllLines(file).size();
      }
      return rows;
    }
  }

  private static List<String> stages(JsonNode record, boolean reused) {
    List<String> names = new ArrayList<>();
    record
        .get("stages")
        .forEach(
            stage -> {
              if (stage.get("reused").asBoolean() == reused) {
                names.add(stage.get("name").asText());
              }
            });
    return names;
  }

  private static Path firstPart(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void new_results_appear_together_and_the_old_stay_until_then() throws IOException {
    JsonNode first = fit(false);
    Path shown = output.resolve("_current").toRealPath();
    assertEquals(shown.getFileName().toString(), first.get("result").asText());
    for (String name : List.of("model", "assignments", "topics.json", "report.html", "run.json")) {
      assertEquals(shown.resolve(name), output.resolve(name).toRealPath());
    }
    assertEquals(DOCUMENTS, rows("assignments"));
    assertTrue(Files.exists(firstPart(output.resolve("embeddings"))));
    String before = topics();

    settings.put("embedding.dimensions", "6");
    settings.put("clustering.n-clusters", "2");
    List<String> during = new ArrayList<>();
    atLayout.add(
        () -> {
          try {
            during.add(topics());
            during.add(record().get("status").asText());
            during.add(
                JSON.readTree(output.resolve("_stages/run.json").toFile()).get("status").asText());
            FinishedRun old = FinishedRun.open(output.toString());
            during.add("" + old.embeddings(spark()).count());
            during.add("" + old.model().topics().size());
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    JsonNode second = fit(true);
    assertEquals(List.of(before, "DONE", "RUNNING", "60", "3"), during);
    assertNotEquals(first.get("result"), second.get("result"));
    assertEquals(2, JSON.readTree(topics()).size());
    assertFalse(Files.exists(output.resolve("_stages/run.json")));
    assertTrue(Files.exists(shown), "the result before is kept for its readers");
    settings.put("clustering.n-clusters", "4");
    fit(true);
    assertFalse(Files.exists(shown), "and goes when there is another");
    try (Stream<Path> names = Files.list(output.resolve("_stages"))) {
      assertEquals(1, names.filter(name -> name.toString().contains("embed-")).count());
    }
  }

  @Test
  void a_run_that_fails_leaves_the_finished_one_as_it_was() throws IOException {
    fit(false);
    String before = topics();
    settings.put("seed", "7");
    atLayout.add(
        () -> {
          throw new IllegalStateException("the power went out");
        });
    assertThrows(IllegalStateException.class, () -> fit(true));
    assertEquals("DONE", record().get("status").asText());
    JsonNode failed = JSON.readTree(output.resolve("_stages/run.json").toFile());
    assertEquals("FAILED", failed.get("status").asText());
    assertEquals("the power went out", failed.get("error").asText());
    assertEquals(before, topics());
    assertEquals(3, FinishedRun.open(output.toString()).model().topics().size());
    assertTrue(stages(fit(true), true).contains("embed"), record().toString());
    assertEquals(7, record().get("seed").asInt());
    assertFalse(Files.exists(output.resolve("_lease")));
  }

  @Test
  void damaged_stages_are_named_and_made_anew() throws IOException {
    fit(false);
    String before = topics();
    Path stages = output.resolve("_stages");
    FileUtils.deleteDirectory(output.resolve("_results").toFile());
    Files.delete(output.resolve("run.json"));
    Files.delete(firstPart(stages.resolve("assign")));
    flip(stages.resolve("layout.bin"));
    flip(stages.resolve("term_vectors.bin"));
    Path embeddings;
    try (Stream<Path> names = Files.list(stages)) {
      embeddings =
          names
              .filter(name -> Files.isDirectory(name) && name.toString().contains("embed-"))
              .findFirst()
              .orElseThrow();
    }
    Path part = firstPart(embeddings);
    flip(part.resolveSibling("." + part.getFileName() + ".crc"));
    JsonNode healed = fit(false);
    assertEquals("DONE", healed.get("status").asText());
    assertEquals(DOCUMENTS, rows("assignments"));
    assertEquals(before, topics());
    for (String stage : List.of("train the embedder", "embed", "lay out", "assign")) {
      assertTrue(stages(healed, false).contains(stage), stage);
      assertTrue(printed().contains(stage + ": the earlier run's result is damaged"), printed());
    }
    assertTrue(stages(healed, true).contains("check the input"));
  }

  @Test
  void a_finished_run_that_lost_files_is_refused_and_made_whole_by_its_command()
      throws IOException {
    fit(false);
    String before = topics();
    Files.delete(firstPart(output.resolve("assignments")));
    String message =
        assertThrows(UnusableInputException.class, () -> FinishedRun.open(output.toString()))
            .getMessage();
    assertTrue(message.contains("assignments: the file part-"), message);
    fit(false);
    assertTrue(printed().contains("the finished run is damaged (assignments: "), printed());
    assertEquals(DOCUMENTS, rows("assignments"));

    Path part = firstPart(output.resolve("assignments"));
    flip(part.resolveSibling("." + part.getFileName() + ".crc"));
    fit(false);
    assertTrue(printed().contains("does not agree with its .crc file"), printed());
    assertEquals(DOCUMENTS, spark().read().json(output.resolve("assignments").toString()).count());

    flip(output.resolve("topics.json"));
    assertThrows(UnusableInputException.class, () -> FinishedRun.open(output.toString()));
    fit(false);
    assertEquals(before, topics());
    flip(output.resolve("model/topic_embeddings.safetensors"));
    fit(false);
    assertEquals(3, FinishedRun.open(output.toString()).model().topics().size());
  }

  @Test
  void input_that_changes_while_it_is_read_is_an_error_and_nothing_is_published()
      throws IOException {
    atReading.add(() -> rewrite("another"));
    String message = assertThrows(UnusableInputException.class, () -> fit(false)).getMessage();
    assertTrue(message.contains("must not change while a run reads it"), message);
    assertTrue(message.contains("docs.json' has "), message);
    assertFalse(Files.exists(output.resolve("topics.json")));
    assertEquals("FAILED", record().get("status").asText());
    assertEquals("DONE", fit(false).get("status").asText());
    atLayout.add(() -> rewrite("later"));
    settings.put("seed", "7");
    fit(true);
    assertTrue(atLayout.isEmpty());
    assertTrue(topics().contains("another"), topics());
    assertFalse(topics().contains("later"), "what changes after it was read does not matter");
    Files.writeString(folder.resolve("in/later.json"), "{\"id\": \"x\", \"text\": \"new\"}\n");
    assertNotEquals(record().get("inputFingerprint"), fit(true).get("inputFingerprint"));
  }

  @Test
  void a_run_by_an_earlier_version_is_read_and_replaced() throws IOException {
    fit(false);
    Path old = folder.resolve("old");
    Files.createDirectories(old);
    for (String name : List.of("model", "assignments", "embeddings")) {
      FileUtils.copyDirectory(output.resolve(name).toFile(), old.resolve(name).toFile());
    }
    for (String name : List.of("topics.json", "report.html")) {
      Files.copy(output.resolve(name), old.resolve(name));
    }
    ObjectNode record = (ObjectNode) record();
    record.remove(List.of("result", "resultFiles", "embeddings"));
    record.put("formatVersion", 1);
    ((ObjectNode) record.get("configuration").get("output")).put("path", old.toString());
    JSON.writeValue(old.resolve("run.json").toFile(), record);
    FinishedRun run = FinishedRun.open(old.toString());
    assertEquals(3, run.model().topics().size());
    assertEquals(DOCUMENTS, run.assignments(spark()).count());
    assertEquals(DOCUMENTS, run.embeddings(spark()).count());

    settings.put("output.path", "\"" + old + "\"");
    settings.put("clustering.n-clusters", "2");
    output = old;
    assertEquals("DONE", fit(true).get("status").asText());
    assertEquals(2, JSON.readTree(topics()).size());
    assertTrue(Files.isSymbolicLink(old.resolve("assignments")));
    assertTrue(Files.exists(old.resolve("_results/before/topics.json")));
    settings.put("clustering.n-clusters", "3");
    fit(true);
    assertFalse(Files.exists(old.resolve("_results/before")));
    assertEquals(DOCUMENTS, rows("assignments"));
  }

  @Test
  void without_links_the_names_are_copies_and_the_record_says_what_is_shown() throws IOException {
    spark().sparkContext().hadoopConfiguration().setBoolean(RunResults.LINKS, false);
    JsonNode first = fit(false);
    assertFalse(Files.isSymbolicLink(output.resolve("assignments")));
    assertFalse(Files.exists(output.resolve("_current")));
    assertTrue(Files.exists(firstPart(output.resolve("embeddings"))));
    assertEquals(DOCUMENTS, rows("assignments"));
    assertEquals(first, fit(false));
    Files.delete(output.resolve("report.html"));
    fit(false);
    assertTrue(Files.exists(output.resolve("report.html")));

    settings.put("clustering.n-clusters", "2");
    settings.put("embedding.dimensions", "6");
    JsonNode second = fit(true);
    assertEquals(2, JSON.readTree(topics()).size());
    assertEquals(DOCUMENTS, rows("assignments"));
    assertTrue(second.get("embeddings").asText().startsWith("_stages/embed-"));
    assertEquals(DOCUMENTS, FinishedRun.open(output.toString()).embeddings(spark()).count());
  }

  @Test
  void two_runs_of_one_folder_at_a_time_are_one_too_many() throws IOException {
    List<String> refused = new ArrayList<>();
    atLayout.add(
        () ->
            refused.add(assertThrows(UnusableInputException.class, () -> fit(false)).getMessage()));
    assertEquals("DONE", fit(false).get("status").asText());
    assertTrue(refused.get(0).contains("is in use by"), refused.get(0));
  }

  @Test
  void a_corrected_list_of_seed_words_is_laid_out_anew() throws IOException {
    settings.put("guided.seed-topics", "[[\"bread, soup\"]]");
    fit(false);
    settings.put("guided.seed-topics", "[[\"bread\", \"soup\"]]");
    JsonNode corrected = fit(true);
    assertTrue(stages(corrected, false).contains("lay out"), corrected.toString());
    assertTrue(stages(corrected, true).contains("embed"), corrected.toString());
  }

  private void transform(Path target, boolean overwrite) {
    Map<String, String> values = new HashMap<>();
    for (String key : List.of("input.path", "input.format", "input.id-column", "output.format")) {
      values.put(key, settings.get(key));
    }
    values.put("model.path", "\"" + output.resolve("model") + "\"");
    values.put("output.path", "\"" + target + "\"");
    JobConfig config = JobConfig.load("transform", null, values);
    new TransformJob(spark(), config, overwrite, console()).run();
  }

  private static String refusedModel(Path run) {
    FinishedRun opened = FinishedRun.openAssigned(run.toString());
    return assertThrows(UnusableInputException.class, opened::model).getMessage();
  }

  @Test
  void a_transform_is_read_with_the_model_that_it_used_or_not_at_all() throws IOException {
    fit(false);
    Path day = folder.resolve("day");
    transform(day, false);
    assertEquals(3, FinishedRun.openAssigned(day.toString()).model().topics().size());
    Exception run =
        assertThrows(Exception.class, () -> BERTopicModel.load(output.toString()), "a run");
    assertTrue(
        run.getMessage().contains("is the folder of a run, not a model; give "), run.getMessage());
    assertTrue(run.getMessage().endsWith(output + "/model"), run.getMessage());
    // The same model made again is the same model.
    fit(true);
    assertEquals(3, FinishedRun.openAssigned(day.toString()).model().topics().size());

    settings.put("clustering.n-clusters", "2");
    fit(true);
    String message = refusedModel(day);
    assertTrue(message.contains("whose model '" + output.resolve("model") + "' was"), message);
    assertTrue(message.endsWith("made anew since; run transform again"), message);
    assertEquals(
        ExitStatus.UNUSABLE,
        Main.run("topics", "per-class", "--run", day.toString(), "--class-column", "text"));
    assertFalse(Files.exists(day.resolve("topics-per-class")));

    ObjectNode record = (ObjectNode) JSON.readTree(day.resolve("run.json").toFile());
    record.remove("modelDigest");
    JSON.writeValue(day.resolve("run.json").toFile(), record);
    assertEquals(2, FinishedRun.openAssigned(day.toString()).model().topics().size());

    FileUtils.moveDirectory(output.toFile(), folder.resolve("moved").toFile());
    message = refusedModel(day);
    assertTrue(message.endsWith("put it back, or run transform again"), message);
  }

  private void assertNoPlace(Path target) {
    String message =
        assertThrows(UnusableInputException.class, () -> transform(target, true)).getMessage();
    assertTrue(message.startsWith("output.path must be "), message);
    assertTrue(message.endsWith("; name another folder"), message);
    assertFalse(message.contains("--overwrite"), message);
  }

  @Test
  void no_result_goes_to_the_model_in_use_or_among_the_files_of_a_run() throws IOException {
    fit(false);
    String before = topics();
    Path link = Files.createSymbolicLink(folder.resolve("link"), output.resolve("model"));
    Path copied = folder.resolve("copied");
    FileUtils.copyDirectory(output.resolve("model").toFile(), copied.toFile());
    for (Path target :
        List.of(
            output,
            folder,
            output.resolve("model"),
            output.resolve("model/day"),
            output.resolve("assignments/day"),
            output.resolve("day"),
            output.resolve("_current"),
            link,
            link.resolve("day"),
            copied.resolve("day"))) {
      assertNoPlace(target);
    }
    settings.put("output.path", "\"" + output.resolve("model/day") + "\"");
    String message = assertThrows(UnusableInputException.class, () -> fit(true)).getMessage();
    assertTrue(message.contains("must be outside of other runs and models"), message);
    assertEquals(before, topics());
    try (Stream<Path> names = Files.list(output.resolve("model"))) {
      assertTrue(names.noneMatch(name -> name.endsWith("day")));
    }
    // A folder that only looks like one may hold runs.
    Files.writeString(Files.createDirectories(folder.resolve("else")).resolve("run.json"), "{}");
    transform(folder.resolve("else/day"), false);
    assertTrue(Files.exists(folder.resolve("else/day/run.json")));
  }

  @Test
  void what_a_run_did_not_write_stays_in_models_and_embeddings_too() throws IOException {
    fit(false);
    Path first = output.resolve("_current").toRealPath();
    Path embeddings = output.resolve("embeddings").toRealPath();
    settings.put("embedding.dimensions", "6");
    fit(true);
    Path note = Files.writeString(first.resolve("model/note.txt"), "mine");
    Path own = Files.writeString(embeddings.resolve("mine.npy"), "mine");
    settings.put("embedding.dimensions", "5");
    fit(true);
    assertEquals("mine", Files.readString(note));
    assertEquals("mine", Files.readString(own));

    Path shown = Files.writeString(output.resolve("model/note.txt"), "mine");
    settings.put("embedding.dimensions", "7");
    String message = assertThrows(UnusableInputException.class, () -> fit(true)).getMessage();
    assertTrue(message.contains("note.txt' was not written by a run"), message);
    Files.delete(shown);
    Files.delete(note);
    fit(true);
    assertFalse(Files.exists(first), "without it the result goes");
    assertTrue(Files.exists(own));
  }
}
