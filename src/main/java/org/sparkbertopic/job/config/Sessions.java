package org.sparkbertopic.job.config;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.console.ConsoleLog;

/** Opens the Spark session of a job. */
public final class Sessions {

  /** Spark's own way to tell whether its Hive module is there. */
  private static final String HIVE = "org.apache.spark.sql.hive.HiveSessionStateBuilder";

  /**
   * Of a session that a command opens for itself, where nobody set them: what gives access to
   * something is neither in Spark's pages nor in its event log.
   */
  private static final Map<String, String> OWN =
      Map.of(
          "spark.redaction.regex",
          "(?i)secret|passw|pwd|passphrase|token|credential|authorization|signature|api.?key"
              + "|(access|account|private|encryption).?key|encryption[.].*key|[.]sas[.]",
          "spark.redaction.string.regex",
          "(?<=[?&;][A-Za-z0-9_.-]{1,60}=)[^&;,\\s\\]\\)]+|(?<=://[^/:@\\s]{1,80}:)[^@/\\s]+(?=@)");

  private Sessions() {}

  /** With the catalog of the cluster's metastore where Spark has its Hive module. */
  static SparkSession open(String name) {
    SparkConf set = new SparkConf();
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    if (!isThere()) {
      OWN.forEach((key, value) -> builder.config(key, set.get(key, value)));
      if (set.get("spark.master", "").startsWith("local")) {
        // Driver and executor are one: a task without memory must fail, and not end the process
        // before the run says why.
        String depth = "spark.executor.killOnFatalError.depth";
        builder.config(depth, set.get(depth, "0"));
      }
    }
    SparkSession spark =
        hasHive() ? builder.enableHiveSupport().getOrCreate() : builder.getOrCreate();
    ConsoleLog.again();
    return spark;
  }

  /**
   * Runs with a session, and closes it if Spark was not there before. One that was there stays
   * open, with the settings that it had: others may still want it.
   */
  public static void run(String name, Consumer<SparkSession> work) {
    boolean there = isThere();
    SparkSession spark = open(name);
    SessionSettings before = SessionSettings.of(spark);
    SessionSettings.allowOldDates(spark);
    try {
      work.accept(spark);
    } finally {
      if (there) {
        before.restore();
      } else {
        spark.close();
      }
    }
  }

  /** Whether somebody runs Spark in this JVM, with a session or without. */
  public static boolean isThere() {
    return SparkSession.getActiveSession().isDefined()
        || SparkSession.getDefaultSession().isDefined()
        || SparkContext$.MODULE$.getActive().isDefined();
  }

  private static boolean hasHive() {
    try {
      Class.forName(HIVE, false, SparkSession.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
