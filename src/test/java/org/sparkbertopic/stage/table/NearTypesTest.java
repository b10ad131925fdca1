package org.sparkbertopic.stage.table;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.LabelClasses;
import org.sparkbertopic.testing.SparkTest;

/** Types that are near what is asked for are taken where their meaning is plain. */
class NearTypesTest extends SparkTest {

  private static List<String> categories(String values) {
    Dataset<Row> table = spark().sql("SELECT kind FROM VALUES " + values + " AS t(kind)");
    return table
        .coalesce(1)
        .select(new ColumnTypes(table).category("class", "kind"))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void whole_numbers_are_classes_however_they_are_written() {
    assertEquals(Arrays.asList("1", "2", null), categories("(1D), (2D), (double('NaN'))"));
    assertEquals(Arrays.asList("1", "-1", null), categories("(float(1)), (float(-1)), (null)"));
    assertEquals(
        List.of("1", "20"), categories("(cast(1 as decimal(10,2))), (cast(20 as decimal(10,2)))"));
    assertEquals(List.of("1.5", "2"), categories("(1.5D), (2D)"));
    assertEquals(List.of("1.50", "2"), categories("(1.50BD), (2.00BD)"));
    assertEquals(List.of("12345678"), categories("(12345678D)"));
    assertEquals(List.of("1.0", "a"), categories("('1.0'), ('a')"));
  }

  @Test
  void labels_of_doubles_are_the_whole_numbers_and_minus_one_is_none() {
    Dataset<Row> table =
        spark()
            .sql(
                "SELECT * FROM VALUES ('a', 1D), ('b', -1D), ('c', double('NaN')), ('d', 10D) AS t(id, y)")
            .withColumn("text", col("id"));
    Intake intake =
        Intake.of(
            table,
            new InputColumns(Optional.of("id"), "text", Optional.empty())
                .withLabel(Optional.of("y")));
    LabelClasses classes = LabelClasses.of(intake.documents(intake.summarize()), "setLabelCol");
    assertEquals(List.of("1", "10"), classes.names());
    assertEquals(2, classes.unlabelled());
    assertTrue(classes.areNumbers());
  }

  @Test
  void arrays_of_all_numbers_are_embeddings() {
    for (String type : List.of("tinyint", "smallint", "int", "bigint", "decimal(10,2)", "double")) {
      Dataset<Row> table =
          spark()
              .sql(
                  "SELECT 'a' AS id, 'text' AS text, cast(array(1, -2) as array<"
                      + type
                      + ">) AS v");
      Intake intake =
          Intake.of(table, new InputColumns(Optional.of("id"), "text", Optional.of("v")));
      Row row = intake.documents(intake.summarize()).head();
      assertEquals(List.of(1f, -2f), row.getList(row.fieldIndex("embedding")), type);
    }
  }

  @Test
  void what_is_not_taken_is_refused_with_an_expression_that_makes_it() {
    Dataset<Row> table =
        spark()
            .sql(
                "SELECT 'a' AS id, 'text' AS text, '[0.1, 0.2]' AS v, struct('x' AS body, 1 AS n) AS payload, 7 AS n, array('a', 'b') AS words");
    Map<InputColumns, String> remedies =
        Map.of(
            new InputColumns(Optional.of("id"), "text", Optional.of("v")),
            "selectExpr(\"from_json(v, 'array<float>') as v\"",
            new InputColumns(Optional.of("id"), "payload", Optional.empty()),
            "selectExpr(\"payload.body as text\"",
            new InputColumns(Optional.of("id"), "n", Optional.empty()),
            "selectExpr(\"cast(n as string) as text\"",
            new InputColumns(Optional.of("id"), "words", Optional.empty()),
            "selectExpr(\"array_join(words, ' ') as text\"");
    remedies.forEach(
        (columns, remedy) -> {
          UnusableInputException failure =
              assertThrows(UnusableInputException.class, () -> Intake.of(table, columns));
          assertTrue(failure.getMessage().contains(remedy), failure.getMessage());
        });
    Row made = table.selectExpr("from_json(v, 'array<float>') as v", "payload.body as text").head();
    assertEquals(List.of(0.1f, 0.2f), made.getList(0));
    assertEquals("x", made.getString(1));
  }
}
