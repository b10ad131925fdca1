package org.sparkbertopic.job.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.fit.ResultTables;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;

/** Conditions on rows, and readers that are not this project's own. */
class TableInputTest extends SparkTest {

  @TempDir Path folder;

  private InputReader reader(String path, String... settings) {
    Map<String, String> keys = new TreeMap<>();
    keys.put("input.path", path);
    keys.put("input.id-column", "id");
    for (int i = 0; i < settings.length; i += 2) {
      keys.put(settings[i], settings[i + 1]);
    }
    JobConfig config = JobConfig.load("fit", null, keys);
    InputReader.check(config);
    return new InputReader(spark(), config);
  }

  private String csv(String content) throws IOException {
    return Files.writeString(folder.resolve("docs.csv"), content).toString();
  }

  private String refusal(String path, String... settings) {
    return assertThrows(UnusableInputException.class, () -> reader(path, settings).read())
        .getMessage();
  }

  @Test
  void a_condition_leaves_rows_out_before_columns_are_made_and_broken_rows_stay_in_sight()
      throws IOException {
    String path = csv("key,text,lang\n1,a,en\n2,b,de\n3,c\n4,d,\n5,e,en\n");
    InputReader reader =
        reader(path, "input.where", "lang = 'en'", "input.select", "[key as id, text]");
    Dataset<Row> table = reader.read();
    assertEquals(
        List.of("1", "5"),
        table.filter("id is not null and text in ('a', 'e')").select("id").collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList());
    Intake intake = Intake.of(table, reader.columns());
    assertEquals(
        Map.of("row has not as many values as the header", 1L), intake.summarize().rejected());
  }

  @Test
  void a_condition_changes_the_inputs_fingerprint() throws IOException {
    String path = csv("id,text,lang\n1,a,en\n2,b,de\n");
    InputReader all = reader(path);
    InputReader some = reader(path, "input.where", "lang = 'en'");
    assertTrue(!all.fingerprint(all.read()).equals(some.fingerprint(some.read())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "size + 1 | must be a condition, which is true or false for a row, got 'size + 1' of type",
        "langue = 'en' | over the input's columns [id, text, lang, size], got 'langue = 'en''",
        "lang = | input.where must be an expression of Spark's",
        "rand() < 0.5 | must give the same values whenever the input is read",
        "current_date() > date '2020-01-01' | must give the same values",
        "count(*) > 1 | must be made of one row at a time"
      })
  void a_condition_that_is_none_is_refused(String condition, String reason) throws IOException {
    String path = csv("id,text,lang,size\n1,a,en,3\n");
    String message = refusal(path, "input.where", condition);
    assertTrue(message.startsWith("input.where"), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void a_value_that_a_condition_cannot_use_is_told_in_a_sentence() throws IOException {
    String path = csv("id,text,size\n1,a,3\n2,b,many\n");
    String before = spark().conf().get("spark.sql.ansi.enabled");
    spark().conf().set("spark.sql.ansi.enabled", true);
    try {
      Dataset<Row> table = reader(path, "input.where", "cast(size as int) > 2").read();
      Exception failure = assertThrows(Exception.class, table::collectAsList);
      String message = ErrorMessages.describe(failure);
      assertTrue(message.contains("'many'"), message);
      assertTrue(message.contains("input.where or input.select"), message);
      assertTrue(message.contains("try_cast"), message);
      assertTrue(ErrorMessages.usersOwn(failure).isPresent());
    } finally {
      spark().conf().set("spark.sql.ansi.enabled", before);
    }
  }

  @Test
  void any_reader_of_the_session_is_an_input() throws IOException {
    Files.writeString(folder.resolve("a.bin"), "rocket moon");
    Files.writeString(folder.resolve("b.bin"), "oven bread");
    InputReader reader =
        reader(
            folder.toString(),
            "input.format",
            "binaryFile",
            "input.options.pathGlobFilter",
            "a.*",
            "input.select",
            "[path as id, \"decode(content, 'UTF-8') as text\"]");
    Dataset<Row> table = reader.read();
    assertEquals("rocket moon", table.select("text").head().getString(0));
    assertEquals(1, table.count());
    String print = reader.fingerprint(table);
    reader.requireUnchanged(true);
    Files.writeString(folder.resolve("a.bin"), "rocket sun!");
    String changed =
        assertThrows(UnusableInputException.class, () -> reader.requireUnchanged(true))
            .getMessage();
    assertTrue(changed.contains("the input must not change while a run reads it"), changed);
    assertTrue(!print.equals(reader.fingerprint(reader.read())));
  }

  @Test
  void a_copy_is_of_carried_columns_too_and_the_documents_stay_the_same_without_them() {
    InputReader before = looking("'en'");
    Dataset<Row> copy = before.needed(before.read(LOOKED), RowOrder.NONE);
    String print = before.fingerprint(before.read(LOOKED));
    before.requireSame(copy);
    InputReader after = looking("'de'");
    assertEquals(print, after.fingerprint(after.read(LOOKED)));
    assertTrue(!before.further().equals(after.further()));
    String changed =
        assertThrows(UnusableInputException.class, () -> after.requireSame(copy)).getMessage();
    assertTrue(changed.contains("the rows of 'carrying' are not what they were"), changed);
  }

  /** Maps have no hash. */
  private static final Map<String, String> LOOKED =
      Map.of("lang", "output.carry", "tags", "output.carry");

  private InputReader looking(String lang) {
    spark()
        .range(3)
        .selectExpr("string(id) as id", "'x' as text", lang + " as lang", "map('a', id) as tags")
        .createOrReplaceTempView("carrying");
    return reader("carrying", "input.format", "table");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nosuchthing | check its name, or add its package before the command: --packages GROUP",
        "avro | --packages org.apache.spark:spark-avro_",
        "hudi | --packages org.apache.hudi:hudi-spark",
        "parqet | or a reader of this Spark session, got 'parqet'"
      })
  void a_reader_that_is_not_there_is_named_with_its_package(String format, String advice) {
    String message = refusal("/some/where", "input.format", format);
    assertTrue(message.contains("got '" + format + "'"), message);
    assertTrue(message.contains(advice), message);
  }

  @Test
  void a_version_is_refused_where_the_input_keeps_none() throws IOException {
    String path = csv("id,text\n1,a\n");
    assertTrue(
        refusal(path, "input.version", "3").contains("not a table of Delta or Iceberg"),
        () -> refusal(path, "input.version", "3"));
    spark().range(3).selectExpr("string(id) as id", "'x' as text").createOrReplaceTempView("v3");
    String view = refusal("v3", "input.format", "table", "input.timestamp", "2026-01-01");
    assertTrue(view.contains("input.timestamp must be empty for 'v3'"), view);
    String both =
        assertThrows(
                ConfigurationException.class,
                () -> reader(path, "input.version", "3", "input.timestamp", "2026-01-01"))
            .getMessage();
    assertTrue(both.contains("must not be given together"), both);
    String time =
        assertThrows(
                ConfigurationException.class, () -> reader(path, "input.timestamp", "yesterday"))
            .getMessage();
    assertTrue(time.contains("2026-11-28T10:00:00Z"), time);
  }

  @Test
  void columns_of_assignments_are_not_carried_twice() {
    String message = check("output.carry", "[lang, TOPIC]");
    assertTrue(message.contains("output.carry must not name a column that"), message);
    assertTrue(check("output.carry", "[lang, Lang]").contains("each column once"));
    assertTrue(check("output.mode", "upsert").contains("append, overwrite, merge"));
    assertTrue(check("output.table-format", "hudi").contains("delta, iceberg"));
    String same = check("output.table", "a.b.c", "output.rejected-table", "A.b.c");
    assertTrue(same.contains("a table of its own"), same);
  }

  private static String check(String... settings) {
    Map<String, String> keys = new TreeMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      keys.put(settings[i], settings[i + 1]);
    }
    JobConfig config = JobConfig.load("fit", null, keys);
    return assertThrows(ConfigurationException.class, () -> ResultTables.check(config))
        .getMessage();
  }
}
