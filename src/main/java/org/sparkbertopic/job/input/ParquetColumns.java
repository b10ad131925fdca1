package org.sparkbertopic.job.input;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.sparkbertopic.compat.ScalaCollections;
import org.sparkbertopic.job.config.SessionSettings;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Checks that the Parquet files of an input have the same columns. Spark assumes that all files
 * have the columns of one: it fails on another type, and reads a missing column as nulls.
 */
final class ParquetColumns {

  private static final String MERGE = "mergeSchema";

  /** Marks a type that Spark cannot read. */
  private static final String UNREADABLE = "";

  private final SparkSession spark;
  private final boolean merged;

  /**
   * @param given the values of {@code input.options}
   */
  ParquetColumns(SparkSession spark, Map<String, String> given) {
    this.spark = spark;
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(given);
    this.merged =
        Boolean.parseBoolean(
            options.getOrDefault(
                MERGE, spark.conf().get("spark.sql.parquet.mergeSchema", "false")));
  }

  /** The types of a file's columns, as JSON. Not a record, because Kryo cannot read records. */
  private static final class Found implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String path;

    /** Null if the footer cannot be read; reading the file then reports the reason. */
    private final Map<String, String> types;

    private Found(String path, Map<String, String> types) {
      this.path = path;
      this.types = types;
    }

    private Optional<String> type(String column, boolean exact) {
      return types.entrySet().stream()
          .filter(
              type -> exact ? type.getKey().equals(column) : type.getKey().equalsIgnoreCase(column))
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }

  /** The columns that a table reads from files; empty if it is not read from files. */
  static Optional<StructType> read(Dataset<Row> table) {
    return ScalaCollections.elements(
            table.queryExecution().sparkPlan(), "collectLeaves", SparkPlan.class)
        .stream()
        .filter(FileSourceScanExec.class::isInstance)
        .map(scan -> ((FileSourceScanExec) scan).requiredSchema())
        .findFirst();
  }

  /**
   * Reads the footers of all files.
   *
   * @param read the required columns, with the types that Spark reads them as
   * @throws UnusableInputException if a file lacks a column, or has it with another type
   */
  void requireOne(StructType read, List<Path> files) {
    boolean exact = Boolean.parseBoolean(spark.conf().get(SessionSettings.CASE_SENSITIVE, "false"));
    Set<String> names = new HashSet<>();
    for (String name : read.fieldNames()) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    List<Found> all = FileScan.ofPaths(spark, files, (path, hadoop) -> look(path, hadoop, names));
    for (Found file : all) {
      for (StructField column : file.types == null ? new StructField[0] : read.fields()) {
        Optional<String> type = file.type(column.name(), exact);
        if (type.equals(Optional.of(UNREADABLE))) {
          continue;
        }
        Optional<Fault> fault =
            fault(column.name(), column.dataType(), type.map(DataType::fromJson));
        if (fault.isPresent()) {
          throw refusal(fault.get(), file, like(all, column, exact));
        }
      }
    }
  }

  /** A file that has a column with the type that is read. */
  private static Optional<Found> like(List<Found> all, StructField column, boolean exact) {
    return all.stream()
        .filter(file -> file.types != null)
        .filter(
            file ->
                file.type(column.name(), exact)
                    .filter(type -> !type.equals(UNREADABLE))
                    .map(DataType::fromJson)
                    .filter(type -> type.sameType(column.dataType()))
                    .isPresent())
        .findFirst();
  }

  /**
   * The problem with a file's column.
   *
   * @param column its name; a field of a struct has dots
   * @param read the type that Spark reads it as
   * @param type the type in the file; empty if it is missing
   */
  private record Fault(String column, DataType read, Optional<DataType> type) {}

  private static UnusableInputException refusal(Fault fault, Found file, Optional<Found> other) {
    String got =
        fault.type().isEmpty()
            ? String.format(
                Locale.ROOT,
                "no column '%s' in '%s'%s; write it into all of them, or set input.options { mergeSchema = true } if it is to be null there",
                fault.column(),
                file.path,
                other.map(found -> ", which '" + found.path + "' has").orElse(""))
            : String.format(
                Locale.ROOT,
                "column '%s' as %s in '%s' and as %s in %s; write all of them with one type",
                fault.column(),
                fault.type().get().catalogString(),
                file.path,
                fault.read().catalogString(),
                other.map(found -> "'" + found.path + "'").orElse("others"));
    return new UnusableInputException(
        "the Parquet files of input.path must have the same columns with the same types, got "
            + got);
  }

  /**
   * The problem with a file's column, given its name and the type that is read; empty if there is
   * none.
   */
  private Optional<Fault> fault(String name, DataType read, Optional<DataType> type) {
    if (type.isEmpty()) {
      return merged ? Optional.empty() : Optional.of(new Fault(name, read, type));
    }
    if (read instanceof StructType fields && type.get() instanceof StructType there) {
      for (StructField field : fields.fields()) {
        Optional<DataType> inner =
            Arrays.stream(there.fields())
                .filter(other -> other.name().equalsIgnoreCase(field.name()))
                .map(StructField::dataType)
                .findFirst();
        Optional<Fault> fault = fault(name + "." + field.name(), field.dataType(), inner);
        if (fault.isPresent()) {
          return fault;
        }
      }
      return Optional.empty();
    }
    return isReadAs(read, type.get()) ? Optional.empty() : Optional.of(new Fault(name, read, type));
  }

  /** Whether Spark reads one type as another without error or loss. */
  private static boolean isReadAs(DataType read, DataType type) {
    if (read instanceof ArrayType list && type instanceof ArrayType there) {
      return isReadAs(list.elementType(), there.elementType());
    }
    if (read instanceof DecimalType number && type instanceof DecimalType there) {
      return number.scale() == there.scale() && number.precision() >= there.precision();
    }
    return read.sameType(type)
        // For structs in lists, Spark reads the fields that exist.
        || (read instanceof StructType && type instanceof StructType)
        || (read instanceof IntegerType && (isByte(type) || type instanceof ShortType))
        || (read instanceof ShortType && isByte(type))
        || (isBytes(read) && isBytes(type))
        || (read instanceof TimestampType && type instanceof TimestampNTZType);
  }

  private static boolean isByte(DataType type) {
    return type instanceof ByteType;
  }

  private static boolean isBytes(DataType type) {
    return type instanceof StringType || type instanceof BinaryType;
  }

  private static Found look(String path, Configuration hadoop, Set<String> names) {
    Map<String, String> types = new LinkedHashMap<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new Path(path), InputFiles.withoutChecksums(hadoop)))) {
      for (Type column : reader.getFooter().getFileMetaData().getSchema().getFields()) {
        if (names.contains(column.getName().toLowerCase(Locale.ROOT))) {
          types.put(column.getName(), type(column));
        }
      }
    } catch (IOException | RuntimeException e) {
      // Spark's reader reports the problem, or ignores the file if its settings say so.
      return new Found(path, null);
    }
    return new Found(path, types);
  }

  private static String type(Type column) {
    try {
      return new ParquetToSparkSchemaConverter(SQLConf.get())
          .convert(new MessageType("column", column))
          .apply(0)
          .dataType()
          .json();
    } catch (Exception refused) {
      // Spark's AnalysisException is checked, but Scala does not declare it.
      return UNREADABLE;
    }
  }
}
