package org.sparkbertopic.job.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The snapshots of an Iceberg table, from its own table of them. */
final class IcebergVersions extends TableVersions {

  private static final String VERSION_OPTION = "snapshot-id";

  IcebergVersions(SparkSession spark, String table, boolean named) {
    super(spark, table, named);
    ReaderPackages.require(ICEBERG);
  }

  @Override
  String format() {
    return ICEBERG;
  }

  @Override
  Dataset<Row> history() {
    Dataset<Row> made =
        meta("snapshots")
            .select(col("snapshot_id"), unix_micros(col("committed_at")).as(COMMITTED));
    Dataset<Row> used =
        meta("history").select(col("snapshot_id"), unix_micros(col("made_current_at")).as(AT));
    return columns(made.join(used, "snapshot_id"));
  }

  @Override
  Dataset<Row> commitsOf(TableWrite write) {
    return columns(
        meta("snapshots")
            .filter(col("summary").getItem(TableCommits.WRITE).equalTo(write.id()))
            .select(
                col("snapshot_id"),
                unix_micros(col("committed_at")).as(COMMITTED),
                unix_micros(col("committed_at")).as(AT)));
  }

  private static Dataset<Row> columns(Dataset<Row> snapshots) {
    return snapshots.select(
        col("snapshot_id").cast(DataTypes.StringType).as(VERSION),
        col(COMMITTED),
        col(AT),
        col("snapshot_id").as(NUMBER));
  }

  /** One of the tables that describe the table. */
  private Dataset<Row> meta(String name) {
    if (named) {
      return spark.table(table + "." + name);
    }
    boolean path = table.indexOf('/') >= 0;
    return spark.read().format(ICEBERG).load(table + (path ? "#" : ".") + name);
  }

  @Override
  Dataset<Row> read(TableVersion version, Map<String, String> options) {
    DataFrameReader reader =
        spark.read().options(options).option(VERSION_OPTION, version.version());
    return named ? reader.table(table) : reader.format(ICEBERG).load(table);
  }

  @Override
  List<String> optionsOfVersions() {
    return List.of(VERSION_OPTION, "as-of-timestamp", "branch", "tag", "versionAsOf");
  }
}
