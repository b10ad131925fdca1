package org.sparkbertopic;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.operations.assignment.AssignmentOutcome;

/**
 * What comes of documents that were given topics after the fit.
 *
 * @param model of the documents in these topics; {@code transform} gives each of them the same
 * @param assignments every document's topic: id (in its own type), topic (int, as the model numbers
 *     it), probability (double: 1 where the topic is another than the model alone would find, or
 *     the cosine with it in a model whose probabilities are cosines); kept on the executors for as
 *     long as it is referred to
 * @param documents all of them
 * @param outliers those in no topic
 * @param notes what the user should know, the remarks of the representations among it
 */
public record AssignedTopics(
    BERTopicModel model,
    Dataset<Row> assignments,
    long documents,
    long outliers,
    List<String> notes) {

  public AssignedTopics {
    notes = List.copyOf(notes);
  }

  static AssignedTopics of(BERTopicModel made, AssignmentOutcome outcome) {
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.addAll(made.remarks().messages());
    return new AssignedTopics(
        made, outcome.assignments(), outcome.documents(), outcome.outliers(), notes);
  }
}
