package org.sparkbertopic.job.stream;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.job.fit.LoadedModel;

/**
 * Told of each batch when its assignments are written, and before the batch counts as done. After a
 * crash it may be told of the last batch again, with the same rows.
 */
public interface BatchFollower {

  /** Leaves the model as it is. */
  BatchFollower NONE = (batch, model) -> model;

  /**
   * @param model the model that assigned the batch
   * @return the model for the next batch
   */
  LoadedModel follow(Written batch, LoadedModel model);

  /** The version of the model that assigns the next batch; empty if all have the same model. */
  default Optional<String> version() {
    return Optional.empty();
  }

  /** Told when a batch counts as done. */
  default void done() {}

  /**
   * A batch that was written.
   *
   * @param number of the batch, from 0
   * @param documents id, text, embedding; empty if no row could be read
   */
  record Written(long number, Optional<Dataset<Row>> documents) {}
}
