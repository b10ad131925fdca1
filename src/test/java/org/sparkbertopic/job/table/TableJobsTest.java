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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    return tables.table(format, name);
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
    all.put("report.map", "false");
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

  @Test
  void a_version_that_is_gone_is_told_with_what_to_do() throws Exception {
    String delta = named("delta", input);
    create("delta", delta, documents(0, 20));
    Map<String, String> ofDelta = settings(delta, "delta");
    JsonNode first = transform(ofDelta, false);
    documents(20, 24).writeTo(delta).overwrite(functions.lit(true));
    session().conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
    session().sql("VACUUM " + delta + " RETAIN 0 HOURS");
    ofDelta.put("input.version", first.at("/input/version").asText());
    String vacuumed = refusal(() -> transform(ofDelta, true));
    assertTrue(vacuumed.contains("which is gone: VACUUM"), vacuumed);
    assertTrue(vacuumed.contains("leave out input.version to read"), vacuumed);
    ofDelta.put("input.version", "77");
    String never = refusal(() -> transform(ofDelta, true));
    assertTrue(never.contains("input.version must be a version that"), never);
    assertTrue(never.contains("it has versions 0 ("), never);

    String iceberg = named("iceberg", input);
    create("iceberg", iceberg, documents(0, 20));
    Map<String, String> ofIceberg = settings(iceberg, "iceberg");
    String expired = fit(ofIceberg, false).at("/input/version").asText();
    documents(20, 24).writeTo(iceberg).overwrite(functions.lit(true));
    session()
        .sql(
            "CALL ice.system.expire_snapshots(table => 'db."
                + input
                + "', snapshot_ids => ARRAY("
                + expired
                + "))");
    String gone = refusal(() -> fit(ofIceberg, false));
    assertTrue(gone.contains("version " + expired), gone);
    assertTrue(gone.contains("expiry of snapshots"), gone);
    assertEquals(4, transform(settings(iceberg, "anew"), false).get("documents").asInt());
  }

  @Test
  void a_table_that_was_made_again_is_not_the_one_that_the_run_began_with() throws Exception {
    String table = named("delta", input);
    create("delta", table, documents(0, 20));
    Map<String, String> settings = settings(table, "run");
    fit(settings, false);
    session().sql("DROP TABLE " + table);
    create("delta", table, documents(0, 30));
    String other = refusal(() -> fit(settings, false));
    assertTrue(other.contains("the table was made again"), other);
    assertEquals(30, fit(settings, true).get("documents").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void a_time_names_the_version_that_was_there(String format) throws Exception {
    String table = named(format, input);
    create(format, table, documents(0, 20));
    JsonNode first = transform(settings(table, "first"), false);
    documents(20, 30).writeTo(table).append();
    Map<String, String> settings = settings(table, "then");
    settings.put("input.timestamp", first.at("/input/timestamp").asText());
    JsonNode then = transform(settings, false);
    assertEquals(first.get("input"), then.get("input"));
    assertEquals(20, then.get("documents").asInt());
    settings.put("output.path", "\"" + folder.resolve("before") + "\"");
    settings.put("input.timestamp", "1999-01-01");
    String before = refusal(() -> transform(settings, false));
    assertTrue(before.contains("must not be before the first version"), before);
    settings.put("input.timestamp", "2999-01-01 00:00:00");
    String later = refusal(() -> transform(settings, false));
    assertTrue(later.contains("must not be in the future"), later);
  }

  /** The topics' table refuses the rows, which ends the run behind the first table. */
  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void a_run_that_ends_between_table_and_result_goes_on_and_writes_once(String format)
      throws Exception {
    String table = named(format, input);
    create(format, table, documents(0, 20));
    String topics = named("delta", "words_of_" + output);
    Map<String, String> settings = settings(table, "run");
    settings.put("output.table", named(format, output));
    settings.put("output.mode", "append");
    settings.put("output.topics-table", topics);
    session()
        .sql(
            "CREATE TABLE "
                + topics
                + " (topic INT, size BIGINT, name STRING, label STRING, words ARRAY<STRUCT<word:"
                + " STRING, weight: DOUBLE>>, representative_documents ARRAY<STRING>) USING delta"
                + "");
    session().sql("ALTER TABLE " + topics + " ADD CONSTRAINT few CHECK (size < 0)");
    Exception ended = assertThrows(IllegalStateException.class, () -> fit(settings, false));
    assertTrue(ended.getMessage().contains(topics), ended.getMessage());
    assertEquals(20, session().table(named(format, output)).count());
    JsonNode failed = record(JobConfig.load("fit", null, settings));
    assertEquals("FAILED", failed.get("status").asText());
    documents(20, 30).writeTo(table).append();

    session().sql("ALTER TABLE " + topics + " DROP CONSTRAINT few");
    JsonNode whole = fit(settings, false);
    assertEquals(failed.get("input"), whole.get("input"));
    assertEquals(failed.get("id"), whole.get("id"));
    assertEquals(20, whole.get("documents").asInt());
    assertEquals(20, session().table(named(format, output)).count());
    assertTrue(printed().contains("it has the rows of this run already"), printed());
    assertEquals(
        List.of("0", "1"),
        session()
            .table(topics)
            .orderBy("topic")
            .selectExpr("string(topic)")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList());
    assertEquals(named(format, output), whole.at("/tables/0/table").asText());
    assertEquals("append", whole.at("/tables/0/mode").asText());
    assertFalse(whole.at("/tables/0/version").asText().isEmpty());
  }

  @Test
  void a_run_that_overwrites_and_died_goes_on_with_its_version_or_the_present_one()
      throws Exception {
    String table = named("iceberg", input);
    create("iceberg", table, documents(0, 20));
    Map<String, String> settings = settings(table, "run");
    settings.put("output.topics-table", named("delta", "words_" + output));
    JsonNode first = fit(settings, false);
    documents(20, 24).writeTo(table).append();
    String words = named("delta", "words_" + output);
    session().sql("ALTER TABLE " + words + " ADD CONSTRAINT few CHECK (size < 11)");
    assertThrows(IllegalStateException.class, () -> fit(settings, true));
    documents(24, 30).writeTo(table).append();
    session().sql("ALTER TABLE " + words + " DROP CONSTRAINT few");
    assertEquals(first, record(JobConfig.load("fit", null, settings)));
    JsonNode again = fit(settings, true);
    assertEquals(24, again.get("documents").asInt());

    session().sql("ALTER TABLE " + words + " ADD CONSTRAINT few CHECK (size < 13)");
    assertThrows(IllegalStateException.class, () -> fit(settings, true));
    documents(30, 34).writeTo(table).overwrite(functions.lit(true));
    session()
        .sql(
            "CALL ice.system.expire_snapshots(table => 'db."
                + input
                + "', older_than => TIMESTAMP '2999-01-01 00:00:00', retain_last => 1)");
    session().sql("ALTER TABLE " + words + " DROP CONSTRAINT few");
    assertEquals(4, fit(settings, true).get("documents").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void three_runs_merge_into_one_table_with_columns_of_the_input(String format) throws Exception {
    String table = named(format, input);
    String target = named(format, output);
    create(format, table, documents(0, 12));
    Map<String, String> settings = settings(table, "first");
    settings.put("output.table", target);
    settings.put("output.carry", "[lang, text]");
    settings.put("output.rejected-table", named(format, output + "_rejected"));
    transform(settings, false);
    documents(12, 20)
        .union(session().sql("select 'bad', ' ', array(float(1), float(0)), 'fr'"))
        .writeTo(table)
        .append();
    settings.put("output.path", "\"" + folder.resolve("second") + "\"");
    transform(settings, false);
    settings.put("output.path", "\"" + folder.resolve("third") + "\"");
    settings.put("input.where", "lang = 'de'");
    JsonNode third = transform(settings, false);
    assertEquals(10, third.get("documents").asInt());

    List<String> expected =
        rows(table, "id", "lang", "text").stream().map(row -> row.split(" ", 2)[0]).toList();
    assertEquals(expected, rows(target, "id"));
    List<String> found = rows(target, "id", "topic >= 0", "lang", "text", "reason");
    assertEquals("bad false fr   text is blank", found.get(0));
    assertEquals("d0 true en rocket moon orbit planet null", found.get(1));
    Dataset<Row> files = session().read().parquet(folder.resolve("third/assignments").toString());
    assertEquals(
        List.of("id", "topic", "probability", "reason", "lang", "text"), List.of(files.columns()));
    assertEquals(
        List.of(
            "bad text is blank   "
                + folder
                    .resolve("second")
                    .toUri()
                    .toString()
                    .replaceFirst("/$", "")
                    .replace("///", "/")),
        rows(named(format, output + "_rejected"), "id", "reason", "text_start", "run"));
  }

  @Test
  void a_delta_folder_needs_no_settings_of_delta_and_is_known_by_its_log() throws Exception {
    SparkSession plain = SparkTest.spark();
    String path = folder.resolve("lake").toString();
    documents(0, 10).write().format("delta").save(path);
    documents(10, 20).write().format("delta").mode(SaveMode.Overwrite).save(path);
    Map<String, String> settings = settings(path, "auto");
    settings.put("input.format", "auto");
    settings.put("model.path", "\"" + shared.resolve("model") + "\"");
    JobConfig config = JobConfig.load("transform", null, settings);
    SparkSession.setActiveSession(plain);
    try {
      new TransformJob(plain, config, false, Consoles.to(printed)).run();
    } finally {
      SparkSession.setActiveSession(session());
    }
    JsonNode record = record(config);
    assertEquals(10, record.get("documents").asInt());
    assertEquals("1", record.at("/input/version").asText());
    settings.put("input.format", "delta");
    settings.put("input.version", "0");
    settings.put("output.path", "\"" + folder.resolve("named") + "\"");
    settings.remove("model.path");
    assertEquals("0", transform(settings, false).at("/input/version").asText());
  }

  @Test
  void the_input_is_not_replaced_by_its_topics() throws Exception {
    String table = named("delta", input);
    create("delta", table, documents(0, 10));
    session()
        .sql(
            "ALTER TABLE " + table + " ADD COLUMNS (topic INT, probability DOUBLE, reason STRING)");
    Map<String, String> settings = settings(table, "run");
    settings.put("output.table", table.replace(input, "`" + input + "`"));
    settings.put("output.mode", "append");
    String refused = refusal(() -> transform(settings, false));
    assertTrue(refused.contains("must not be the input where output.mode is append"), refused);
    settings.put("output.mode", "merge");
    transform(settings, false);
    assertEquals(10, session().table(table).filter("topic >= 0 and text is not null").count());
  }

  @Test
  void options_reach_a_table_and_versions_among_them_are_refused() throws Exception {
    String table = named("iceberg", input);
    create("iceberg", table, documents(0, 10));
    Map<String, String> settings = settings(table, "run");
    settings.put("input.options.split-size", "oops");
    Exception reached = assertThrows(Exception.class, () -> transform(settings, false));
    assertTrue(String.valueOf(reached.getMessage()).contains("oops"), reached.getMessage());
    settings.remove("input.options.split-size");
    settings.put("input.options.branch", "main");
    String version = refusal(() -> transform(settings, false));
    assertTrue(version.contains("set input.version or input.timestamp"), version);
  }

  @Test
  void an_empty_day_keeps_the_type_of_ids() throws Exception {
    String table = named("delta", input);
    create(
        "delta",
        table,
        documents(0, 10).withColumn("id", functions.expr("bigint(substring(id, 2))")));
    Map<String, String> settings = settings(table, "empty");
    settings.put("output.table", named("delta", output));
    settings.put("input.where", "id < 0");
    assertEquals(0, transform(settings, false).get("documents").asInt());
    settings.put("output.path", "\"" + folder.resolve("next") + "\"");
    settings.remove("input.where");
    transform(settings, false);
    assertEquals(
        "bigint",
        session().table(named("delta", output)).schema().apply("id").dataType().simpleString());
    assertEquals(10, session().table(named("delta", output)).count());
    assertEquals(
        session().read().parquet(folder.resolve("next/assignments").toString()).schema(),
        session().read().parquet(folder.resolve("empty/assignments").toString()).schema());
  }

  @Test
  void a_day_without_files_of_rows_leaves_the_table_as_it_is() throws Exception {
    Files.createFile(folder.resolve("nothing.jsonl"));
    String target = named("delta", output);
    session()
        .sql(
            "CREATE TABLE "
                + target
                + " (id BIGINT, topic INT, probability DOUBLE, reason STRING) USING delta");
    Map<String, String> settings = settings("\"" + folder.resolve("nothing.jsonl") + "\"", "run");
    settings.put("input.format", "json");
    settings.put("output.table", target);
    assertEquals(0, transform(settings, false).get("documents").asInt());
    assertTrue(printed().contains("left as it is, because the input has no rows"), printed());
    assertEquals(0, session().table(target).count());
  }

  @Test
  void a_transform_that_is_started_again_finds_its_work_done() throws Exception {
    String table = named("delta", input);
    create("delta", table, documents(0, 10));
    Map<String, String> settings = settings(table, "run");
    JsonNode first = transform(settings, false);
    assertEquals(first, transform(settings, false));
    assertTrue(printed().contains("this run is finished; model, input and settings"), printed());
    settings.put("output.format", "json");
    String other = refusal(() -> transform(settings, false));
    assertTrue(other.contains("holds a finished run; give --overwrite"), other);
  }

  @Test
  void carried_columns_that_files_cannot_hold_are_refused_before_the_work() throws Exception {
    String table = named("delta", input);
    create("delta", table, documents(0, 10).withColumn("bytes", functions.expr("binary(id)")));
    Map<String, String> settings = settings(table, "run");
    settings.put("output.carry", "[bytes]");
    settings.put("output.format", "csv");
    String bytes = refusal(() -> transform(settings, false));
    assertTrue(bytes.contains("base64(bytes) as NAME"), bytes);
    settings.put("output.format", "parquet");
    settings.put("output.carry", "[nothing]");
    settings.put("input.select", "[\"*\", \"null as nothing\"]");
    String nothing = refusal(() -> transform(settings, false));
    assertTrue(nothing.contains("got 'nothing' of type void"), nothing);
  }
}
