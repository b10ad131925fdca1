package org.sparkbertopic.embedding.words;

import org.apache.spark.TaskContext;

/** Stops the work of a task that Spark has killed. Spark itself only checks between rows. */
public final class KilledTask {

  private KilledTask() {}

  public static void stopIfSo() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new IllegalStateException("the task was killed while it embedded");
    }
  }
}
