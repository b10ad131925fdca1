package org.sparkbertopic.testing;

import org.apache.spark.sql.SparkSession;

/**
 * Base of the tests that need Spark: one session in this JVM with two threads, shared by all tests,
 * ended with the JVM.
 *
 * <p>Expressions are interpreted: the tests' many queries over few rows spend a third of their time
 * on compiling them otherwise. The tests that run again under other settings, and those of the
 * packaged jar, compile them as a cluster does.
 *
 * <p>{@code -Dspark.test.conf=KEY=VALUE,KEY=VALUE} gives it further settings, so that the same
 * tests show what holds under another serializer or SQL mode.
 */
public abstract class SparkTest {

  /** The shared session. */
  protected static SparkSession spark() {
    return Holder.SESSION;
  }

  private static final class Holder {

    private static final String FURTHER = "spark.test.conf";

    private static final SparkSession SESSION = start();

    private static SparkSession start() {
      SparkSession.Builder builder =
          SparkSession.builder()
              .master("local[2]")
              .appName("spark-bertopic tests")
              .config("spark.ui.enabled", false)
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", 4)
              .config("spark.sql.codegen.wholeStage", false)
              .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
              .config(
                  "spark.sql.warehouse.dir",
                  "target/spark-warehouse-" + System.getProperty("test.fork", "0"));
      for (String setting : System.getProperty(FURTHER, "").split(",", -1)) {
        String[] pair = setting.split("=", 2);
        if (pair.length == 2) {
          builder.config(pair[0].strip(), pair[1].strip());
        }
      }
      SparkSession session = builder.getOrCreate();
      session.sparkContext().setLogLevel("WARN");
      return session;
    }
  }
}
