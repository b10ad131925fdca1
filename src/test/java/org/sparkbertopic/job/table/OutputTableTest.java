package org.sparkbertopic.job.table;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.job.table.OutputTable.Mode;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.testing.TableSession;

/** Rows in tables of Delta and Iceberg: which, once, and as a whole. */
class OutputTableTest extends SparkTest {

  private static final StructType COLUMNS = Assignments.schema(DataTypes.StringType);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path shared;
  private static TableSession tables;

  private String name;

  @BeforeAll
  static void open() {
    tables = TableSession.open(SparkTest.spark(), shared);
  }

  @AfterAll
  static void close() {
    tables.close();
  }

  @BeforeEach
  void name() {
    name = "written" + NUMBER.incrementAndGet();
  }

  private static SparkSession session() {
    return tables.spark();
  }

  private String table(String format) {
    return tables.table(format, name);
  }

  /** Ids {@code from} to {@code to}, all in one topic. */
  private static Dataset<Row> rows(int from, int to, int topic) {
    return session()
        .range(from, to)
        .selectExpr(
            "concat('d', id) as id",
            "int(" + topic + ") as topic",
            "double(0.5) as probability",
            "cast(null as string) as reason");
  }

  private static OutputTable opened(String table, Mode mode) {
    return OutputTable.open(session(), "output.table", table, Optional.empty(), COLUMNS, mode);
  }

  private static OutputTable.Result write(String table, Mode mode, String id, Dataset<Row> rows) {
    return opened(table, mode).write(rows, new TableWrite(id, "fit /out/" + id, mode));
  }

  private static List<String> counts(String table) {
    List<String> counts = new ArrayList<>();
    session()
        .table(table)
        .groupBy("topic")
        .count()
        .orderBy("topic")
        .collectAsList()
        .forEach(row -> counts.add(row.mkString(": ")));
    return counts;
  }

  private static long commits(String format, String table) {
    return TableVersions.of(session(), format, table, true).orElseThrow().history().count();
  }

  @ParameterizedTest
  @CsvSource({
    "delta, APPEND, 0: 10|1: 10",
    "delta, OVERWRITE, 1: 10",
    "delta, MERGE, 0: 5|1: 10",
    "iceberg, APPEND, 0: 10|1: 10",
    "iceberg, OVERWRITE, 1: 10",
    "iceberg, MERGE, 0: 5|1: 10"
  })
  void each_mode_is_one_commit_and_a_repeated_write_is_none(
      String format, Mode mode, String expected) {
    String table = table(format);
    OutputTable.Result first = write(table, mode, "a", rows(0, 10, 0));
    long before = commits(format, table);
    OutputTable.Result second = write(table, mode, "b", rows(5, 15, 1));
    assertFalse(second.already());
    assertEquals(List.of(expected.split("\\|", -1)), counts(table));
    assertEquals(before + 1, commits(format, table));

    OutputTable.Result again = write(table, mode, "b", rows(5, 15, 1));
    assertTrue(again.already());
    assertEquals(second.written(), again.written());
    assertTrue(write(table, mode, "a", rows(0, 10, 0)).already());
    assertEquals(first.written(), write(table, mode, "a", rows(0, 10, 0)).written());
    assertEquals(List.of(expected.split("\\|", -1)), counts(table));
    assertEquals(before + 1, commits(format, table));
  }

  @Test
  void a_history_says_which_run_wrote() {
    write(table("delta"), Mode.MERGE, "a", rows(0, 3, 0));
    write(table("iceberg"), Mode.MERGE, "a", rows(0, 3, 0));
    assertEquals(
        "spark-bertopic fit /out/a (a)",
        session()
            .sql("DESCRIBE HISTORY " + table("delta"))
            .filter("operation = 'MERGE'")
            .select("userMetadata")
            .head()
            .getString(0));
    assertEquals(
        "fit /out/a",
        session()
            .table(table("iceberg") + ".snapshots")
            .selectExpr("summary['spark-bertopic.run']")
            .head()
            .getString(0));
  }

  /** Each write puts all documents into another topic, so half a write would be two topics. */
  @ParameterizedTest
  @CsvSource({"delta, MERGE", "delta, OVERWRITE", "iceberg, MERGE", "iceberg, OVERWRITE"})
  void a_reader_sees_all_of_a_write_or_nothing_of_it(String format, Mode mode) throws Exception {
    String table = table(format);
    write(table, mode, "0", rows(0, 50, 0));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService reader = Executors.newSingleThreadExecutor(task -> new Thread(task, "reader"));
    try {
      Future<List<List<String>>> seen =
          reader.submit(
              () -> {
                List<List<String>> all = new ArrayList<>();
                while (!done.get()) {
                  session().catalog().refreshTable(table);
                  all.add(counts(table));
                }
                return all;
              });
      for (int wave = 1; wave <= 4; wave++) {
        write(table, mode, "wave" + wave, rows(0, 50, wave).repartition(5));
      }
      done.set(true);
      List<List<String>> all = seen.get();
      assertFalse(all.isEmpty());
      for (List<String> read : all) {
        assertEquals(1, read.size(), () -> read + " of " + all);
        assertTrue(read.get(0).endsWith(": 50"), read.toString());
      }
    } finally {
      done.set(true);
      reader.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void further_columns_of_the_table_keep_their_values_in_a_merge(String format) {
    String table = table(format);
    session()
        .sql(
            "CREATE TABLE "
                + table
                + " (note STRING, ID STRING, topic BIGINT, probability DOUBLE, reason STRING) USING "
                + format);
    session().sql("INSERT INTO " + table + " VALUES ('mine', 'd1', 7, 0.1, null)");
    write(table, Mode.MERGE, "a", rows(0, 3, 2));
    List<String> found = new ArrayList<>();
    session()
        .table(table)
        .orderBy("ID")
        .collectAsList()
        .forEach(row -> found.add(row.mkString(" ")));
    assertEquals(List.of("null d0 2 0.5 null", "mine d1 2 0.5 null", "null d2 2 0.5 null"), found);
    write(table, Mode.APPEND, "b", rows(3, 4, 2));
    assertEquals(List.of("2: 4"), counts(table));
    String lost = refusal(table, Mode.OVERWRITE);
    assertTrue(lost.contains("[note], whose values would be lost"), lost);
    assertEquals(List.of("2: 4"), counts(table));
  }

  private static String refusal(String table, Mode mode) {
    return assertThrows(UnusableInputException.class, () -> opened(table, mode)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void a_table_with_other_columns_is_refused_with_their_names(String format) {
    session().sql("CREATE TABLE " + table(format) + " (id STRING, label STRING) USING " + format);
    String lacking = refusal(table(format), Mode.MERGE);
    assertTrue(lacking.contains("which lacks [topic, probability, reason]"), lacking);
    assertTrue(
        lacking.contains("ADD COLUMNS (`topic` INT, `probability` DOUBLE, `reason` STRING)"),
        lacking);
    name = name + "types";
    session()
        .sql(
            "CREATE TABLE "
                + table(format)
                + " (id BIGINT, topic STRING, probability DOUBLE, reason STRING) USING "
                + format);
    String types = refusal(table(format), Mode.APPEND);
    assertTrue(
        types.contains("`id` BIGINT, `topic` STRING in place of `id` STRING, `topic` INT"), types);
    name = name + "needed";
    session()
        .sql(
            "CREATE TABLE "
                + table(format)
                + " (id STRING, topic INT, probability DOUBLE, reason STRING, day DATE NOT NULL) USING "
                + format);
    String needed = refusal(table(format), Mode.MERGE);
    assertTrue(needed.contains("NOT NULL, got '" + table(format) + "' with [day]"), needed);
  }

  @Test
  void a_table_that_is_no_table_of_versions_is_refused() {
    session().sql("CREATE TABLE " + table("parquet") + " (id STRING) USING parquet");
    String parquet = refusal(table("parquet"), Mode.APPEND);
    assertTrue(parquet.contains("Delta or Iceberg") && parquet.contains("parquet"), parquet);
    session().range(1).createOrReplaceTempView("view_" + name);
    String view = refusal("view_" + name, Mode.APPEND);
    assertTrue(view.contains("Delta or Iceberg"), view);
    String missing = refusal("nowhere.db." + name, Mode.APPEND);
    assertTrue(missing.contains("output.table must name a table of a catalog"), missing);
    String odd = refusal("a b", Mode.APPEND);
    assertTrue(odd.contains("output.table must name a table of a catalog"), odd);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void documents_of_earlier_chunks_change_their_topics_and_nothing_else(String format) {
    String table = table(format);
    StructType columns = COLUMNS.add("author", DataTypes.StringType);
    OutputTable opened =
        OutputTable.open(session(), "output.table", table, Optional.empty(), columns, Mode.MERGE);
    opened.write(
        rows(0, 2, -1).withColumn("author", lit("Ada")), new TableWrite("a", "fit", Mode.MERGE));
    Dataset<Row> chunk =
        rows(2, 4, 1)
            .withColumn("author", lit("Bob"))
            .withColumn(OutputTable.ONLY_TOPIC, lit(false));
    Dataset<Row> moved =
        session()
            .sql(
                "select 'd1' as id, 5 as topic, cast(null as double) as probability, true as "
                    + OutputTable.ONLY_TOPIC
                    + " union all select 'gone', 5, null, true");
    opened.write(chunk.unionByName(moved, true), new TableWrite("b", "update", Mode.MERGE));
    List<String> found = new ArrayList<>();
    session()
        .table(table)
        .orderBy("id")
        .collectAsList()
        .forEach(row -> found.add(row.mkString(" ")));
    assertEquals(
        List.of(
            "d0 -1 0.5 null Ada", "d1 5 null null Ada", "d2 1 0.5 null Bob", "d3 1 0.5 null Bob"),
        found);
  }

  @Test
  void a_path_of_delta_is_a_table_too_and_settings_of_the_session_come_back() {
    session().conf().set("spark.databricks.delta.commitInfo.userMetadata", "mine");
    String table = "delta.`" + shared.resolve("at a path " + name) + "`";
    write(table, Mode.MERGE, "a", rows(0, 3, 0));
    write(table, Mode.MERGE, "b", rows(1, 4, 1));
    assertEquals(List.of("0: 1", "1: 3"), counts(table));
    assertEquals("mine", session().conf().get("spark.databricks.delta.commitInfo.userMetadata"));
    session().conf().unset("spark.databricks.delta.commitInfo.userMetadata");
    assertFalse(session().conf().getOption("spark.databricks.delta.write.txnAppId").isDefined());
    assertFalse(session().catalog().tableExists("spark_bertopic_rows"));
  }

  /** Delta's catalog without its extension: tables are made and read, and cannot be merged into. */
  @Test
  void a_session_that_cannot_merge_is_refused_before_the_work() {
    SparkSession plain = SparkTest.spark().newSession();
    plain
        .conf()
        .set("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    String table = "delta.`" + shared.resolve("unmerged" + name) + "`";
    String refused =
        assertThrows(
                UnusableInputException.class,
                () ->
                    OutputTable.open(
                        plain, "output.table", table, Optional.of("delta"), COLUMNS, Mode.MERGE))
            .getMessage();
    assertTrue(refused.contains("must be a table that this session can merge into"), refused);
    assertTrue(
        refused.contains("set spark.sql.extensions to io.delta.sql.DeltaSparkSessionExtension"),
        refused);
    assertFalse(plain.catalog().tableExists("spark_bertopic_rows"));
    OutputTable.open(plain, "output.table", table, Optional.of("delta"), COLUMNS, Mode.APPEND)
        .write(rows(0, 3, 0), new TableWrite("a", "fit /out/a", Mode.APPEND));
    assertEquals(List.of("0: 3"), counts(table));
  }

  @Test
  void a_table_that_only_grows_is_refused_where_rows_are_replaced() {
    String table = table("delta");
    opened(table, Mode.MERGE);
    session().sql("ALTER TABLE " + table + " SET TBLPROPERTIES (delta.appendOnly = true)");
    for (Mode mode : List.of(Mode.MERGE, Mode.OVERWRITE)) {
      String refused =
          assertThrows(UnusableInputException.class, () -> opened(table, mode)).getMessage();
      assertTrue(refused.contains("delta.appendOnly = true; use output.mode = append"), refused);
    }
    write(table, Mode.APPEND, "a", rows(0, 3, 0));
    assertEquals(List.of("0: 3"), counts(table));
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void columns_that_have_nulls_may_not_be_not_null(String format) {
    String table = table(format);
    session()
        .sql(
            "CREATE TABLE "
                + table
                + " (id STRING NOT NULL, topic INT, probability DOUBLE NOT NULL, reason STRING)"
                + " USING "
                + format);
    String refused =
        assertThrows(UnusableInputException.class, () -> opened(table, Mode.APPEND)).getMessage();
    assertTrue(refused.contains("must allow null in the columns [id, probability]"), refused);
    assertTrue(refused.contains("DROP NOT NULL"), refused);
  }

  @Test
  void a_session_without_deltas_settings_is_told_what_to_set() {
    SparkSession plain = SparkTest.spark().newSession();
    String table = "delta.`" + shared.resolve("unset" + name) + "`";
    for (String wanted : List.of(table, "default." + name)) {
      String refused =
          assertThrows(
                  UnusableInputException.class,
                  () ->
                      OutputTable.open(
                          plain,
                          "output.table",
                          wanted,
                          Optional.of("delta"),
                          COLUMNS,
                          Mode.APPEND))
              .getMessage();
      assertTrue(refused.contains("give Spark its settings before the command"), refused);
    }
    plain.sql("DROP TABLE IF EXISTS default." + name);
  }

  @Test
  void a_bare_path_is_told_how_to_name_it() {
    String refused =
        assertThrows(UnusableInputException.class, () -> opened("/lake/topics" + name, Mode.APPEND))
            .getMessage();
    assertTrue(refused.contains("is written as delta.`/lake/topics" + name + "`"), refused);
  }

  @Test
  void a_folder_of_other_files_is_no_table() {
    Path folder = shared.resolve("parquet" + name);
    rows(0, 3, 0).write().parquet(folder.toString());
    String refused =
        assertThrows(
                UnusableInputException.class, () -> opened("delta.`" + folder + "`", Mode.APPEND))
            .getMessage();
    assertTrue(refused.contains("output.table must name a table"), refused);
  }

  @Test
  void a_table_within_the_runs_folder_is_refused() {
    String run = "file:" + shared.resolve("run");
    for (String inside : List.of("", "/assignments", "/a/b")) {
      String table = "delta.`" + shared.resolve("run") + inside + "`";
      String refused =
          assertThrows(
                  UnusableInputException.class,
                  () -> OutputTable.requirePathOutside("output.table", table, run))
              .getMessage();
      assertTrue(refused.contains("must lie outside of the run's output.path"), refused);
    }
    OutputTable.requirePathOutside("output.table", "delta.`" + shared.resolve("run-2") + "`", run);
    OutputTable.requirePathOutside("output.table", "lake.topics", run);
  }
}
