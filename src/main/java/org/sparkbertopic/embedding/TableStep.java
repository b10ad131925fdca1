package org.sparkbertopic.embedding;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Embeds a column of a table by stages of Spark. What they give is checked, averaged and counted by
 * {@link TextEmbedding}, which runs the step.
 */
@FunctionalInterface
public interface TableStep {

  /**
   * Adds the vectors of the pieces (sentences, say) of each text.
   *
   * @param rows a table, or a stream of them
   * @param textCol a column of strings, none null
   * @param outCol the new column, {@code array<array<float>>}: {@code [pieces][dimension]}, empty
   *     where the model finds nothing in a text
   * @return the same rows, in the same order and partitions, with the columns they had
   */
  Dataset<Row> addPieces(Dataset<Row> rows, String textCol, String outCol);
}
