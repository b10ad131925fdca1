package org.sparkbertopic.vectorizer.counting;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * Sees every row that a pass over the documents reads, on the executors, so that a second pass is
 * saved. A row may be seen more than once when a task is repeated: what an observer adds up must
 * not mind.
 */
@FunctionalInterface
public interface RowObserver extends Serializable {

  /** Does nothing. */
  RowObserver NONE = row -> {};

  /** Called once for each row that a task reads. */
  void see(Row row);
}
