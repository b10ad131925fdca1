package org.sparkbertopic.compat;

import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The Spark task that this thread runs. There is none on a driver, nor in a JVM without Spark on
 * its class path, where embedders work too.
 */
public final class SparkTask {

  private static final boolean HAS_SPARK = hasSpark();

  private SparkTask() {}

  private static boolean hasSpark() {
    try {
      Class.forName("org.apache.spark.TaskContext", false, SparkTask.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Whether this thread runs a task. */
  public static boolean isHere() {
    return HAS_SPARK && TaskContext.get() != null;
  }

  /**
   * Spark checks for a kill only between rows, and the work for one row, or for a chunk of them,
   * may take long.
   *
   * @throws IllegalStateException if this thread's task was killed
   */
  public static void stopIfKilled() {
    if (isHere() && TaskContext.get().isInterrupted()) {
      throw new IllegalStateException("the task was killed while it embedded");
    }
  }

  /** The addresses of a resource that Spark gave to this thread's task; may be empty. */
  public static String[] addresses(String resource) {
    ResourceInformation given = isHere() ? TaskContext.get().resourcesJMap().get(resource) : null;
    return given == null ? new String[0] : given.addresses();
  }

  /** The master of the application that runs in this JVM; empty if none does. */
  public static Optional<String> master() {
    SparkEnv spark = HAS_SPARK ? SparkEnv.get() : null;
    return Optional.ofNullable(spark).map(env -> env.conf().get("spark.master", "local"));
  }

  /**
   * A setting of the application that runs in this JVM, or is about to; empty if it has none.
   *
   * @param key one that begins with {@code spark.}
   */
  public static Optional<String> setting(String key) {
    SparkEnv spark = HAS_SPARK ? SparkEnv.get() : null;
    if (spark == null) {
      return Optional.ofNullable(System.getProperty(key)); // as spark-submit passes it on
    }
    return spark.conf().contains(key) ? Optional.of(spark.conf().get(key)) : Optional.empty();
  }
}
