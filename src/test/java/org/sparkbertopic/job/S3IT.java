package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecordFile;
import org.sparkbertopic.job.run.RunResults;
import org.sparkbertopic.job.run.StageMarks.Mark;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.S3Endpoint;
import org.sparkbertopic.testing.SparkTest;

/** The jobs with input, output and model in a bucket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3IT extends SparkTest {

  private static final int DOCUMENTS = 300;
  private static final int EMBEDDED_TEXTS = 30;

  @TempDir static java.nio.file.Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private S3Endpoint endpoint;
  private String input;

  @BeforeAll
  void startEndpoint() throws Exception {
    endpoint = S3Endpoint.start("spark-bertopic-test");
    endpoint.configure(hadoop());
    input = uri("in");
    Passages.table(spark(), 0, DOCUMENTS).write().parquet(input);
  }

  @AfterAll
  void stopEndpoint() throws Exception {
    // Hadoop keeps file systems by their URI: a later endpoint's would be this one.
    new Path(endpoint.uri()).getFileSystem(hadoop()).close();
    endpoint.close();
  }

  private static Configuration hadoop() {
    return spark().sparkContext().hadoopConfiguration();
  }

  private String uri(String name) {
    return endpoint.uri() + "/" + name;
  }

  private Map<String, String> settings(String from, String output) {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", quoted(from));
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", quoted(output));
    return settings;
  }

  private static String quoted(String value) {
    return "\"" + value + "\"";
  }

  private JsonNode fit(Map<String, String> settings, boolean overwrite) throws IOException {
    JobConfig config = JobConfig.load("fit", null, settings);
    printed.reset();
    new FitJob(spark(), config, TopicModelConfig.estimator(config), overwrite, Consoles.to(printed))
        .run();
    return new ObjectMapper().readTree(bytes(config.string("output.path") + "/run.json"));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String path) throws IOException {
    Path file = new Path(path);
    try (InputStream in = file.getFileSystem(hadoop()).open(file)) {
      return in.readAllBytes();
    }
  }

  private static JsonNode withoutTime(byte[] provenance) throws IOException {
    ObjectNode root = (ObjectNode) new ObjectMapper().readTree(provenance);
    assertNotNull(root.remove("sha256"));
    assertNotNull(root.remove("time"));
    return root;
  }

  private static List<String> names(String path) throws IOException {
    Path root = new Path(path);
    List<String> names = new ArrayList<>();
    for (FileStatus status : root.getFileSystem(hadoop()).listStatus(root)) {
      names.add(status.getPath().getName());
    }
    return names;
  }

  private static void delete(String path) throws IOException {
    Path file = new Path(path);
    assertTrue(file.getFileSystem(hadoop()).delete(file, false), path);
  }

  private static List<String> assignments(String run) {
    return spark().read().parquet(run + "/assignments").orderBy("id").toJSON().collectAsList();
  }

  private static List<String> stages(JsonNode record, boolean reused) {
    List<String> names = new ArrayList<>();
    for (JsonNode stage : record.get("stages")) {
      if (stage.get("reused").asBoolean() == reused) {
        names.add(stage.get("name").asText());
      }
    }
    return names;
  }

  @Test
  void a_bucket_gets_what_a_folder_gets_and_its_model_assigns_the_same() throws IOException {
    String output = uri("run");
    JsonNode record = fit(settings(input, output), false);
    assertEquals("DONE", record.get("status").asText());
    assertEquals(DOCUMENTS, record.get("documents").asInt());
    assertEquals(
        List.of(
            "_results",
            "_stages",
            "assignments",
            "map",
            "model",
            "report.html",
            "run.json",
            "topics.json"),
        names(output).stream().sorted().toList());

    String local = folder.resolve("run").toString();
    fit(settings(input, local), false);
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("run/topics.json")), bytes(output + "/topics.json"));
    // A store without renames has its files in a version from the start; the manifest says which.
    String version = output + "/model/versions/" + names(output + "/model/versions").get(0);
    for (String file : names(local + "/model")) {
      if (file.equals("provenance.json")) {
        // Two fits differ in their time, and so in the check sum over it, and in nothing else.
        assertEquals(
            withoutTime(bytes(local + "/model/" + file)), withoutTime(bytes(version + "/" + file)));
      } else if (!file.equals("spark_bertopic.json")) {
        assertArrayEquals(bytes(local + "/model/" + file), bytes(version + "/" + file), file);
      }
    }
    assertEquals(DOCUMENTS, assignments(output).size());
    assertEquals(assignments(local), assignments(output));

    String transformed = uri("transformed");
    Map<String, String> settings = settings(input, transformed);
    settings.put("model.path", quoted(output + "/model"));
    JobConfig config = JobConfig.load("transform", null, settings);
    new TransformJob(spark(), config, false, Consoles.to(printed)).run();
    assertEquals(assignments(output), assignments(transformed));
  }

  @Test
  void a_run_in_a_bucket_is_recognised_taken_up_and_replaced_on_demand() throws IOException {
    String output = uri("again");
    Map<String, String> settings = settings(input, output);
    JsonNode first = fit(settings, false);
    assertEquals(first, fit(settings, false));
    assertTrue(printed().contains("this run is finished"), printed());

    delete(output + "/report.html");
    JsonNode again = fit(settings, false);
    assertEquals(
        List.of("check the input", "lay out", "assign", "represent", "draw the map"),
        stages(again, true));
    assertTrue(names(output).contains("report.html"));

    settings.put("topics.top-n-words", "5");
    UnusableInputException refused =
        assertThrows(UnusableInputException.class, () -> fit(settings, false));
    assertTrue(refused.getMessage().contains("--overwrite"), refused.getMessage());
    JsonNode changed = fit(settings, true);
    assertEquals(
        List.of("check the input", "lay out", "assign", "draw the map"), stages(changed, true));
    assertEquals(List.of("read the input", "represent", "publish"), stages(changed, false));
    JsonNode topics = new ObjectMapper().readTree(bytes(output + "/topics.json"));
    assertEquals(5, topics.get(0).get("words").size());
    assertFalse(
        names(output).stream().anyMatch(name -> name.startsWith("_previous-")),
        "the replaced model is cleared away");
  }

  @Test
  void a_record_is_replaced_by_one_write_without_a_moment_in_which_there_is_none()
      throws IOException {
    RunDirectory directory = RunDirectory.at(uri("record"), hadoop());
    RunRecord record = new RunRecord();
    record.command = "fit";
    directory.record().write(record);

    long start = writes();
    directory.files().create(directory.path("plain"), true).close();
    long plain = writes() - start;
    assertTrue(plain > 0, "requests are counted");
    record.documents = 7;
    directory.record().write(record);
    assertEquals(plain, writes() - start - plain);
    assertEquals(7, directory.previousRun(false).orElseThrow().documents);
  }

  /** Requests of this JVM that changed something in a bucket: puts, copies, deletes. */
  private long writes() {
    // Hadoop counts those of its second interface to file systems, which has a rename that
    // replaces, apart.
    return FileSystem.getGlobalStorageStatistics().get("s3a").getLong("writeOps")
        + FileContext.getStatistics(URI.create(endpoint.uri())).getWriteOps();
  }

  @Test
  void an_embedding_that_was_interrupted_goes_on_with_the_documents_that_lack() throws IOException {
    String texts = uri("texts");
    Passages.table(spark(), 0, EMBEDDED_TEXTS).drop("embedding").write().parquet(texts);
    String output = uri("embedded");
    Map<String, String> settings = settings(texts, output);
    settings.remove("input.embedding-column");
    fit(settings, false);
    byte[] topics = bytes(output + "/topics.json");
    List<String> assigned = assignments(output);

    int kept = EMBEDDED_TEXTS * 2 / 3;
    interruptEmbedding(output, kept);
    JsonNode resumed = fit(settings, false);
    assertTrue(printed().contains("had finished 20 of 30 documents"), printed());
    assertEquals(List.of("check the input"), stages(resumed, true));
    Dataset<Row> embeddings = spark().read().parquet(output + "/embeddings");
    assertEquals(EMBEDDED_TEXTS, embeddings.count());
    assertEquals(EMBEDDED_TEXTS, embeddings.select("id").distinct().count());
    assertArrayEquals(topics, bytes(output + "/topics.json"));
    assertEquals(assigned, assignments(output));
  }

  /** What a run leaves that dies after {@code kept} documents. */
  private static void interruptEmbedding(String output, int kept) throws IOException {
    RunDirectory directory = RunDirectory.at(output, hadoop());
    RunRecord record = directory.previousRun(false).orElseThrow();
    record.status = RunRecord.Status.RUNNING;
    record.result = null;
    Mark whole = directory.marks().of(Stage.EMBED).orElseThrow();
    String table = directory.tablePath(Stage.EMBED, whole.fingerprint()).toString();
    directory.write(RunDirectory.RUN_FILE, RunRecordFile.json(record));
    directory.files().delete(directory.path(RunResults.RESULTS), true);
    directory
        .marks()
        .set(Stage.EMBED, new Mark(whole.fingerprint(), false, -1, whole.counts(), Map.of()));
    for (Stage later : List.of(Stage.LAYOUT, Stage.ASSIGN, Stage.REPRESENT, Stage.MAP)) {
      directory.marks().clear(later);
    }
    Dataset<Row> embeddings = spark().read().parquet(table);
    List<Row> rows = embeddings.orderBy("id").limit(kept).collectAsList();
    spark()
        .createDataFrame(rows, embeddings.schema())
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(table);
  }
}
