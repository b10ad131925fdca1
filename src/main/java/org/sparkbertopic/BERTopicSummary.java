package org.sparkbertopic;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.pipeline.FitResult;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.topics.TopicMapping;

/**
 * What a fit made beside the model.
 *
 * @param corpus the documents that were used: id, text (string); lazy, reads the input
 * @param intake rows used and rows set aside, with their reasons
 * @param documents documents in the fit
 * @param outliers documents that belong to no topic
 * @param assignments the topic of every row of the input that had an id, see {@link Assignments}:
 *     id in its own type, topic (int), probability (double), reason (string; null but for rows set
 *     aside)
 * @param embeddings the embeddings of the documents: id, embedding (array of float); of a fit in a
 *     folder read from there
 */
public record BERTopicSummary(
    Dataset<Row> corpus,
    IntakeSummary intake,
    long documents,
    long outliers,
    Dataset<Row> assignments,
    Dataset<Row> embeddings) {

  /** Share of the documents that belong to no topic, in [0, 1]. */
  public double outlierShare() {
    return documents == 0 ? 0 : (double) outliers / documents;
  }

  static BERTopicSummary of(FitResult fit) {
    return new BERTopicSummary(
        fit.corpus(),
        fit.intake(),
        fit.documents(),
        fit.outliers(),
        fit.assignments(),
        fit.embeddings());
  }

  /** The same documents with the topics that a mapping makes. */
  BERTopicSummary mapped(TopicMapping mapping, long newOutliers) {
    return with(Assignments.mapped(assignments, mapping), newOutliers);
  }

  /** The same documents in other topics. */
  BERTopicSummary reassigned(Dataset<Row> newAssignments, long newOutliers) {
    return with(Assignments.reassigned(assignments, newAssignments), newOutliers);
  }

  private BERTopicSummary with(Dataset<Row> newAssignments, long newOutliers) {
    return new BERTopicSummary(corpus, intake, documents, newOutliers, newAssignments, embeddings);
  }
}
