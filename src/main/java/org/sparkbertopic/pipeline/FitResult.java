package org.sparkbertopic.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.topics.TopicMapping;

/**
 * What a fit makes.
 *
 * @param corpus the documents that were used: id, text (string); lazy, reads the input
 * @param intake rows used and rows set aside, with their reasons
 * @param documents documents in the fit
 * @param outliers documents that belong to no topic
 * @param embeddings the embeddings of the documents: id, embedding (array of float)
 * @param assignments the topic of every row of the input that had an id, see {@link Assignments}
 */
public record FitResult(
    SavedModel model,
    Dataset<Row> corpus,
    IntakeSummary intake,
    long documents,
    long outliers,
    Dataset<Row> assignments,
    Dataset<Row> embeddings) {

  /** The documents follow the topics, which the model has merged already. */
  FitResult mapped(TopicMapping mapping) {
    return new FitResult(
        model,
        corpus,
        intake,
        documents,
        outliers,
        Assignments.mapped(assignments, mapping),
        embeddings);
  }
}
