package org.sparkbertopic;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.operations.outliers.OutlierOutcome;

/**
 * What a reduction of outliers gives.
 *
 * @param model with the documents in their new topics; {@code transform} gives each of them the
 *     same topic
 * @param assignments every document's topic: id (string), topic (int), probability (double; of a
 *     document that found a topic the score of the strategy: membership, share of the distribution,
 *     or cosine); where there was something to reduce it is kept on the executors for as long as it
 *     is referred to
 * @param documents all of them
 * @param outliersBefore documents without a topic before the first step
 * @param steps what became of them, step by step
 * @param notes what the user should know, the remarks of the representations among it
 */
public record ReducedOutliers(
    BERTopicModel model,
    Dataset<Row> assignments,
    long documents,
    long outliersBefore,
    List<OutlierOutcome.Step> steps,
    List<String> notes) {

  public ReducedOutliers {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /**
   * @param made the outcome's model
   * @param more notes of the representations
   */
  static ReducedOutliers of(BERTopicModel made, OutlierOutcome outcome, List<String> more) {
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.addAll(more);
    return new ReducedOutliers(
        made,
        outcome.assignments(),
        outcome.documents(),
        outcome.outliersBefore(),
        outcome.steps(),
        notes);
  }

  /** Documents without a topic after the last step. */
  public long outliersAfter() {
    return steps.isEmpty() ? outliersBefore : steps.get(steps.size() - 1).after();
  }
}
