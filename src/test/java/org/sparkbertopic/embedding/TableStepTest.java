package org.sparkbertopic.embedding;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.language.TextPreparation;

/** Embedding by stages of Spark: here by its SQL functions, on sentences that end with a dot. */
class TableStepTest extends SparkTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("a column", DataTypes.LongType)
          .add("te.xt", DataTypes.StringType)
          .add("sentences", DataTypes.StringType);

  /**
   * A piece's vector is what an SQL expression makes of it, called {@code s}.
   *
   * @param vector an array of floats
   */
  record SqlEmbedder(String vector, int dimension) implements Embedder {

    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "sql";
    }

    @Override
    public String fingerprint() {
      return vector;
    }

    @Override
    public Optional<TableStep> asTableStep() {
      return Optional.of(
          (rows, textCol, outCol) ->
              rows.withColumn(
                      "sentences", expr("filter(split(`" + textCol + "`, '[.] *'), s -> s != '')"))
                  .withColumn(outCol, expr("transform(sentences, s -> " + vector + ")"))
                  .drop("sentences"));
    }

    @Override
    public EmbeddedTexts embed(List<String> texts) {
      throw new IllegalStateException("tasks do not embed by themselves what Spark's stages embed");
    }
  }

  private static final SqlEmbedder LENGTHS =
      new SqlEmbedder("array(float(length(s)), float(ascii(s)))", 2);

  private static Dataset<Row> table(String... texts) {
    List<Row> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(RowFactory.create((long) rows.size(), text, "kept " + rows.size()));
    }
    return spark().createDataFrame(rows, SCHEMA);
  }

  private static EmbeddingCounters counters() {
    return EmbeddingCounters.register(spark().sparkContext());
  }

  @Test
  void every_row_keeps_its_place_and_its_columns_whatever_they_are_called() {
    String[] texts = new String[300];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "x".repeat(i % 17 + 1);
    }
    Dataset<Row> table = table(texts).repartition(3);
    List<Row> before = table.collectAsList();
    Dataset<Row> embedded = TextEmbedding.of(LENGTHS).embed(table, "te.xt", "vector", counters());
    assertEquals(SCHEMA.add("vector", TextEmbedding.VECTOR, true), embedded.schema());
    assertEquals(3, embedded.rdd().getNumPartitions());
    List<Row> after = embedded.collectAsList();
    assertEquals(before.size(), after.size());
    for (int i = 0; i < after.size(); i++) {
      for (int column = 0; column < SCHEMA.size(); column++) {
        assertEquals(before.get(i).get(column), after.get(i).get(column));
      }
      assertEquals(
          List.of((float) before.get(i).getString(1).length(), (float) 'x'),
          after.get(i).getList(3));
    }
  }

  @Test
  void a_step_embeds_prepared_texts() {
    Embedder prepared =
        PreparedEmbedder.of(LENGTHS, TextPreparation.NONE.withStripHtml(true).replacing("c", "xy"));
    List<Row> rows =
        TextEmbedding.of(prepared)
            .embed(table("<b>abc</b>", null), "te.xt", "vector", counters())
            .collectAsList();
    assertEquals("<b>abc</b>", rows.get(0).getString(1));
    assertEquals(List.of(4f, (float) 'a'), rows.get(0).getList(3));
    assertEquals(SCHEMA.size() + 1, rows.get(1).size());
  }

  @Test
  void a_texts_vector_is_the_mean_of_its_pieces_and_without_pieces_zero() {
    EmbeddingCounters counters = counters();
    List<Row> rows =
        TextEmbedding.of(LENGTHS)
            .embed(table("a. bcd.", "", null, "...", "e"), "te.xt", "vector", counters)
            .select(col("vector"))
            .collectAsList();
    assertEquals(List.of(2f, (float) ('a' + 'b') / 2), rows.get(0).getList(0));
    assertEquals(List.of(0f, 0f), rows.get(1).getList(0));
    assertTrue(rows.get(2).isNullAt(0));
    assertEquals(List.of(0f, 0f), rows.get(3).getList(0));
    assertEquals(List.of(1f, (float) 'e'), rows.get(4).getList(0));
    assertEquals(4, counters.documents().value());
    assertEquals(1, counters.withoutText().value());
    assertEquals(2, counters.zeroVectors().value());
  }

  @Test
  void a_vector_that_is_no_number_is_the_zero_vector_and_an_empty_one_is_none() {
    SqlEmbedder odd =
        new SqlEmbedder(
            "case s when 'nan' then array(float('NaN'), float(1)) when 'none' then array() else array(float(3), float(4)) end",
            2);
    List<Row> rows =
        TextEmbedding.of(odd)
            .embed(table("nan", "none. some", "none"), "te.xt", "vector", counters())
            .select(col("vector"))
            .collectAsList();
    assertEquals(List.of(0f, 0f), rows.get(0).getList(0));
    assertEquals(List.of(3f, 4f), rows.get(1).getList(0));
    assertEquals(List.of(0f, 0f), rows.get(2).getList(0));
  }

  @Test
  void a_flattened_matrix_of_tokens_is_refused_with_its_shape() {
    SqlEmbedder flat =
        new SqlEmbedder("flatten(transform(split(s, ' '), t -> array(float(1), float(2))))", 2);
    Dataset<Row> embedded =
        TextEmbedding.of(flat).embed(table("one", "two of them"), "te.xt", "vector", counters());
    Throwable cause = assertThrows(Exception.class, embedded::collectAsList);
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertTrue(
        cause.getMessage().contains("one vector of 2 numbers for each piece of a text, got 6"),
        cause.getMessage());
    assertTrue(cause.getMessage().contains("the vectors of all its tokens"), cause.getMessage());
  }

  @Test
  void the_one_for_documents_decides_where_words_have_another() {
    WordDocEmbedder both = new WordDocEmbedder(LENGTHS, OnnxEmbedder.allMiniLmL6V2());
    List<Row> rows =
        TextEmbedding.of(both)
            .embed(table("abc"), "te.xt", "vector", counters())
            .select("vector")
            .collectAsList();
    assertEquals(List.of(3f, (float) 'a'), rows.get(0).getList(0));
  }
}
