package org.sparkbertopic.job.input;

import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.config.SessionSettings;
import org.sparkbertopic.job.console.ErrorMessages;

/**
 * Parquet with columns of types that Spark cannot read: reads the other columns, and reads
 * timestamps with nanoseconds as timestamps.
 */
final class ParquetInput {

  private final SparkSession spark;
  private final Map<String, String> options;

  /** The columns that are left out, with Spark's reason. */
  private final Map<String, String> unreadable = new LinkedHashMap<>();

  ParquetInput(SparkSession spark, Map<String, String> options) {
    this.spark = spark;
    this.options = options;
  }

  /**
   * The table. A column is left out if Spark rejects its type.
   *
   * @param first first nonempty file; its columns are taken for those of all files
   */
  Dataset<Row> read(String[] paths, Path first) throws IOException {
    try {
      return InputFiles.reader(spark).options(options).parquet(paths);
    } catch (Exception refused) {
      // Spark's AnalysisException is checked, but Scala does not declare it.
      if (!isOfType(refused)) {
        throw refused;
      }
    }
    spark.conf().set(SessionSettings.NANOS_AS_LONG, true);
    MessageType columns = columns(first);
    StructType schema = new StructType();
    List<String> nanoseconds = new ArrayList<>();
    ParquetToSparkSchemaConverter converter =
        new ParquetToSparkSchemaConverter(spark.sessionState().conf());
    for (Type column : columns.getFields()) {
      try {
        schema = schema.add(converter.convert(new MessageType("column", column)).apply(0));
        if (isNanoseconds(column)) {
          nanoseconds.add(column.getName());
        }
      } catch (Exception refused) {
        // As above.
        unreadable.put(column.getName(), ErrorMessages.describe(refused));
      }
    }
    Dataset<Row> table = InputFiles.reader(spark).options(options).schema(schema).parquet(paths);
    for (String name : nanoseconds) {
      table = table.withColumn(name, expr(timestamp(name, columns.getType(name))));
    }
    return table;
  }

  private static boolean isOfType(Exception refused) {
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("Parquet type")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Checks the columns of all files; Spark only knows those of one.
   *
   * @param table table with the columns that the run reads
   * @throws org.sparkbertopic.stage.table.UnusableInputException if the column is missing in a
   *     file, or has another type there
   */
  void inspect(Dataset<Row> table, List<Path> files) {
    Optional<StructType> read = ParquetColumns.read(table);
    if (read.isPresent() && files.size() > 1) {
      new ParquetColumns(spark, options).requireOne(read.get(), files);
    }
  }

  /** The reason why a column was left out; empty if it was not. */
  Optional<String> unreadable(String column) {
    return Optional.ofNullable(unreadable.get(column));
  }

  private MessageType columns(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, InputFiles.configuration(spark)))) {
      return reader.getFooter().getFileMetaData().getSchema();
    }
  }

  private static boolean isNanoseconds(Type column) {
    return column.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
        && timestamp.getUnit() == TimeUnit.NANOS;
  }

  /**
   * Truncates to microseconds, as Spark's timestamps have. Timestamps without a time zone keep
   * their clock time.
   */
  private static String timestamp(String name, Type column) {
    String micros = "(" + quoted(name) + " div 1000)";
    boolean instant =
        ((TimestampLogicalTypeAnnotation) column.getLogicalTypeAnnotation()).isAdjustedToUTC();
    return instant
        ? "timestamp_micros" + micros
        : String.format(
            Locale.ROOT,
            "timestamp_ntz'1970-01-01 00:00:00' + make_dt_interval(0, 0, 0, cast(%s as decimal(20,"
                + " 0)) / 1000000BD)",
            micros);
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
