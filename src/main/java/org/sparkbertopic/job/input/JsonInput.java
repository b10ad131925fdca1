package org.sparkbertopic.job.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * JSON: one object per line, or an array of objects over several lines, as pandas writes it. The
 * first file decides which. One task reads an array.
 */
final class JsonInput {

  private static final String MULTI_LINE = "multiLine";
  private static final String LINE_SEPARATOR = "lineSep";
  private static final Pattern ODD = Pattern.compile("[:*?\\[{\\\\]");

  private final SparkSession spark;
  private final String path;
  private final Map<String, String> options;

  /** The first file, whose layout all files must have. */
  private Path first;

  /** Warnings about the ids. */
  private final List<String> remarks = new ArrayList<>();

  JsonInput(SparkSession spark, String path, Map<String, String> given) {
    this.spark = spark;
    this.path = path;
    this.options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(given);
  }

  /** The findings in a file. Not a record, because Kryo cannot read records. */
  private static final class Seen implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final JsonLayout layout;

    /** The name of a two-byte encoding, or an empty string. */
    private final String utf16;

    private Seen(String path, JsonLayout layout, String utf16) {
      this.path = path;
      this.layout = layout;
      this.utf16 = utf16;
    }

    private static Seen of(String path, InputStream content) throws IOException {
      String utf16 = ByteOrderMark.utf16(content).map(Charset::name).orElse("");
      return new Seen(path, JsonLayout.of(content), utf16);
    }
  }

  /**
   * The table. Rows that are not valid JSON have their text in {@link BrokenRows#COLUMN}.
   *
   * @param first first nonempty file
   * @param id names of the columns that ids are computed from
   */
  Dataset<Row> read(String[] paths, Path first, Set<String> id) throws IOException {
    this.first = first;
    Seen seen = look(first);
    requireEncoding(seen);
    requireLayout(seen);
    if (seen.layout != JsonLayout.LINES) {
      options.put(MULTI_LINE, "true");
    } else if (Encodings.of(options).isPresent() && !isMultiLine()) {
      // Spark requires it, and the line break is the same in all encodings that Spark accepts.
      options.putIfAbsent(LINE_SEPARATOR, "\n");
    }
    if (!BrokenRows.kept(options)) {
      return InputFiles.reader(spark).options(options).json(paths);
    }
    options.put(BrokenRows.OPTION, BrokenRows.COLUMN);
    StructType schema = withLongIds(schema(paths), paths, id);
    if (schema.isEmpty()) {
      return spark.emptyDataFrame();
    }
    if (BrokenRows.without(schema.fieldNames()).length == 0) {
      throw UnusableInputException.of(
          "input.path '%s' holds no JSON; set input.format to what it is", path);
    }
    return InputFiles.reader(spark)
        .options(options)
        .schema(BrokenRows.with(schema, BrokenRows.NOT_JSON))
        .json(paths);
  }

  /**
   * Reads whole numbers beyond the range of a double as text if they are part of ids. One number
   * with a fraction makes the column double, and neighbouring ids would become equal.
   */
  private StructType withLongIds(StructType schema, String[] paths, Set<String> id) {
    StructType asText = schema;
    for (String name : id) {
      asText = JsonIds.asText(asText, name);
    }
    if (asText.equals(schema)) {
      return schema;
    }
    Dataset<Row> rows = InputFiles.reader(spark).options(options).schema(asText).json(paths);
    StructType exact = schema;
    for (String name : id) {
      StructType one = JsonIds.asText(schema, name);
      if (!one.equals(schema) && JsonIds.holdsLong(rows, name)) {
        exact = JsonIds.asText(exact, name);
        remarks.add(
            String.format(
                Locale.ROOT,
                "column '%s' holds whole numbers beyond 2^53 and numbers with a fraction or more than 38 digits; Spark's double cannot tell them apart, so ids are read as text: write all of them as text",
                name));
      }
    }
    return exact;
  }

  private StructType schema(String[] paths) {
    DataFrameReader reader = InputFiles.reader(spark).options(options);
    // With multiLine Spark would expand the path as a glob to find the columns.
    boolean globbed = isMultiLine() && Arrays.stream(paths).anyMatch(JsonInput::isOdd);
    return globbed
        ? reader
            .json(
                InputFiles.reader(spark)
                    .option("wholetext", true)
                    .text(paths)
                    .as(Encoders.STRING()))
            .schema()
        : reader.json(paths).schema();
  }

  /** Whether Hadoop would expand a path as a glob, or fail to parse it as one. */
  private static boolean isOdd(String path) {
    return ODD.matcher(path.replaceFirst("^[A-Za-z0-9+.-]+:/", "")).find();
  }

  private Seen look(Path first) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try (InputStream in = FileScan.open(first, hadoop)) {
      return Seen.of(first.toString(), in);
    }
  }

  private void requireEncoding(Seen file) {
    if (!file.utf16.isEmpty() && Encodings.of(options).isEmpty()) {
      throw UnusableInputException.of(
          "JSON must be UTF-8, got %s in '%s'; convert it: iconv -f UTF-16 -t UTF-8 FILE",
          file.utf16, file.path);
    }
  }

  private boolean isMultiLine() {
    return Boolean.parseBoolean(options.getOrDefault(MULTI_LINE, "false"));
  }

  private void requireLayout(Seen file) {
    if (file.layout == JsonLayout.SEVERAL) {
      throw UnusableInputException.of(
          "JSON must be one object a line, or one array of objects, got several values over several lines in '%s'; write one object a line: jq -c . FILE",
          file.path);
    }
    boolean given = options.containsKey(MULTI_LINE);
    if (given && isMultiLine() && file.layout == JsonLayout.LINES && !isOneLine(file)) {
      throw UnusableInputException.of(
          "input.options.multiLine = true reads one value of each file, and '%s' has a value on each line; leave the option out",
          file.path);
    }
    if (given && !isMultiLine() && file.layout != JsonLayout.LINES) {
      throw UnusableInputException.of(
          "input.options.multiLine = false reads a value from each line, and '%s' has one value over several lines; leave the option out",
          file.path);
    }
  }

  /** A single value is read correctly in either mode. */
  private boolean isOneLine(Seen file) {
    return FileScan.of(spark, List.of(new Path(file.path)), (name, in) -> hasOneLine(in)).get(0);
  }

  private static boolean hasOneLine(InputStream in) throws IOException {
    int lines = 0;
    boolean blank = true;
    for (int b = in.read(); b >= 0 && lines < 2; b = in.read()) {
      if (b == '\n') {
        blank = true;
      } else if (blank && b != ' ' && b != '\r' && b != '\t') {
        blank = false;
        lines++;
      }
    }
    return lines < 2;
  }

  /**
   * Scans all files: each must have the first one's layout and a supported encoding.
   *
   * @return warnings
   * @throws UnusableInputException if rows would be lost
   */
  List<String> inspect(List<Path> files) {
    List<String> found = new ArrayList<>(remarks);
    for (Seen seen : FileScan.of(spark, files, Seen::of)) {
      requireEncoding(seen);
      boolean lost =
          isMultiLine()
              ? seen.layout == JsonLayout.SEVERAL
                  || (seen.layout == JsonLayout.LINES && !isOneLine(seen))
              : seen.layout != JsonLayout.LINES;
      if (lost) {
        throw UnusableInputException.of(
            "the JSON files of input.path must all be arrays, or all have an object on each line, got '%s' next to '%s'; write them in one form: jq -c '.[]' FILE makes lines of an array",
            seen.path, first);
      }
    }
    if (Encodings.of(options).orElse(StandardCharsets.UTF_8).equals(StandardCharsets.UTF_8)) {
      found.addAll(Encodings.remarks(spark, path, files));
    }
    return found;
  }
}
