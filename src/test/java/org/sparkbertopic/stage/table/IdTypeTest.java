package org.sparkbertopic.stage.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.testing.SparkTest;

/** Ids come out as they went in, whatever Spark calls their type. */
class IdTypeTest extends SparkTest {

  /** A value of each type, and its key. */
  private static final List<List<String>> TYPES =
      List.of(
          List.of("cast(-7 as tinyint)", "-7"),
          List.of("cast(300 as smallint)", "300"),
          List.of("20000000", "20000000"),
          List.of("9223372036854775807L", "9223372036854775807"),
          List.of("10000001D", "10000001.0"),
          List.of("1.5e300D", "1.5E300"),
          List.of("0.1D", "0.1"),
          List.of("-0.0D", "0.0"),
          List.of("float('16777216')", "16777216.0"),
          List.of("float('0.1')", "0.1"),
          List.of("cast('98765432109876543210' as decimal(38,0))", "98765432109876543210"),
          List.of("cast(0 as decimal(20,10))", "0.0000000000"),
          List.of("true", "true"),
          List.of("date'2024-02-29'", "2024-02-29"),
          List.of("timestamp'2024-01-01 00:00:00.000001+02:00'", "2023-12-31T22:00:00.000001Z"),
          List.of("timestamp_ntz'2024-01-01 00:00:00.000001'", "2024-01-01 00:00:00.000001"),
          List.of("'007'", "007"),
          List.of("' a '", " a "),
          List.of("X'00ff'", "00FF"));

  @Test
  void an_id_of_every_type_has_one_key_in_every_time_zone_and_comes_back_from_it() {
    String before = spark().conf().get("spark.sql.session.timeZone");
    try {
      for (List<String> each : TYPES) {
        Dataset<Row> table = spark().sql("SELECT " + each.get(0) + " AS id");
        DataType type = table.schema().apply("id").dataType();
        for (String zone : List.of("UTC", "America/Los_Angeles", "Asia/Kathmandu")) {
          spark().conf().set("spark.sql.session.timeZone", zone);
          Row row =
              table
                  .select(col("id"), IdType.key(table, "id").as("key"))
                  .withColumn("back", IdType.parse(col("key"), type))
                  .select(col("key"), col("back").equalTo(col("id")))
                  .head();
          assertEquals(each.get(1), row.getString(0), each.get(0));
          assertTrue(row.getBoolean(1), each.get(0));
        }
      }
    } finally {
      spark().conf().set("spark.sql.session.timeZone", before);
    }
  }

  @Test
  void documents_and_rejected_rows_keep_the_type_and_a_repeated_id_is_told() {
    for (List<String> each : TYPES) {
      Dataset<Row> table =
          spark()
              .sql(
                  "SELECT "
                      + each.get(0)
                      + " AS doc_id, body FROM VALUES ('one text'), ('another'), (' ') AS t(body)");
      DataType type = table.schema().apply("doc_id").dataType();
      Intake intake =
          Intake.of(table, new InputColumns(Optional.of("doc_id"), "body", Optional.empty()));
      IntakeSummary summary = intake.summarize();
      assertEquals(1, summary.documents(), each.get(0));
      assertEquals(type, intake.documents(summary).schema().apply("id").dataType());
      assertEquals(type, intake.rejected(summary).schema().apply("id").dataType());
      assertEquals(
          2,
          intake
                  .rejected(summary)
                  .join(table, col("id").equalTo(col("doc_id")))
                  .agg(count(lit(1)))
                  .head()
                  .getLong(0)
              / 3);
      assertEquals(0, intake.setAside(summary).count());
      assertTrue(summary.repeats().orElseThrow().contains("such as " + each.get(1)), each.get(0));
      assertEquals(1L, summary.rejected().get("doc_id" + IntakeSummary.IS_REPEATED));
    }
  }

  @Test
  void what_is_no_single_value_is_refused_by_name_before_any_work() {
    for (String id :
        List.of(
            "struct(1 AS a)",
            "array(1)",
            "map(1, 2)",
            "interval 1 day",
            "interval 1 month",
            "make_interval(1)",
            "null")) {
      UnusableInputException failure =
          assertThrows(
              UnusableInputException.class,
              () ->
                  Intake.of(
                      spark().sql("SELECT " + id + " AS doc_id, 'text' AS text"),
                      new InputColumns(Optional.of("doc_id"), "text", Optional.empty())),
              id);
      assertTrue(failure.getMessage().contains("the id column 'doc_id'"), failure::getMessage);
    }
  }

  @Test
  void a_number_that_is_none_is_no_id() {
    Intake intake =
        Intake.of(
            spark()
                .sql(
                    "SELECT id, 'text' AS text FROM VALUES (1D), (double('NaN')), (null) AS t(id)"),
            new InputColumns(Optional.of("id"), "text", Optional.empty()));
    IntakeSummary summary = intake.summarize();
    assertEquals(1, summary.documents());
    assertEquals(2L, summary.rejected().get("id" + Intake.IS_NULL));
  }
}
