package org.sparkbertopic.job.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * A Delta or Iceberg table that a run writes to. Each write is one commit, so that a reader sees
 * all of its rows or none, and is done once: its id stands in the table's history.
 */
public final class OutputTable {

  /** How rows get into a table, named as in {@code output.mode}. */
  public enum Mode {
    /** Adds the rows. */
    APPEND,
    /** Replaces all rows of the table. */
    OVERWRITE,
    /** Replaces the rows with the same ids, and adds the others. */
    MERGE;

    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Marks rows that set topic and probability in rows of the table that are there, and are not
   * added; for {@link Mode#MERGE}.
   */
  public static final String ONLY_TOPIC = "__only_topic";

  /** What Delta 4 throws for a path without a table; Delta 3 answers that there is none. */
  private static final String NO_DELTA_TABLE = "[DELTA_MISSING_DELTA_TABLE]";

  /** What Spark prints in place of a plan that it cannot make. */
  private static final Pattern FAILED_PLAN =
      Pattern.compile(
          "^(?:[\\w.]+Exception:|Error occurred during query planning:)\\s*(.*)$",
          Pattern.MULTILINE);

  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String ICEBERG_EXTENSION =
      "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions";

  /** A folder of Delta, named as a table. */
  private static final Pattern PATH_OF_DELTA =
      Pattern.compile("delta\\.`(.*)`", Pattern.CASE_INSENSITIVE);

  private static final Pattern BARE_PATH = Pattern.compile("`?(/|[a-z0-9]+:/).*");

  private static final String APPEND_ONLY = "delta.appendOnly";
  private static final String LOCATION = "Location";
  private static final String CATALOG_KEY = "spark.sql.catalog.spark_catalog";

  private static final String SOURCE = "spark_bertopic_rows";
  private static final List<String> OF_TOPIC =
      List.of(InputColumns.TOPIC, InputColumns.PROBABILITY);

  /** Another writer's commit can be in the way of a merge; it is then made on top of that one. */
  private static final int TRIES = 3;

  private final SparkSession spark;
  private final String key;
  private final String name;

  private OutputTable(SparkSession spark, String key, String name) {
    this.spark = spark;
    this.key = key;
    this.name = name;
  }

  /**
   * Opens a table, and makes it if there is none.
   *
   * @param key the key that names it
   * @param format delta or iceberg for a new table; empty to go by the catalog
   * @param columns the columns that will be written
   * @throws UnusableInputException if it cannot be made, is of another format, its columns do not
   *     fit, or the session cannot merge into it
   */
  public static OutputTable open(
      SparkSession spark,
      String key,
      String name,
      Optional<String> format,
      StructType columns,
      Mode mode) {
    OutputTable table = new OutputTable(spark, key, name);
    if (!table.exists()) {
      table.create(columns, format);
    }
    try {
      table.requireFormat();
      new TableColumns(key, name, spark.table(name).schema()).requireFit(columns, mode);
      table.requireChangeable(mode);
    } catch (UnusableInputException e) {
      throw e;
    } catch (Exception e) {
      // Spark's exceptions are checked, but Scala does not declare them.
      if (isCausedBy(e, AnalysisException.class)) {
        throw table.unusable(e);
      }
      throw e;
    }
    if (mode == Mode.MERGE) {
      table.requireMerge(columns);
    }
    return table;
  }

  public String name() {
    return name;
  }

  /**
   * Checks that rows of the input are not lost, or written into it.
   *
   * @param input name or path of the input
   * @param reason why they would be
   * @throws UnusableInputException if the input is this table
   */
  public void requireOther(String input, String reason) {
    Optional<String> location = TableVersions.description(spark, name, LOCATION);
    boolean same =
        plain(input).equalsIgnoreCase(plain(name))
            || location.filter(place -> path(place).equals(path(input))).isPresent();
    if (same) {
      throw UnusableInputException.of(
          "%s must not be the input where %s, got '%s'; use output.mode = merge, or name another table",
          key, reason, name);
    }
  }

  /**
   * Checks that a run does not write a table into its own folder, whose results it replaces.
   *
   * @param folder output folder of the run
   * @throws UnusableInputException if the name is the path of a folder in it
   */
  public static void requirePathOutside(String key, String name, String folder) {
    Matcher ofDelta = PATH_OF_DELTA.matcher(name);
    if (ofDelta.matches()) {
      requireOutside(key, name, ofDelta.group(1), folder);
    }
  }

  /** As {@link #requirePathOutside}, for the folder of a table of a catalog. */
  public void requireOutside(String folder) {
    TableVersions.description(spark, name, LOCATION)
        .ifPresent(place -> requireOutside(key, name, place, folder));
  }

  private static void requireOutside(String key, String name, String place, String folder) {
    if ((path(place) + "/").startsWith(path(folder) + "/")) {
      throw UnusableInputException.of(
          "%s must lie outside of the run's output.path '%s', whose results replace each other, got '%s'; name another",
          key, folder, name);
    }
  }

  private static String plain(String table) {
    return table.replace("`", "");
  }

  /** A path without its file system and slashes at its end. */
  private static String path(String place) {
    return place.replaceFirst("^[a-zA-Z0-9+.-]+:/*", "/").replaceFirst("/+$", "");
  }

  private boolean exists() {
    try {
      return spark.catalog().tableExists(name);
    } catch (Exception e) {
      // Spark's exceptions are checked, but Scala does not declare them.
      if (String.valueOf(e.getMessage()).contains(NO_DELTA_TABLE)) {
        return false;
      }
      throw unusable(e);
    }
  }

  private UnusableInputException unusable(Exception cause) {
    if (isCausedBy(cause, ClassNotFoundException.class)) {
      ReaderPackages.require(TableVersions.DELTA);
    }
    return UnusableInputException.of(
        cause,
        "%s must name a table of a catalog of this session, such as catalog.schema.table, got '%s': %s%s",
        key,
        name,
        ErrorMessages.describe(cause).replaceFirst("^\\[[A-Z_.]+] ", ""),
        advice());
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(type::isInstance);
  }

  private String advice() {
    if (BARE_PATH.matcher(name).matches()) {
      return "; the folder of a Delta table is written as delta.`" + plain(name) + "`";
    }
    return formatOfCatalog().filter(TableVersions.ICEBERG::equals).isEmpty()
            && !spark.conf().get(CATALOG_KEY, "").contains("Delta")
        ? String.format(
            Locale.ROOT,
            "; for a table of Delta, give Spark its settings before the command: --conf spark.sql.extensions=%s --conf %s=org.apache.spark.sql.delta.catalog.DeltaCatalog",
            DELTA_EXTENSION,
            CATALOG_KEY)
        : "";
  }

  private void create(StructType columns, Optional<String> format) {
    StructType nullable = new StructType();
    for (StructField field : columns.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    String using = format.or(this::formatOfCatalog).map(named -> " USING " + named).orElse("");
    try {
      spark.sql("CREATE TABLE IF NOT EXISTS " + name + " (" + nullable.toDDL() + ")" + using);
    } catch (Exception e) {
      // As above.
      throw unusable(e);
    }
  }

  /** The format that a catalog is made for. */
  private Optional<String> formatOfCatalog() {
    if (name.toLowerCase(Locale.ROOT).startsWith("delta.`")) {
      return Optional.of(TableVersions.DELTA);
    }
    String first = name.split("\\.", -1)[0].replace("`", "");
    String catalog =
        spark
            .conf()
            .get(
                "spark.sql.catalog." + first,
                spark.conf().get("spark.sql.catalog." + spark.catalog().currentCatalog(), ""))
            .toLowerCase(Locale.ROOT);
    return Stream.of(TableVersions.DELTA, TableVersions.ICEBERG)
        .filter(catalog::contains)
        .findFirst();
  }

  /** Rows of a table that only grows cannot be replaced. */
  private void requireChangeable(Mode mode) {
    if (mode != Mode.APPEND
        && spark.sql("SHOW TBLPROPERTIES " + name).collectAsList().stream()
            .anyMatch(
                row ->
                    row.getString(0).equals(APPEND_ONLY)
                        && row.getString(1).equalsIgnoreCase("true"))) {
      throw UnusableInputException.of(
          "%s must be a table whose rows may change where rows are replaced (%s), got '%s' with %s = true; use output.mode = append, or ALTER TABLE %s SET TBLPROPERTIES ('%s' = 'false')",
          key, mode.title(), name, APPEND_ONLY, name, APPEND_ONLY);
    }
  }

  private String requireFormat() {
    String format = TableVersions.formatOf(spark, name).orElse("none");
    if (!List.of(TableVersions.DELTA, TableVersions.ICEBERG).contains(format)) {
      throw UnusableInputException.of(
          "%s must be a table of Delta or Iceberg, whose commits are seen as a whole, got '%s' of format %s; set output.table-format, or name another table",
          key, name, format);
    }
    return format;
  }

  /**
   * Lets the session plan a merge of no rows. A session without the format's extension of SQL
   * refuses only then, which would be after the work of the run.
   */
  private void requireMerge(StructType columns) {
    Dataset<Row> whole = withFurtherColumns(spark.createDataFrame(List.of(), columns));
    whole.createOrReplaceTempView(SOURCE);
    try {
      String plan = spark.sql("EXPLAIN " + merge(whole, columns)).head().getString(0);
      Matcher failure = FAILED_PLAN.matcher(plan);
      if (failure.find()) {
        throw notMergeable(failure.group(1), null);
      }
    } catch (UnusableInputException e) {
      throw e;
    } catch (Exception e) {
      // As above. What else fails, such as a store, may work the next time.
      if (isCausedBy(e, AnalysisException.class)) {
        throw notMergeable(ErrorMessages.describe(e), e);
      }
      throw e;
    } finally {
      spark.catalog().dropTempView(SOURCE);
    }
  }

  private UnusableInputException notMergeable(String reason, Exception cause) {
    String format = requireFormat();
    return UnusableInputException.of(
        cause,
        "%s must be a table that this session can merge into, got '%s' of format %s; set spark.sql.extensions to %s, or use output.mode = append or overwrite (Spark says: %s)",
        key,
        name,
        format,
        format.equals(TableVersions.DELTA) ? DELTA_EXTENSION : ICEBERG_EXTENSION,
        reason.strip());
  }

  /**
   * Writes rows, in one commit, unless the table has this write already.
   *
   * @param rows with the columns that {@link #open} checked, and for a merge maybe {@link
   *     #ONLY_TOPIC}
   * @return what is in the table now, and whether it was there before
   */
  public Result write(Dataset<Row> rows, TableWrite write) {
    String format = requireFormat();
    TableVersions versions = TableVersions.of(spark, format, name, true).orElseThrow();
    Optional<TableVersion> before = versions.writtenBy(write);
    if (before.isPresent()) {
      return result(before.get(), write, true);
    }
    Dataset<Row> whole = withFurtherColumns(rows);
    String merge = write.mode() == Mode.MERGE ? merge(whole, rows.schema()) : "";
    for (int tried = 1; ; tried++) {
      try {
        commit(whole, merge, write, format);
        break;
      } catch (Exception e) {
        // As above.
        if (!VersionFailures.isOfAnotherWriter(e)) {
          throw new IllegalStateException(
              String.format(
                  Locale.ROOT,
                  "%s '%s' cannot be written: %s; it has nothing of this run, and the same command goes on with it",
                  key,
                  name,
                  ErrorMessages.describe(e)),
              e);
        }
        if (tried == TRIES) {
          throw new IllegalStateException(
              String.format(
                  Locale.ROOT,
                  "%s '%s' was changed by other writers %d times while the rows of this run were written; it has nothing of this run, and the same command goes on with it",
                  key,
                  name,
                  TRIES),
              e);
        }
      }
    }
    return result(versions.writtenBy(write).or(versions::current).orElseThrow(), write, false);
  }

  /**
   * What became of a write.
   *
   * @param already whether the rows were there before
   */
  public record Result(WrittenTable written, boolean already) {}

  private Result result(TableVersion version, TableWrite write, boolean already) {
    return new Result(
        new WrittenTable(name, write.mode().title(), version.version(), version.timestamp()),
        already);
  }

  private void commit(Dataset<Row> rows, String merge, TableWrite write, String format)
      throws Exception {
    if (write.mode() == Mode.MERGE) {
      rows.createOrReplaceTempView(SOURCE);
      try {
        TableCommits.marked(spark, write, format, () -> spark.sql(merge));
      } finally {
        spark.catalog().dropTempView(SOURCE);
      }
      return;
    }
    DataFrameWriterV2<Row> writer = rows.writeTo(name);
    TableCommits.mark(writer, write, format);
    if (write.mode() == Mode.APPEND) {
      writer.append();
    } else {
      writer.overwrite(lit(true));
    }
  }

  /** The rows with the table's own columns, in its spelling; further ones are null. */
  private Dataset<Row> withFurtherColumns(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : spark.table(name).schema().fields()) {
      columns.add(
          TableColumns.find(rows.schema(), field.name())
              .map(given -> ColumnTypes.quoted(given.name()))
              .orElse(lit(null))
              .cast(field.dataType())
              .as(field.name()));
    }
    if (TableColumns.find(rows.schema(), ONLY_TOPIC).isPresent()) {
      columns.add(col(ONLY_TOPIC));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  /**
   * @param written the columns that are set; others of the table keep their values
   */
  private String merge(Dataset<Row> rows, StructType written) {
    boolean partial = TableColumns.find(written, ONLY_TOPIC).isPresent();
    List<String> all =
        Stream.of(rows.columns()).filter(column -> !column.equals(ONLY_TOPIC)).toList();
    String id =
        TableColumns.quoted(TableColumns.find(rows.schema(), InputColumns.ID).orElseThrow().name());
    String whole = partial ? " AND NOT s." + ONLY_TOPIC : "";
    String ofTopic =
        partial
            ? " WHEN MATCHED THEN UPDATE SET "
                + settings(all, column -> OF_TOPIC.contains(column.toLowerCase(Locale.ROOT)))
            : "";
    return String.join(
        "",
        "MERGE INTO " + name + " t USING " + SOURCE + " s ON t." + id + " = s." + id,
        " WHEN MATCHED" + whole + " THEN UPDATE SET ",
        settings(all, column -> TableColumns.find(written, column).isPresent()),
        ofTopic,
        " WHEN NOT MATCHED" + whole + " THEN INSERT (",
        all.stream().map(TableColumns::quoted).collect(Collectors.joining(", ")),
        ") VALUES (",
        all.stream()
            .map(column -> "s." + TableColumns.quoted(column))
            .collect(Collectors.joining(", ")),
        ")");
  }

  private static String settings(List<String> columns, Predicate<String> which) {
    return columns.stream()
        .filter(which)
        .map(column -> "t." + TableColumns.quoted(column) + " = s." + TableColumns.quoted(column))
        .collect(Collectors.joining(", "));
  }
}
