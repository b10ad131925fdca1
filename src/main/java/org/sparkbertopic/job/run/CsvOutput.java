package org.sparkbertopic.job.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StringType;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.stage.table.ColumnTypes;

/**
 * Writes tables as CSV by RFC 4180. A missing value is empty, and an empty text is {@code ""}.
 *
 * <p>Spark's writer quotes line feeds but not carriage returns, where other programs end a row.
 * With all values quoted, it writes missing values as empty texts. Therefore tables with carriage
 * returns are written as lines of individually quoted values.
 */
final class CsvOutput {

  /**
   * A value that occurs nowhere, to represent nulls: by default Spark reads empty texts as nulls.
   */
  private static final String MISSING = "\u0000";

  private static final Map<String, String> DIALECT =
      Map.of(
          "quote", "\"",
          "escape", "\"",
          "ignoreLeadingWhiteSpace", "false",
          "ignoreTrailingWhiteSpace", "false");

  /** Spark's options to read these files. */
  static final Map<String, String> READING =
      with(Map.of("header", "true", "multiLine", "true", "nullValue", MISSING, "emptyValue", ""));

  private CsvOutput() {}

  private static Map<String, String> with(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(DIALECT);
    all.putAll(options);
    return Map.copyOf(all);
  }

  /** Writes a table without lists, maps and structs. */
  static void write(Dataset<Row> table, String path) {
    List<String> texts =
        Arrays.stream(table.schema().fields())
            .filter(field -> field.dataType() instanceof StringType)
            .map(field -> field.name())
            .toList();
    Column carriageReturns =
        texts.stream().map(CsvOutput::hasCarriageReturn).reduce(Column::or).orElse(lit(false));
    if (table.filter(carriageReturns).isEmpty()) {
      table.write().mode(SaveMode.ErrorIfExists).options(with(Map.of("header", "true"))).csv(path);
    } else {
      writeLines(table, texts, path);
    }
  }

  private static Column hasCarriageReturn(String name) {
    return ColumnTypes.quoted(name).contains("\r");
  }

  private static void writeLines(Dataset<Row> table, List<String> texts, String path) {
    Column[] values =
        Stream.of(table.columns())
            .map(name -> value(name, texts.contains(name)))
            .toArray(Column[]::new);
    String header =
        Stream.of(table.columns()).map(CsvOutput::quoted).collect(Collectors.joining(","));
    table
        .select(concat_ws(",", values))
        .as(Encoders.STRING())
        .mapPartitions(
            (MapPartitionsFunction<String, String>) lines -> withHeader(header, lines),
            Encoders.STRING())
        .write()
        .mode(SaveMode.ErrorIfExists)
        .option("maxRecordsPerFile", 0)
        .option("lineSep", "\n")
        .text(path);
    nameFiles(table, path);
  }

  /** Formats a value as Spark does, but quotes carriage returns. */
  private static Column value(String name, boolean text) {
    Column column = ColumnTypes.quoted(name);
    Column alone = struct(column.as("value"));
    Column written = to_csv(alone, DIALECT);
    if (text) {
      written =
          when(hasCarriageReturn(name), to_csv(alone, with(Map.of("quoteAll", "true"))))
              .otherwise(written);
    }
    return coalesce(when(column.isNotNull(), written), lit(""));
  }

  private static String quoted(String name) {
    return name.matches("(?s).*[,\"\\r\\n].*") ? '"' + name.replace("\"", "\"\"") + '"' : name;
  }

  /** Adds a header to each file, as Spark does; the first file has one even without rows. */
  private static Iterator<String> withHeader(String header, Iterator<String> lines) {
    if (!lines.hasNext() && TaskContext.getPartitionId() != 0) {
      return lines;
    }
    Iterator<String> first = Collections.singleton(header).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return first.hasNext() || lines.hasNext();
      }

      @Override
      public String next() {
        return first.hasNext() ? first.next() : lines.next();
      }
    };
  }

  /** Renames the files to their content's extension: Spark names files of lines {@code .txt}. */
  private static void nameFiles(Dataset<Row> table, String folder) {
    try {
      Path path = FilePaths.of(folder);
      FileSystem files =
          path.getFileSystem(table.sparkSession().sparkContext().hadoopConfiguration());
      for (FileStatus file : files.listStatus(path)) {
        String name = file.getPath().getName();
        String named = name.replaceFirst("^(part-.*)\\.txt", "$1.csv");
        if (!named.equals(name) && !files.rename(file.getPath(), new Path(path, named))) {
          throw new IOException("'" + file.getPath() + "' cannot be renamed");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
