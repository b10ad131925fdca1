package org.sparkbertopic.job.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The versions of one table. Nothing is cached: each question looks at the table again. */
abstract class TableVersions {

  static final String DELTA = "delta";
  static final String ICEBERG = "iceberg";

  static final String VERSION = "version";
  static final String COMMITTED = "committed";
  static final String AT = "at";
  static final String NUMBER = "number";

  final SparkSession spark;
  final String table;

  /**
   * Whether {@link #table} is a name of the catalog; otherwise a path, or what the reader takes.
   */
  final boolean named;

  TableVersions(SparkSession spark, String table, boolean named) {
    this.spark = spark;
    this.table = table;
    this.named = named;
  }

  /**
   * The versions of a table; empty if its format keeps none that are known here.
   *
   * @param format the table's format, in lower case
   */
  static Optional<TableVersions> of(
      SparkSession spark, String format, String table, boolean named) {
    return switch (format) {
      case DELTA -> Optional.of(new DeltaVersions(spark, table, named));
      case ICEBERG -> Optional.of(new IcebergVersions(spark, table, named));
      default -> Optional.empty();
    };
  }

  /** The format of a table of the catalog, in lower case; empty for views and temporary tables. */
  static Optional<String> formatOf(SparkSession spark, String table) {
    return description(spark, table, "Provider").map(name -> name.toLowerCase(Locale.ROOT));
  }

  /** A line of the catalog's description of a table. */
  static Optional<String> description(SparkSession spark, String table, String line) {
    return spark.sql("DESCRIBE TABLE EXTENDED " + table).collectAsList().stream()
        .filter(row -> line.equals(row.getString(0)))
        .map(row -> row.getString(1))
        .findFirst();
  }

  /** The present version; empty for a table without any. */
  final Optional<TableVersion> current() {
    return last(history());
  }

  /** The version that was the present one at a time; empty if the history does not reach back. */
  final Optional<TableVersion> at(Instant time) {
    return last(history().filter(col(AT).leq(ChronoUnit.MICROS.between(Instant.EPOCH, time))));
  }

  /** The version of a number or id; empty if the history does not have it. */
  final Optional<TableVersion> named(String version) {
    return last(history().filter(col(VERSION).equalTo(version)));
  }

  /** The version that has the rows of a write first; empty if the table does not have them. */
  final Optional<TableVersion> writtenBy(TableWrite write) {
    return last(commitsOf(write));
  }

  private Optional<TableVersion> last(Dataset<Row> versions) {
    return versions.orderBy(col(AT).desc(), col(NUMBER).desc()).limit(1).collectAsList().stream()
        .findFirst()
        .map(row -> new TableVersion(format(), table, row.getString(0), time(row.getLong(1))));
  }

  private static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /** The first and the last version, in words. */
  final String described() {
    Row ends =
        history()
            .agg(min_by(col(VERSION), col(AT)), min(AT), max_by(col(VERSION), col(AT)), max(AT))
            .head();
    return String.format(
        Locale.ROOT,
        "versions %s (%s) to %s (%s)",
        ends.get(0),
        time(ends.getLong(1)),
        ends.get(2),
        time(ends.getLong(3)));
  }

  abstract String format();

  /**
   * All versions that the table remembers: {@code version} string, {@code committed} and {@code at}
   * in microseconds, when it was made and when it became the present one, and {@code number} for
   * versions of the same time.
   */
  abstract Dataset<Row> history();

  /** As {@link #history}, of the versions that a write made. */
  abstract Dataset<Row> commitsOf(TableWrite write);

  /** The rows of a version. */
  abstract Dataset<Row> read(TableVersion version, Map<String, String> options);

  /** Options of the format's reader that name a version. */
  abstract List<String> optionsOfVersions();
}
