package org.sparkbertopic.operations.assignment;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.persistence.SavedModel;

/**
 * The model of documents in the topics that they were given.
 *
 * @param assignments id, topic, probability of every document
 * @param documents all of them
 * @param outliers those in no topic
 * @param notes what the user should know
 */
public record AssignmentOutcome(
    SavedModel model, Dataset<Row> assignments, long documents, long outliers, List<String> notes) {

  public AssignmentOutcome {
    notes = List.copyOf(notes);
  }
}
