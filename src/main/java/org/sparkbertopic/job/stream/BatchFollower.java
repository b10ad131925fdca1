package org.sparkbertopic.job.stream;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.job.fit.LoadedModel;
import org.sparkbertopic.stage.table.InputColumns;

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

  /**
   * A batch that was written.
   *
   * @param number of the batch, from 0
   * @param rows the input's rows, in Spark's cache; without files that cannot be read
   * @param columns where they keep what the stages need
   * @param assignments id, topic, probability, reason
   */
  record Written(long number, Dataset<Row> rows, InputColumns columns, Dataset<Row> assignments) {}
}
