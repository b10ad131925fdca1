package org.sparkbertopic.testing;

import io.delta.sql.DeltaSparkSessionExtension;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions;
import org.apache.spark.sql.SparkSession;

/**
 * A session on the Spark of {@link SparkTest} with the catalogs of Delta (Spark's own) and Iceberg
 * ({@code ice}), as a cluster with both has one. The session of the other tests comes back when it
 * is closed.
 */
public final class TableSession implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final SparkSession before;
  private final SparkSession session;
  private final String lake = "lake" + NUMBER.incrementAndGet();

  private TableSession(SparkSession before, SparkSession session) {
    this.before = before;
    this.session = session;
  }

  /**
   * @param folder of the tables
   */
  public static TableSession open(SparkSession before, Path folder) {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    SparkSession session =
        SparkSession.builder()
            .withExtensions(new DeltaSparkSessionExtension())
            .withExtensions(new IcebergSparkSessionExtensions())
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.catalog.ice", "org.apache.iceberg.spark.SparkCatalog")
            .config("spark.sql.catalog.ice.type", "hadoop")
            .config("spark.sql.catalog.ice.warehouse", folder.resolve("ice").toString())
            .config("spark.databricks.delta.snapshotPartitions", "1")
            // VACUUM makes as many tasks of its listing: 10,000 by default
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    SparkSession.setActiveSession(session);
    TableSession tables = new TableSession(before, session);
    session.sql(
        "CREATE DATABASE " + tables.lake + " LOCATION '" + folder.resolve(tables.lake) + "'");
    return tables;
  }

  /** The name of a table of a format. */
  public String table(String format, String name) {
    return (format.equals("iceberg") ? "ice.db" : lake) + "." + name;
  }

  public SparkSession spark() {
    return session;
  }

  @Override
  public void close() {
    session.sql("DROP DATABASE " + lake + " CASCADE");
    SparkSession.setDefaultSession(before);
    SparkSession.setActiveSession(before);
  }
}
