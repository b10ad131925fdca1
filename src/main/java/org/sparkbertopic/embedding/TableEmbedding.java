package org.sparkbertopic.embedding;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Adds a column of vectors to a table, computed by a {@link TableStep}. */
final class TableEmbedding {

  private static final String ROW = "__row";
  private static final String TEXT = "__text";
  private static final String PIECES = "__pieces";

  private TableEmbedding() {}

  /**
   * @param textIndex index of the column of texts
   * @param withVector the schema of the rows with the new column at its end
   * @param dimension length that the vectors must have
   */
  static Dataset<Row> embed(
      Dataset<Row> rows,
      int textIndex,
      StructType withVector,
      TableStep step,
      int dimension,
      EmbeddingCounters counters) {
    String textCol = "`" + withVector.fieldNames()[textIndex].replace("`", "``") + "`";
    // The stages add columns whose names the table may already have.
    Dataset<Row> wrapped =
        rows.select(struct(col("*")).as(ROW), coalesce(col(textCol), lit("")).as(TEXT));
    MapPartitionsFunction<Row, Row> toVectors =
        partition -> new PieceIterator(partition, textIndex, dimension, counters);
    return step.addPieces(wrapped, TEXT, PIECES)
        .select(col(ROW), col(PIECES))
        .mapPartitions(toVectors, Encoders.row(withVector));
  }
}
