package org.sparkbertopic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.LayoutSample;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** Labels from the column to the sample, and the mean of the embeddings. */
class LabelsTest extends SparkTest {

  private static final InputColumns COLUMNS =
      new InputColumns(Optional.of("id"), "text", Optional.empty()).withLabel(Optional.of("label"));

  private static Dataset<Row> documents(String labels) {
    Dataset<Row> table =
        spark().sql("SELECT id, concat('text ', id) AS text, label FROM " + labels);
    Intake intake = Intake.of(table, COLUMNS);
    return intake.documents(intake.summarize());
  }

  @Test
  void null_blank_and_minus_one_are_no_labels_and_classes_are_in_order() {
    Dataset<Row> documents =
        documents(
            "VALUES ('a', 'tax'), ('b', ' war '), ('c', '-1'), ('d', ''), ('e', NULL), ('f', 'tax') AS t(id, label)");
    LabelClasses classes = LabelClasses.of(documents, "setLabelCol");
    assertEquals(List.of("tax", "war"), classes.names());
    assertArrayEquals(new long[] {2, 1}, classes.documents());
    assertEquals(3, classes.unlabelled());
    assertEquals(false, classes.areNumbers());
    assertEquals(Map.of("tax", 0, "war", 1), classes.numbers());
  }

  @Test
  void whole_numbers_are_in_the_order_of_their_values() {
    LabelClasses classes =
        LabelClasses.of(
            documents("VALUES ('a', 10), ('b', 9), ('c', -1), ('d', NULL) AS t(id, label)"),
            "setLabelCol");
    assertEquals(List.of("9", "10"), classes.names());
    assertTrue(classes.areNumbers());
  }

  @Test
  void columns_without_any_class_or_of_another_type_are_refused() {
    UnusableInputException none =
        assertThrows(
            UnusableInputException.class,
            () ->
                LabelClasses.of(
                    documents("VALUES ('a', -1), ('b', NULL) AS t(id, label)"), "setLabelCol"));
    assertTrue(none.getMessage().contains("got none in 2"), none.getMessage());
    UnusableInputException type =
        assertThrows(
            UnusableInputException.class,
            () -> documents("VALUES ('a', array(1)) AS t(id, label)"));
    assertTrue(
        type.getMessage().contains("must be a string, a number or a boolean"), type.getMessage());
  }

  @Test
  void the_sample_has_the_labels_of_its_own_documents() {
    Dataset<Row> embeddings = Passages.table(spark(), 0, 300).select("id", "embedding");
    Dataset<Row> labels =
        embeddings.selectExpr(
            "id",
            "IF(embedding[0] > 0.02, 'high', IF(embedding[0] < -0.02, 'low', NULL)) AS label");
    LayoutStage stage = new LayoutStage(100, null, null);
    LayoutStage.Labels known =
        new LayoutStage.Labels(labels, LabelClasses.of(labels, "setLabelCol"));
    LayoutSample sample = stage.sample(embeddings, 300, Optional.of(known), 42);
    LayoutSample again = stage.sample(embeddings.repartition(5), 300, Optional.of(known), 42);
    assertEquals(100, sample.embeddings().length);
    for (int row = 0; row < 100; row++) {
      float first = sample.embeddings()[row][0];
      int expected = first > 0.02 ? 0 : first < -0.02 ? 1 : -1;
      assertEquals(expected, sample.labels().orElseThrow()[row]);
    }
    assertArrayEquals(sample.labels().orElseThrow(), again.labels().orElseThrow());
  }

  @Test
  void the_mean_embedding_is_the_mean_in_any_order() {
    Dataset<Row> embeddings = Passages.table(spark(), 0, 400).select("embedding");
    float[] mean = MeanEmbedding.of(embeddings);
    assertArrayEquals(mean, MeanEmbedding.of(embeddings.repartition(7)));
    List<float[]> rows =
        embeddings.collectAsList().stream()
            .map(row -> Embeddings.floats(row, 0))
            .collect(Collectors.toList());
    for (int j = 0; j < mean.length; j++) {
      double sum = 0;
      for (float[] row : rows) {
        sum += row[j];
      }
      assertEquals(sum / 400, mean[j], 1e-8);
    }
  }
}
