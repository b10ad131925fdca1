package org.sparkbertopic.stage.table;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.documents.UsableDocument;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.testing.SparkTest;

/** One rule for what a text has in it, in Java as in Spark. */
class ContentTest extends SparkTest {

  private static final List<String> NOTHING =
      List.of(
          "",
          "   ",
          "\t\r\n\f\u000B\u001C\u0085",
          "\u00A0\u1680\u2003\u2009\u202F\u205F\u3000\u2028\u2029",
          "\u200B\u200B",
          "\u2060\u200D\u200C\uFEFF",
          "\u0000",
          "\u0000 \u0001\u007F\u009F",
          "\u00AD\u061C\u180E\u200E\u202E\u2066\uFFF9",
          "\u3164",
          "\u115F\u1160\uFFA0\u2800\u034F\u17B4\u17B5",
          "\uFE0F\uFE00",
          new String(Character.toChars(0xE0101)) + new String(Character.toChars(0xE0041)),
          new String(Character.toChars(0x1D159)),
          "\uFFFE\uFDD0" + new String(Character.toChars(0x10FFFF)));

  private static final List<String> SOMETHING =
      List.of(
          "a",
          " \u200Bword\u200B ",
          "?!",
          "...",
          "-",
          "nan",
          "None",
          "NULL",
          "0",
          new String(Character.toChars(0x1F600)),
          // Of a Unicode that this Java does not know, and of a font of its own.
          new String(Character.toChars(0x1FAE8)),
          "\uE000",
          "\u2764\uFE0F",
          "\u4F60\u597D",
          "\u0301");

  @Test
  void blanks_and_what_cannot_be_seen_are_no_content_and_signs_and_emoji_are() {
    NOTHING.forEach(text -> assertFalse(UsableDocument.hasContent(text), () -> codePoints(text)));
    SOMETHING.forEach(text -> assertTrue(UsableDocument.hasContent(text), () -> codePoints(text)));
    Dataset<Row> texts =
        spark()
            .createDataset(
                Stream.concat(NOTHING.stream(), SOMETHING.stream()).toList(), Encoders.STRING())
            .toDF("text");
    assertEquals(
        SOMETHING, texts.filter(Content.isIn(col("text"))).as(Encoders.STRING()).collectAsList());
  }

  private static String codePoints(String text) {
    return text.codePoints().mapToObj(Integer::toHexString).toList().toString();
  }

  @Test
  void such_documents_are_set_aside_and_named_by_the_user_s_columns() {
    Dataset<Row> table =
        spark()
            .createDataset(NOTHING, Encoders.STRING())
            .toDF("body")
            .withColumn("doc", functions.monotonically_increasing_id());
    Intake intake =
        Intake.of(table, new InputColumns(Optional.of("doc"), "body", Optional.empty()));
    IntakeSummary summary = intake.summarize();
    assertEquals(0, summary.documents());
    assertEquals(Map.of("body is blank", (long) NOTHING.size()), summary.rejected());
    assertEquals(NOTHING.size(), intake.setAside(summary).count());
  }

  @Test
  void the_number_nan_of_json_is_a_missing_text_and_the_word_is_one() {
    Dataset<Row> table =
        spark()
            .read()
            .json(
                spark()
                    .createDataset(
                        List.of(
                            "{\"id\": 1, \"text\": NaN}",
                            "{\"id\": 2, \"text\": \"NaN\"}",
                            "{\"id\": 3, \"text\": 12345}",
                            "{\"id\": 4}"),
                        Encoders.STRING()));
    Intake intake = Intake.of(table, new InputColumns(Optional.of("id"), "text", Optional.empty()));
    IntakeSummary summary = intake.summarize();
    assertEquals(Map.of("text is null", 2L), summary.rejected());
    assertEquals(
        List.of("NaN", "12345"),
        intake
            .documents(summary)
            .orderBy("id")
            .select("text")
            .as(Encoders.STRING())
            .collectAsList());
  }

  @Test
  void a_vector_is_finite_and_not_zero_the_same_for_floats_as_for_columns() {
    Map<String, Boolean> vectors =
        Map.of(
            "array(0f, -0f)", false,
            // Subnormal numbers have lost their digits.
            "array(1e-44f, -1e-39f)", false,
            "array(0f, -1.2e-38f)", true,
            "array(1f, float('NaN'))", false,
            "array(float('NaN'), float('NaN'))", false,
            "array(float('Infinity'), 1f)", false,
            "array(1f, float('-Infinity'))", false,
            "cast(array() as array<float>)", false,
            "cast(null as array<float>)", false);
    vectors.forEach(
        (expression, expected) -> {
          Row row =
              spark()
                  .sql("SELECT cast(" + expression + " as array<float>) AS v")
                  .select(col("v"), Content.isVector(col("v")))
                  .head();
          assertEquals(expected, row.getBoolean(1), expression);
          float[] floats = Embeddings.floats(row, 0);
          if (floats != null) {
            assertEquals(expected, UsableDocument.isVector(floats, floats.length), expression);
          }
        });
  }
}
