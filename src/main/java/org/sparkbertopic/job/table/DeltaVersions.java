package org.sparkbertopic.job.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import io.delta.tables.DeltaTable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The versions of a Delta table. The one class that needs Delta's own API. */
final class DeltaVersions extends TableVersions {

  private static final String VERSION_OPTION = "versionAsOf";

  DeltaVersions(SparkSession spark, String table, boolean named) {
    super(spark, table, named);
    ReaderPackages.require(DELTA);
  }

  @Override
  String format() {
    return DELTA;
  }

  private DeltaTable open() {
    return named ? DeltaTable.forName(spark, table) : DeltaTable.forPath(spark, table);
  }

  @Override
  Dataset<Row> history() {
    return columns(open().history());
  }

  @Override
  Dataset<Row> commitsOf(TableWrite write) {
    return columns(
        open().history().filter(col("userMetadata").equalTo(TableCommits.described(write))));
  }

  private static Dataset<Row> columns(Dataset<Row> history) {
    return history.select(
        col("version").cast(DataTypes.StringType).as(VERSION),
        unix_micros(col("timestamp")).as(COMMITTED),
        unix_micros(col("timestamp")).as(AT),
        col("version").as(NUMBER));
  }

  @Override
  Dataset<Row> read(TableVersion version, Map<String, String> options) {
    DataFrameReader reader =
        spark.read().options(options).option(VERSION_OPTION, version.version());
    return named ? reader.table(table) : reader.format(DELTA).load(table);
  }

  @Override
  List<String> optionsOfVersions() {
    return List.of(VERSION_OPTION, "timestampAsOf");
  }
}
