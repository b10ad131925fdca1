package org.sparkbertopic.job.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.config.SessionSettings;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * CSV as pandas, Excel and Postgres write it (RFC 4180): a header; quotes around values that
 * contain the separator, a quote or a line break; quotes within quotes doubled. Spark's own
 * defaults end a document at a line break and treat a backslash as an escape. Values in {@code
 * input.options} take precedence.
 *
 * <p>A file with line breaks in quotes cannot be split, so one task reads it.
 */
final class CsvInput {

  private static final String SEPARATOR = "sep";
  private static final String QUOTE = "quote";
  private static final String ESCAPE = "escape";
  private static final String MULTI_LINE = "multiLine";
  private static final String HEADER = "header";

  /** Spark's aliases of the same options. */
  private static final Map<String, String> ALIASES =
      Map.of("delimiter", SEPARATOR, "charset", Encodings.OPTION);

  private static final String[] OTHER_SEPARATORS = {";", "\t", "|"};

  private final SparkSession spark;
  private final String path;
  private final Map<String, String> options;

  /**
   * @param given the values of {@code input.options}
   */
  CsvInput(SparkSession spark, String path, InputFormat format, Map<String, String> given) {
    this.spark = spark;
    this.path = path;
    this.options = options(format, given);
  }

  /** All options of the reader; their names ignore case. */
  static Map<String, String> options(InputFormat format, Map<String, String> given) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put(HEADER, "true");
    all.put(MULTI_LINE, "true");
    all.put(SEPARATOR, format == InputFormat.TSV ? "\t" : ",");
    all.put(QUOTE, "\"");
    // With column pruning Spark does not count values, and a row with too many values would pass.
    all.put("columnPruning", "false");
    given.forEach(
        (name, value) -> all.put(ALIASES.getOrDefault(name.toLowerCase(Locale.ROOT), name), value));
    all.putIfAbsent(ESCAPE, all.get(QUOTE));
    return all;
  }

  /** The table; without rows and columns if the files are empty. */
  Dataset<Row> read(String[] paths, Path first) throws IOException {
    requireEncoding(first);
    StructType schema = schema(paths, first);
    if (schema.isEmpty()) {
      return spark.emptyDataFrame();
    }
    requireSeparator(schema);
    return BrokenRows.kept(options)
        ? InputFiles.reader(spark)
            .options(options)
            .option(BrokenRows.OPTION, BrokenRows.COLUMN)
            .schema(BrokenRows.with(schema, BrokenRows.NOT_CSV))
            .csv(paths)
        : InputFiles.reader(spark).options(options).schema(schema).csv(paths);
  }

  /** The columns, all of type string unless the user's options say otherwise. */
  private StructType schema(String[] paths, Path first) throws IOException {
    SessionSettings before = SessionSettings.of(spark);
    // Otherwise Spark renames columns that differ only in case.
    spark.conf().set(SessionSettings.CASE_SENSITIVE, true);
    StructType schema =
        isChecked() && !options.containsKey("inferSchema") ? ofFirstRow(first) : null;
    if (schema == null) {
      schema = InputFiles.reader(spark).options(options).csv(paths).schema();
    }
    long names =
        Arrays.stream(schema.fieldNames())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .distinct()
            .count();
    if (names == schema.length()) {
      before.restore();
    }
    return schema;
  }

  /**
   * Reads the header ourselves: with multiLine Spark would expand the path as a glob to find the
   * columns.
   */
  private StructType ofFirstRow(Path first) throws IOException {
    String row;
    try (InputStream in = FileScan.open(first, spark.sparkContext().hadoopConfiguration())) {
      row =
          CsvStructure.firstRow(
              in, encoding().name(), character(SEPARATOR), character(QUOTE), character(ESCAPE));
    }
    Dataset<String> rows =
        spark.createDataset(row.isEmpty() ? List.of() : List.of(row), Encoders.STRING());
    return InputFiles.reader(spark).options(options).option(MULTI_LINE, false).csv(rows).schema();
  }

  /** Detects UTF-16 without a byte order mark, which Spark would read as UTF-8. */
  private void requireEncoding(Path first) throws IOException {
    if (Encodings.of(options).isPresent()) {
      return;
    }
    try (InputStream in = FileScan.open(first, spark.sparkContext().hadoopConfiguration())) {
      Optional<Charset> utf16 = ByteOrderMark.utf16(in);
      boolean marked = ByteOrderMark.skip(in).isPresent();
      if (utf16.isPresent() && !(marked && isMultiLine())) {
        throw UnusableInputException.of(
            "CSV must be UTF-8, got %s in '%s'; set input.options { encoding = %s }",
            utf16.get().name(), first, utf16.get().name());
      }
      if (utf16.isPresent()) {
        // With this name the decoder takes the byte order from the mark.
        options.put(Encodings.OPTION, StandardCharsets.UTF_16.name());
      }
    }
  }

  private boolean isMultiLine() {
    return Boolean.parseBoolean(options.get(MULTI_LINE));
  }

  /** A header of one column that contains another separator means the wrong separator is set. */
  private void requireSeparator(StructType schema) {
    if (schema.length() > 1) {
      return;
    }
    for (String other : OTHER_SEPARATORS) {
      if (schema.fieldNames()[0].contains(other)) {
        throw UnusableInputException.of(
            "input.path '%s' must have its columns between '%s', got one column '%s'; set input.options { sep = \"%s\" }",
            path, shown(options.get(SEPARATOR)), shown(schema.fieldNames()[0]), shown(other));
      }
    }
  }

  private static String shown(String text) {
    return text.replace("\t", "\\t");
  }

  /**
   * Scans the files once for problems that the reader silently ignores.
   *
   * @return warnings
   * @throws UnusableInputException if rows would be lost or mixed up
   */
  List<String> inspect(List<Path> files) {
    if (!isChecked()) {
      return encoding().equals(StandardCharsets.UTF_8)
          ? Encodings.remarks(spark, path, files)
          : List.of();
    }
    List<CsvStructure.Found> found =
        FileScan.of(
            spark,
            files,
            new CsvStructure(
                encoding().name(), character(SEPARATOR), character(QUOTE), character(ESCAPE)));
    found.forEach(CsvInput::requireClosed);
    requireOneHeader(found);
    List<String> remarks = new ArrayList<>();
    long invalid = found.stream().mapToLong(file -> file.invalid).sum();
    if (invalid > 0) {
      CsvStructure.Found first = found.stream().filter(file -> file.invalid > 0).findFirst().get();
      remarks.add(
          Encodings.remark(
              String.format(Locale.ROOT, "%,d places", invalid),
              encoding(),
              String.format(
                  Locale.ROOT, "first: line %d of '%s'", first.firstInvalidLine, first.path)));
    }
    long stray = found.stream().mapToLong(file -> file.strayQuotes).sum();
    if (stray > 0) {
      CsvStructure.Found first =
          found.stream().filter(file -> file.strayQuotes > 0).findFirst().get();
      remarks.add(
          String.format(
              Locale.ROOT,
              "%,d values of the CSV hold a quote that is not doubled, the first in line %d of '%s': look at these rows",
              stray,
              first.firstStrayLine,
              first.path));
    }
    return remarks;
  }

  /** Only checks files that follow RFC 4180; users who set other rules are on their own. */
  private boolean isChecked() {
    return isMultiLine()
        && options.get(SEPARATOR).length() == 1
        && options.get(QUOTE).length() == 1
        && options.get(ESCAPE).length() == 1
        && !options.containsKey("comment")
        && !options.containsKey("lineSep");
  }

  private Charset encoding() {
    return Encodings.of(options).orElse(StandardCharsets.UTF_8);
  }

  private char character(String option) {
    return options.get(option).charAt(0);
  }

  private static void requireClosed(CsvStructure.Found file) {
    if (file.strayQuotes > 0 && file.escapedByBackslash) {
      throw UnusableInputException.of(
          "quotes within quotes must be doubled, got a backslash before one in line %d of '%s'; set input.options { escape = \"\\\\\" }",
          file.firstStrayLine, file.path);
    }
    if (file.openQuoteLine > 0) {
      throw UnusableInputException.of(
          "a quote must be closed, got one that is open from line %d of '%s' to the end of the file; close it, or set input.options { quote = \"\" } if quotes mean nothing there",
          file.openQuoteLine, file.path);
    }
  }

  /** Spark assigns the columns of all files by position, using the header of the first file. */
  private void requireOneHeader(List<CsvStructure.Found> files) {
    if (!Boolean.parseBoolean(options.get(HEADER))) {
      return;
    }
    Set<String> headers =
        files.stream()
            .map(file -> file.header)
            .filter(header -> !header.isEmpty())
            .collect(Collectors.toSet());
    if (headers.size() > 1) {
      CsvStructure.Found first = files.stream().filter(f -> !f.header.isEmpty()).findFirst().get();
      CsvStructure.Found other =
          files.stream()
              .filter(f -> !f.header.isEmpty() && !f.header.equals(first.header))
              .findFirst()
              .get();
      throw UnusableInputException.of(
          "the CSV files of input.path must have one header, got '%s' in '%s' and '%s' in '%s'; write them with the same columns in the same order",
          first.header, first.path, other.header, other.path);
    }
  }
}
