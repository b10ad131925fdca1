package org.sparkbertopic.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.table.IntakeSummary;

/**
 * What a transform makes; its tables are lazy.
 *
 * @param documents id, text of the rows that are documents
 * @param embeddings id, embedding
 * @param assigned id, topic, probability of the documents that have a vector
 * @param lost documents that have none
 */
public record TransformResult(
    Corpus corpus,
    Dataset<Row> documents,
    Dataset<Row> embeddings,
    Dataset<Row> assigned,
    Lost lost) {

  /** Documents without a vector: id, and how many they are. */
  public record Lost(Dataset<Row> ids, long rows) {}

  /** Rows used and rows set aside, with their reasons. */
  public IntakeSummary intake() {
    return corpus.without(lost.rows());
  }

  /** The topic of every row of the input that had an id, see {@link Assignments}. */
  public Dataset<Row> assignments() {
    return assignments(assigned);
  }

  /** As {@link #assignments()}, with other topics for the documents. */
  public Dataset<Row> assignments(Dataset<Row> reassigned) {
    return corpus.complete(reassigned, lost.ids(), lost.rows());
  }
}
