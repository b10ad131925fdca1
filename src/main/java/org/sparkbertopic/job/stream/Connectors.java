package org.sparkbertopic.job.stream;

import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.SessionSettings;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Connectors that a cluster may lack, found by their classes. */
enum Connectors {
  KAFKA(
      "org.apache.spark.sql.kafka010.KafkaSourceProvider",
      "org.apache.spark:spark-sql-kafka-0-10_2.12"),
  DELTA("io.delta.sql.DeltaSparkSessionExtension", "io.delta:delta-spark_2.12");

  private final String className;
  private final String artifact;

  Connectors(String className, String artifact) {
    this.className = className;
    this.artifact = artifact;
  }

  boolean isThere() {
    try {
      Class.forName(className, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * @param key key whose value needs the connector
   * @throws UnusableInputException if the class path lacks it
   */
  void require(String key) {
    if (!isThere()) {
      String name = name().toLowerCase(Locale.ROOT);
      throw UnusableInputException.of(
          "%s = %s needs the connector %s, which is not on the class path; add it before the command: --packages %s:VERSION, with the version for Spark %s",
          key, name, artifact, artifact, org.apache.spark.package$.MODULE$.SPARK_VERSION());
    }
  }

  /** Requires Delta, which asks for its settings even if only its reader and writer are used. */
  static void delta(SparkSession spark, String key) {
    DELTA.require(key);
    SessionSettings.allowDeltaByPath(spark);
  }
}
