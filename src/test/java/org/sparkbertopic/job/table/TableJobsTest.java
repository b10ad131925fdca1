package org.sparkbertopic.job.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.testing.TableSession;

/** Whole runs that read tables of Delta and Iceberg, and write them. */
class TableJobsTest extends SparkTest {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path shared;
  private static TableSession tables;

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private String input;
  private String output;

  @BeforeAll
  static void open() throws Exception {
    tables = TableSession.open(SparkTest.spark(), shared);
    SmallModel.save(session(), 7, shared.resolve("model"));
  }

  @AfterAll
  static void close() {
    tables.close();
  }

  private static SparkSession session() {
    return tables.spark();
  }

  /** Names that no other test has. */
  @BeforeEach
  void name() {
    int number = NUMBER.incrementAndGet();
    input = "documents" + number;
    output = "topics" + number;
  }

  /** The table of a format: Delta's in Spark's own catalog, Iceberg's in its catalog. */
  private static String named(String format, String name) {
    return format.equals("delta") ? "default." + name : "ice.db." + name;
  }

  private static void create(String format, String table, Dataset<Row> rows) throws Exception {
    rows.writeTo(table).using(format).create();
  }

  private static Dataset<Row> documents(int from, int to) {
    return SmallModel.table(session(), from, to)
        .withColumn("lang", functions.expr("if(int(substring(id, 2)) % 4 < 2, 'en', 'de')"));
  }

  private Map<String, String> settings(String table, String run) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("input.path", table);
    settings.put("input.format", "table");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve(run) + "\"");
    return settings;
  }

  private JsonNode transform(Map<String, String> settings, boolean overwrite) throws IOException {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("model.path", "\"" + shared.resolve("model") + "\"");
    JobConfig config = JobConfig.load("transform", null, all);
    new TransformJob(session(), config, overwrite, Consoles.to(printed)).run();
    return record(config);
  }

  private JsonNode fit(Map<String, String> settings, boolean overwrite) throws IOException {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("reduction.method", "none");
    all.put("clustering.method", "kmeans");
    all.put("clustering.n-clusters", "2");
    JobConfig config = JobConfig.load("fit", null, all);
    new FitJob(
            session(), config, TopicModelConfig.estimator(config), overwrite, Consoles.to(printed))
        .run();
    return record(config);
  }

  private static JsonNode record(JobConfig config) throws IOException {
    return new ObjectMapper()
        .readTree(Path.of(config.string("output.path")).resolve("run.json").toFile());
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static String refusal(org.junit.jupiter.api.function.Executable run) {
    return assertThrows(UnusableInputException.class, run).getMessage();
  }

  private static List<String> rows(String table, String... columns) {
    List<String> rows = new ArrayList<>();
    session()
        .table(table)
        .selectExpr(columns)
        .orderBy("id")
        .collectAsList()
        .forEach(row -> rows.add(row.mkString(" ")));
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void a_run_reads_the_version_that_was_there_and_a_rerun_reads_it_again(String format)
      throws Exception {
    String table = named(format, input);
    create(format, table, documents(0, 20));
    Map<String, String> settings = settings(table, "run");
    JsonNode first = fit(settings, false);
    assertEquals(20, first.get("documents").asInt());
    assertEquals(format, first.at("/input/format").asText());
    assertEquals(table, first.at("/input/table").asText());
    assertFalse(first.at("/input/version").asText().isEmpty());
    documents(20, 30).writeTo(table).append();

    JsonNode again = fit(settings, false);
    assertEquals(first.get("input"), again.get("input"));
    assertEquals(first.get("result"), again.get("result"));
    assertTrue(printed().contains("this run is finished"), printed());
    assertTrue(printed().contains("--overwrite reads that one"), printed());

    JsonNode anew = fit(settings, true);
    assertEquals(30, anew.get("documents").asInt());
    settings.put("input.version", first.at("/input/version").asText());
    settings.put("output.path", "\"" + folder.resolve("other") + "\"");
    JsonNode other = fit(settings, false);
    assertEquals(20, other.get("documents").asInt());
    assertEquals(first.at("/input/version"), other.at("/input/version"));
  }
}
