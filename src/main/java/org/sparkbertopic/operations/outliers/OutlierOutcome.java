package org.sparkbertopic.operations.outliers;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.persistence.SavedModel;

/**
 * The result of reducing outliers.
 *
 * @param assignments id, topic, probability of every document
 * @param documents all of them
 * @param outliersBefore documents without a topic before the first step
 */
public record OutlierOutcome(
    SavedModel model,
    Dataset<Row> assignments,
    long documents,
    long outliersBefore,
    List<Step> steps,
    List<String> notes) {

  /**
   * One strategy.
   *
   * @param threshold least score, as given or as the target asked for
   * @param before outliers that it was tried on
   * @param after outliers that it left
   */
  public record Step(OutlierStrategy strategy, double threshold, long before, long after) {}

  /** Documents without a topic after the last step. */
  public long outliersAfter() {
    return steps.isEmpty() ? outliersBefore : steps.get(steps.size() - 1).after();
  }
}
