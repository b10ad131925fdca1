package org.sparkbertopic.job.input;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.UnusableInputException;

/** The files of an input, opened by the reader of their format. */
final class FileInput {

  private final SparkSession spark;
  private final String path;
  private final InputFormat format;
  private final Map<String, String> options;
  private final String[] paths;
  private final Optional<Path> first;

  private CsvInput csv;
  private JsonInput json;
  private ParquetInput parquet;

  private FileInput(
      SparkSession spark,
      String path,
      InputFormat format,
      Map<String, String> options,
      String[] paths,
      Optional<Path> first) {
    this.spark = spark;
    this.path = path;
    this.format = format;
    this.options = options;
    this.paths = paths;
    this.first = first;
  }

  /**
   * The files.
   *
   * @param path as the configuration names them
   * @param named the format that the configuration names
   * @throws UnusableInputException if their names are those of a format that is not read
   */
  static FileInput of(
      SparkSession spark,
      String path,
      InputFormat named,
      InputFiles files,
      Map<String, String> options)
      throws IOException {
    Optional<Path> first = files.read(options).stream().findFirst();
    InputFormat format = named.orByName(path, first.map(Path::getName));
    return new FileInput(spark, path, format, options, files.paths(), first);
  }

  InputFormat format() {
    return format;
  }

  /**
   * The table; without files, one without columns.
   *
   * @param text name of the column that lines of text become
   * @param ofIds columns that ids are made of
   */
  Dataset<Row> read(String text, Set<String> ofIds) throws IOException {
    if (first.isEmpty()) {
      return spark.emptyDataFrame();
    }
    return switch (format) {
      case JSON -> {
        json = new JsonInput(spark, path, options);
        yield json.read(paths, first.get(), ofIds);
      }
      case CSV, TSV -> {
        csv = new CsvInput(spark, path, format, options);
        yield csv.read(paths, first.get());
      }
      case TEXT -> lines(first.get()).withColumnRenamed("value", text);
      case ORC -> InputFiles.reader(spark).options(options).orc(paths);
      default -> {
        parquet = new ParquetInput(spark, options);
        yield parquet.read(paths, first.get());
      }
    };
  }

  private Dataset<Row> lines(Path file) throws IOException {
    try (InputStream in = FileScan.open(file, hadoop())) {
      if (ByteOrderMark.utf16(in).isPresent()) {
        throw UnusableInputException.of(
            "text must be UTF-8 or of another encoding with ASCII's new lines, got UTF-16 in '%s'; convert it: iconv -f UTF-16 -t UTF-8 FILE",
            file);
      }
    }
    Column value =
        Encodings.decoded(col("value"), Encodings.of(options).orElse(StandardCharsets.UTF_8));
    return InputFiles.reader(spark).options(options).text(paths).withColumn("value", value);
  }

  /** Why a column cannot be read, if its type is the reason. */
  Optional<String> unreadable(String column) {
    return parquet == null ? Optional.empty() : parquet.unreadable(column);
  }

  /**
   * Scans the files once for problems that Spark's readers silently ignore: bytes outside the
   * encoding, quotes that are never closed, files with different columns.
   *
   * @param table made of what {@link #read} gave
   * @param columns those that are needed
   * @return warnings
   * @throws UnusableInputException if rows would be lost or mixed up
   */
  List<String> inspect(Dataset<Row> table, Set<String> columns) {
    List<Path> files = InputFiles.ofUrls(table.inputFiles());
    if (csv != null) {
      return csv.inspect(files);
    }
    if (json != null) {
      return json.inspect(files);
    }
    if (parquet != null) {
      parquet.inspect(
          table.select(columns.stream().map(ColumnTypes::quoted).toArray(Column[]::new)), files);
      return List.of();
    }
    return format == InputFormat.TEXT && Encodings.of(options).isEmpty()
        ? Encodings.remarks(spark, path, files)
        : List.of();
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
