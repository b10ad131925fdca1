package org.sparkbertopic.testing;

import org.apache.spark.sql.SparkSession;

/**
 * Base of the tests that need Spark: one session in this JVM with two threads, shared by all tests,
 * ended with the JVM.
 */
public abstract class SparkTest {

  /** The shared session. */
  protected static SparkSession spark() {
    return Holder.SESSION;
  }

  private static final class Holder {

    private static final SparkSession SESSION = start();

    private static SparkSession start() {
      SparkSession session =
          SparkSession.builder()
              .master("local[2]")
              .appName("spark-bertopic tests")
              .config("spark.ui.enabled", false)
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", 4)
              .config("spark.sql.warehouse.dir", "target/spark-warehouse")
              .getOrCreate();
      session.sparkContext().setLogLevel("WARN");
      return session;
    }
  }
}
