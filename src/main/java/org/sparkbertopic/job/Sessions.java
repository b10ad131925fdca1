package org.sparkbertopic.job;

import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a job. */
final class Sessions {

  /** Spark's own way to tell whether its Hive module is there. */
  private static final String HIVE = "org.apache.spark.sql.hive.HiveSessionStateBuilder";

  private Sessions() {}

  /** With the catalog of the cluster's metastore where Spark has its Hive module. */
  static SparkSession open(String name) {
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    return hasHive() ? builder.enableHiveSupport().getOrCreate() : builder.getOrCreate();
  }

  /** Runs with a session, and closes it if it was not there before: others may still want it. */
  static void run(String name, Consumer<SparkSession> work) {
    boolean there = SparkSession.getDefaultSession().isDefined();
    SparkSession spark = open(name);
    try {
      work.accept(spark);
    } finally {
      if (!there) {
        spark.close();
      }
    }
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
