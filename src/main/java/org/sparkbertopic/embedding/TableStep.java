package org.sparkbertopic.embedding;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Embeds a column of a table with Spark ML stages. {@link TextEmbedding} runs the step, and checks,
 * averages and counts its vectors.
 */
@FunctionalInterface
public interface TableStep {

  /**
   * Adds the vectors of the pieces (sentences, say) of each text.
   *
   * @param rows a table, or a stream of them
   * @param textCol a column of strings, none null
   * @param outCol the new column, {@code array<array<float>>}: {@code [pieces][dimension]}, empty
   *     if the model finds nothing in a text
   * @return the same rows with all their columns, in the same order and partitions
   */
  Dataset<Row> addPieces(Dataset<Row> rows, String textCol, String outCol);
}
