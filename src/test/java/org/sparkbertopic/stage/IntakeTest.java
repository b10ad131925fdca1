package org.sparkbertopic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;

/** Embeddings that a user brings: each row is looked at once, and set aside with its reason. */
class IntakeTest extends SparkTest {

  private static final InputColumns COLUMNS =
      new InputColumns(Optional.of("id"), "text", Optional.of("embedding"));

  private static Dataset<Row> table(DataType type, Object... embeddings) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("text", DataTypes.StringType)
            .add("embedding", type);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < embeddings.length; i++) {
      rows.add(RowFactory.create("d" + i, "text " + i, embeddings[i]));
    }
    return spark().createDataFrame(rows, schema);
  }

  private static Map<String, String> reasons(Intake intake, IntakeSummary summary) {
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : intake.rejected(summary).collectAsList()) {
      reasons.put(row.getString(0), row.getString(1));
    }
    return reasons;
  }

  @Test
  void embeddings_that_cannot_be_used_are_set_aside_with_their_reason_and_counted() {
    Dataset<Row> table =
        table(
            DataTypes.createArrayType(DataTypes.FloatType),
            new float[] {1, 0},
            new float[] {0, -1},
            new float[] {0, 0},
            new float[] {-0f, 0},
            new float[] {1, Float.NaN},
            new float[] {Float.NEGATIVE_INFINITY, 0},
            Arrays.asList(1f, null),
            new float[] {1, 2, 3},
            new float[] {1},
            new float[] {},
            null);
    Intake intake = Intake.of(table, COLUMNS);
    IntakeSummary summary = intake.summarize();
    assertEquals(2, summary.documents());
    assertEquals(2, summary.dimension());
    assertEquals(
        Map.of(
            "embedding" + Intake.IS_ZERO, 2L,
            "embedding" + Intake.HAS_BAD_VALUES, 3L,
            "embedding" + Intake.HAS_OTHER_LENGTH, 2L,
            "embedding" + Intake.HAS_NO_NUMBERS, 1L,
            "embedding" + Intake.IS_NULL, 1L),
        summary.rejected());
    assertEquals(9, summary.rejectedTotal());
    Map<String, String> reasons = reasons(intake, summary);
    assertEquals("embedding" + Intake.IS_ZERO, reasons.get("d2"));
    assertEquals("embedding" + Intake.IS_ZERO, reasons.get("d3"));
    assertEquals("embedding" + Intake.HAS_BAD_VALUES, reasons.get("d4"));
    assertEquals("embedding" + Intake.HAS_OTHER_LENGTH, reasons.get("d7"));
    assertEquals(
        List.of("d0", "d1"),
        intake.documents(summary).select("id").orderBy("id").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList());
  }

  @Test
  void doubles_and_vectors_are_taken_too_and_what_no_float_can_hold_is_set_aside() {
    Intake doubles =
        Intake.of(
            table(
                DataTypes.createArrayType(DataTypes.DoubleType),
                new double[] {0.5, 1},
                new double[] {1e300, 1}),
            COLUMNS);
    assertEquals(Map.of("embedding" + Intake.HAS_BAD_VALUES, 1L), doubles.summarize().rejected());
    Intake vectors =
        Intake.of(
            table(
                SQLDataTypes.VectorType(),
                Vectors.dense(0.5, 1),
                Vectors.sparse(2, new int[] {1}, new double[] {3}),
                Vectors.sparse(2, new int[0], new double[0])),
            COLUMNS);
    IntakeSummary summary = vectors.summarize();
    assertEquals(2, summary.documents());
    assertEquals(Map.of("embedding" + Intake.IS_ZERO, 1L), summary.rejected());
  }

  /** One text again and again, each time in another topic. */
  private static Dataset<Row> repeats(boolean upwards) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int number = upwards ? i : 11 - i;
      rows.add(RowFactory.create("same", "one text", "topic " + number, 1990 + number));
    }
    return spark()
        .createDataFrame(
            rows,
            new StructType()
                .add("id", DataTypes.StringType)
                .add("text", DataTypes.StringType)
                .add("theme", DataTypes.StringType)
                .add("year", DataTypes.IntegerType))
        .coalesce(1);
  }

  private static Map<String, String> themes(InputColumns columns, boolean upwards, String carried) {
    Map<String, String> extra = carried.isEmpty() ? Map.of() : Map.of("timestamp", carried);
    Intake intake = Intake.of(repeats(upwards), columns, extra);
    Map<String, String> themes = new TreeMap<>();
    for (Row row : intake.documents(intake.summarize()).collectAsList()) {
      themes.put(row.getAs("id"), row.getAs("label"));
      if (!carried.isEmpty()) {
        int number = Integer.parseInt(row.<String>getAs("label").substring("topic ".length()));
        assertEquals(1990 + number, row.<Integer>getAs("timestamp"));
      }
    }
    return themes;
  }

  @Test
  void a_repeated_document_has_one_name_and_topic_whatever_is_carried_and_in_any_order() {
    InputColumns unnamed =
        new InputColumns(Optional.empty(), "text", Optional.empty())
            .withTopic(Optional.of("theme"));
    InputColumns sharing =
        new InputColumns(Optional.of("id"), "text", Optional.empty())
            .withTopic(Optional.of("theme"));
    Map<String, String> expected = themes(unnamed, true, "");
    assertEquals(12, expected.size());
    assertEquals(expected, themes(unnamed, false, ""));
    assertEquals(expected, themes(unnamed, true, "year"));
    Map<String, String> kept = themes(sharing, true, "");
    assertEquals(1, kept.size());
    assertEquals(kept, themes(sharing, false, "year"));
  }

  @Test
  void a_column_of_another_type_is_an_error_that_names_it() {
    UnusableInputException failure =
        assertThrows(
            UnusableInputException.class,
            () -> Intake.of(table(DataTypes.StringType, "1,2"), COLUMNS));
    assertTrue(failure.getMessage().contains("array<float>"), failure::getMessage);
    assertTrue(
        failure.getMessage().contains("name another with setEmbeddingCol"), failure::getMessage);
  }
}
