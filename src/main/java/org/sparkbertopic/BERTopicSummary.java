package org.sparkbertopic;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.stage.IntakeSummary;

/**
 * What a fit made beside the model.
 *
 * @param corpus the documents that were used: id (string), text (string); lazy, reads the input
 * @param intake rows used and rows set aside, with their reasons
 * @param documents documents in the fit
 * @param outliers documents that belong to no topic
 * @param assignments every document's topic: id (string), topic (int), probability (double)
 */
public record BERTopicSummary(
    Dataset<Row> corpus,
    IntakeSummary intake,
    long documents,
    long outliers,
    Dataset<Row> assignments) {

  /** Share of the documents that belong to no topic, in [0, 1]. */
  public double outlierShare() {
    return documents == 0 ? 0 : (double) outliers / documents;
  }
}
