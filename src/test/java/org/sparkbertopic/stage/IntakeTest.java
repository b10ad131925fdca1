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
            Intake.ZERO_EMBEDDING, 2L,
            Intake.BAD_EMBEDDING, 3L,
            Intake.OTHER_LENGTH, 2L,
            Intake.EMPTY_EMBEDDING, 1L,
            Intake.NO_EMBEDDING, 1L),
        summary.rejected());
    assertEquals(9, summary.rejectedTotal());
    Map<String, String> reasons = reasons(intake, summary);
    assertEquals(Intake.ZERO_EMBEDDING, reasons.get("d2"));
    assertEquals(Intake.ZERO_EMBEDDING, reasons.get("d3"));
    assertEquals(Intake.BAD_EMBEDDING, reasons.get("d4"));
    assertEquals(Intake.OTHER_LENGTH, reasons.get("d7"));
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
    assertEquals(Map.of(Intake.BAD_EMBEDDING, 1L), doubles.summarize().rejected());
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
    assertEquals(Map.of(Intake.ZERO_EMBEDDING, 1L), summary.rejected());
  }

  @Test
  void a_column_of_another_type_is_an_error_that_names_it() {
    UnusableInputException failure =
        assertThrows(
            UnusableInputException.class,
            () -> Intake.of(table(DataTypes.StringType, "1,2"), COLUMNS));
    assertTrue(failure.getMessage().contains("array<float>"), failure::getMessage);
    assertTrue(failure.getMessage().contains("embedding-column"), failure::getMessage);
  }
}
