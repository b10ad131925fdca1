package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.CommandLineCall;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

class UpdateJobTest extends SparkTest {

  @TempDir private static Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @BeforeAll
  static void fit() {
    write("fit.parquet", Passages.table(spark(), 0, 120));
    write("chunk.parquet", Passages.table(spark(), 120, 160));
    write("overlap.parquet", Passages.table(spark(), 150, 180));
    Map<String, String> keys = keys("fit.parquet", "fit");
    keys.put("reduction.method", "svd");
    keys.put("clustering.method", "kmeans");
    keys.put("clustering.n-clusters", "4");
    keys.put("vectorizer.stop-words", "english");
    JobConfig config = JobConfig.load("fit", null, keys);
    new FitJob(
            spark(),
            config,
            TopicModelConfig.estimator(config),
            false,
            new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
        .run();
    new UpdateJobTest().update("fit/model", "chunk.parquet", "grown");
  }

  private static void write(String name, Dataset<Row> rows) {
    rows.withColumnRenamed("id", "key").write().parquet(folder.resolve(name).toString());
  }

  private static Map<String, String> keys(String input, String output) {
    Map<String, String> keys = new TreeMap<>();
    keys.put("input.path", "\"" + folder.resolve(input) + "\"");
    keys.put("input.id-column", "key");
    keys.put("input.embedding-column", "embedding");
    keys.put("output.path", "\"" + folder.resolve(output) + "\"");
    return keys;
  }

  private void update(String model, String input, String output, String... settings) {
    Map<String, String> keys = keys(input, output);
    keys.put("model.path", "\"" + folder.resolve(model) + "\"");
    keys.put("chunk.date", "2026-11-28");
    for (String setting : settings) {
      keys.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    new UpdateJob(spark(), JobConfig.load("update", null, keys), new AllowOptions(), false, console)
        .run();
  }

  private String refusal(Runnable work) {
    return assertThrows(UnusableInputException.class, work::run).getMessage();
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  private static byte[] manifest(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model/spark_bertopic.json"));
  }

  @Test
  void the_same_command_again_says_that_it_is_done() throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("grown/run.json"));
    update("fit/model", "chunk.parquet", "grown");
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("this run is finished;"));
    assertEquals(-1, Files.mismatch(folder.resolve("grown/run.json"), written(before)));
    assertTrue(
        refusal(() -> update("fit/model", "chunk.parquet", "grown", "seed=7"))
            .contains("holds a finished run; give --overwrite"));
  }

  private static Path written(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("before"), bytes);
  }

  @Test
  void the_bytes_do_not_depend_on_the_session_or_on_where_the_run_was_interrupted()
      throws IOException {
    Map<String, String> others =
        Map.of(
            "spark.sql.shuffle.partitions", "7",
            "spark.sql.ansi.enabled", "true",
            "spark.sql.caseSensitive", "true",
            "spark.sql.session.timeZone", "Asia/Tokyo");
    Map<String, String> before = new TreeMap<>();
    others.keySet().forEach(key -> before.put(key, spark().conf().get(key)));
    others.forEach((key, value) -> spark().conf().set(key, value));
    try {
      update("fit/model", "chunk.parquet", "elsewhere");
    } finally {
      before.forEach((key, value) -> spark().conf().set(key, value));
    }
    assertEquals(
        new String(manifest("grown"), StandardCharsets.UTF_8),
        new String(manifest("elsewhere"), StandardCharsets.UTF_8));
    // as a run that was killed before it could show its result
    Path record = folder.resolve("elsewhere/run.json");
    Files.writeString(record, Files.readString(record).replace("\"DONE\"", "\"RUNNING\""));
    update("fit/model", "chunk.parquet", "elsewhere");
    assertEquals(
        new String(manifest("grown"), StandardCharsets.UTF_8),
        new String(manifest("elsewhere"), StandardCharsets.UTF_8));
  }

  @Test
  void documents_of_an_earlier_chunk_are_refused_or_go_to_rejected() throws IOException {
    String refused = refusal(() -> update("grown/model", "overlap.parquet", "refused"));
    assertTrue(refused.contains("got 10 of 30 that the model has already, such as passage-150,"));
    assertEquals("FAILED", json("refused/run.json").get("status").asText());
    update("grown/model", "overlap.parquet", "skipped", "online.known-ids=skip");
    JsonNode run = json("skipped/run.json");
    assertEquals(180, run.get("documents").asInt());
    assertEquals(10, run.get("rejected").get("key was added before").asInt());
    assertTrue(run.get("warnings").toString().contains("documents of earlier chunks are set"));
    List<Row> rejected =
        spark().read().json(folder.resolve("skipped/rejected").toString()).collectAsList();
    assertEquals(10, rejected.size());
    assertEquals("key was added before", rejected.get(0).getAs("reason"));
    assertEquals(
        30, spark().read().parquet(folder.resolve("skipped/assignments").toString()).count());
  }

  @Test
  void a_model_that_cannot_be_used_is_refused_with_what_to_do() throws IOException {
    String missing =
        assertThrows(Exception.class, () -> update("nowhere/model", "chunk.parquet", "x"))
            .getMessage();
    assertTrue(missing.contains("is not there; give the directory of a saved model"), missing);
    String own = refusal(() -> update("fit/model", "chunk.parquet", "fit"));
    assertTrue(own.contains("must be apart from what its result is made of"), own);
    for (String version : List.of("v1", "v2", "v3", "v4")) {
      String model = Path.of("src/test/resources/models", version).toAbsolutePath().toString();
      String old = refusal(() -> update(model, "chunk.parquet", "old-" + version));
      assertTrue(old.contains("must have the totals that documents are added to"), old);
      assertTrue(old.contains("to updateTopics, which counts them"), old);
    }
  }

  @Test
  void operations_on_the_run_work_or_say_that_it_has_the_documents_of_one_chunk()
      throws IOException {
    assertEquals(0, command("topics", "merge", "--topics", "0,1", "--output", "merged"));
    assertEquals(160, json("merged/run.json").get("documents").asInt());
    assertEquals(0, command("topics", "update", "-D", "topics.top-n-words=3", "--output", "words"));
    assertEquals(
        FinishedRun.open(folder.resolve("grown").toString()).model().savedModel().vectorizer(),
        FinishedRun.open(folder.resolve("words").toString()).model().savedModel().vectorizer());
    assertEquals(
        3,
        FinishedRun.open(folder.resolve("words").toString())
            .model()
            .topics()
            .get(0)
            .words()
            .size());
    assertEquals(
        ExitStatus.UNUSABLE,
        command("topics", "outliers", "--strategy", "embeddings", "--output", "reduced"));
    assertEquals(
        ExitStatus.UNUSABLE,
        command("topics", "update", "-D", "vectorizer.min-df=2", "--output", "terms"));
  }

  private static int command(String group, String name, String... options) {
    List<String> all = new ArrayList<>(List.of(group, name, "--run", folder + "/grown"));
    for (int i = 0; i < options.length; i++) {
      boolean isPath = i > 0 && options[i - 1].equals("--output");
      all.add(isPath ? folder.resolve(options[i]).toString() : options[i]);
    }
    return CommandLineCall.run(all.toArray(String[]::new));
  }
}
