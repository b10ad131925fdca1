package org.sparkbertopic.job.config;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.ConsoleLog;

/** Opens the Spark session of a job. */
public final class Sessions {

  /** The class by which Spark itself detects its Hive module. */
  private static final String HIVE = "org.apache.spark.sql.hive.HiveSessionStateBuilder";

  /**
   * Settings of a session that a command opens itself, unless the user set them. They keep
   * credentials out of Spark's pages and its event log.
   */
  private static final Map<String, String> OWN =
      Map.of(
          "spark.redaction.regex",
          "(?i)secret|passw|pwd|passphrase|token|credential|authorization|signature|api.?key"
              + "|(access|account|private|encryption).?key|encryption[.].*key|[.]sas[.]",
          "spark.redaction.string.regex",
          "(?<=[?&;][A-Za-z0-9_.-]{1,60}=)[^&;,\\s\\]\\)]+|(?<=://[^/:@\\s]{1,80}:)[^@/\\s]+(?=@)");

  /** Where Spark keeps the description of a thread's jobs, which commands change. */
  private static final String DESCRIPTION = "spark.job.description";

  private static final String NO_CONTEXT =
      "this Spark session has no SparkContext, which the commands need: it is one of Spark Connect,"
          + " of serverless compute, or of a Databricks cluster in standard (shared) access mode;"
          + " take a cluster of one's own (on Databricks: dedicated access mode)";

  private Sessions() {}

  /**
   * Opens a session, with the catalog of the cluster's metastore if Spark has its Hive module. An
   * existing one keeps its name.
   */
  static SparkSession open(String name) {
    SparkConf set = new SparkConf();
    SparkSession.Builder builder = SparkSession.builder();
    if (!isThere()) {
      if (isConnectWanted()) {
        throw new ConfigurationException(NO_CONTEXT);
      }
      builder.appName(name);
      OWN.forEach((key, value) -> builder.config(key, set.get(key, value)));
      if (set.get("spark.master", "").startsWith("local")) {
        // In local mode the driver is the executor: a task without memory must fail instead of
        // ending the process before the run records the reason.
        String depth = "spark.executor.killOnFatalError.depth";
        builder.config(depth, set.get(depth, "0"));
      }
    }
    SparkSession spark =
        hasHive() ? builder.enableHiveSupport().getOrCreate() : builder.getOrCreate();
    requireContext(spark);
    ConsoleLog.again();
    return spark;
  }

  /**
   * Runs work with a session, and closes the session unless Spark was already running. An existing
   * session stays open and gets its settings back.
   */
  public static void run(String name, Consumer<SparkSession> work) {
    boolean there = isThere();
    SparkSession spark = open(name);
    SessionSettings before = SessionSettings.of(spark);
    String description = spark.sparkContext().getLocalProperty(DESCRIPTION);
    SessionSettings.allowOldDates(spark);
    SessionSettings.cacheInSmallBatches(spark);
    try {
      work.accept(spark);
    } finally {
      if (there) {
        before.restore();
        spark.sparkContext().setLocalProperty(DESCRIPTION, description);
      } else {
        spark.stop();
      }
    }
  }

  /** What tells Spark 4 to open a session of Spark Connect; it does so before it can be asked. */
  private static boolean isConnectWanted() {
    return System.getenv("SPARK_REMOTE") != null
        || System.getProperty("spark.remote") != null
        || System.getProperty("spark.api.mode", "").equalsIgnoreCase("connect");
  }

  /**
   * A session of Spark Connect has no SparkContext, and each platform refuses it in its own way:
   * Spark's client and Databricks with exceptions of their own.
   */
  private static void requireContext(SparkSession spark) {
    try {
      if (spark.sparkContext() != null) {
        return;
      }
    } catch (RuntimeException | LinkageError e) {
      throw new ConfigurationException(NO_CONTEXT, e);
    }
    throw new ConfigurationException(NO_CONTEXT);
  }

  /** Whether Spark already runs in this JVM, with or without a session. */
  public static boolean isThere() {
    return SparkSession.getActiveSession().isDefined()
        || SparkSession.getDefaultSession().isDefined()
        || SparkContext$.MODULE$.getActive().isDefined();
  }

  private static boolean hasHive() {
    try {
      Class.forName(HIVE, false, SparkSession.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      // Spark Connect has Hive's module without what it needs.
      return false;
    }
  }
}
