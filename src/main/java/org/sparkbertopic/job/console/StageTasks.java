package org.sparkbertopic.job.console;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;

/**
 * Shows the tasks of Spark's running jobs while a stage tells of no other progress. Jobs that
 * others run in the same session count, too.
 */
final class StageTasks implements AutoCloseable {

  private final String title;
  private final JavaSparkStatusTracker tracker;
  private final ProgressBar bar;
  private final ScheduledExecutorService watch;
  private final ScheduledFuture<?> looking;

  StageTasks(String title, SparkContext spark, ProgressBar bar) {
    this.title = title;
    this.tracker = JavaSparkContext.fromSparkContext(spark).statusTracker();
    this.bar = bar;
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "spark-bertopic-progress");
              thread.setDaemon(true);
              return thread;
            });
    this.looking = watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  private void look() {
    if (!bar.isIdle()) {
      return;
    }
    long done = 0;
    long total = 0;
    for (int job : tracker.getActiveJobIds()) {
      SparkJobInfo info = tracker.getJobInfo(job);
      for (int stage : info == null ? new int[0] : info.stageIds()) {
        SparkStageInfo tasks = tracker.getStageInfo(stage);
        // Of a stage that has not begun nobody knows whether it is skipped.
        if (tasks != null && tasks.numCompletedTasks() + tasks.numActiveTasks() > 0) {
          done += tasks.numCompletedTasks();
          total += tasks.numTasks();
        }
      }
    }
    if (total > 0) {
      bar.tasks(title, done, total);
    }
  }

  @Override
  public void close() {
    looking.cancel(true);
    watch.shutdownNow();
  }
}
