package org.sparkbertopic.vectorizer.counting;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * Observes every row that a pass over the documents reads, on the executors, which saves a second
 * pass. If a task is retried, rows are observed more than once, so observers must be idempotent.
 */
@FunctionalInterface
public interface RowObserver extends Serializable {

  /** Does nothing. */
  RowObserver NONE = row -> {};

  /** Called once for each row that a task reads. */
  void see(Row row);
}
