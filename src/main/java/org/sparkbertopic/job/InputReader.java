package org.sparkbertopic.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.stage.ColumnTypes;
import org.sparkbertopic.stage.Fingerprint;
import org.sparkbertopic.stage.InputColumns;
import org.sparkbertopic.stage.RowOrder;
import org.sparkbertopic.stage.UnusableInputException;

/** Opens the table of documents that a configuration names. */
final class InputReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLASS_PATH = "classpath:";
  private static final int RESOURCE_SLICES = 8;
  private static final String CORRUPT = "_corrupt_record";

  /** Formats by their names in {@code input.format}. */
  enum Format {
    AUTO,
    PARQUET,
    JSON,
    CSV,
    TEXT,
    ORC,
    TABLE
  }

  private final SparkSession spark;
  private final String path;
  private final Format format;
  private final Map<String, String> options;
  private InputState state;

  /** Names of options whose values the record of a run does not tell. */
  private final List<String> unknownOptions;

  private final InputColumns columns;

  InputReader(SparkSession spark, JobConfig config) {
    this.spark = spark;
    this.path = config.string("input.path");
    this.format = formatOf(config);
    Map<String, String> given = config.map("input.options");
    this.options = SecretOptions.known(given);
    this.unknownOptions = SecretOptions.unknown(given);
    this.columns = columnsOf(config);
  }

  /** Checks what can be checked without Spark. */
  static void check(JobConfig config) {
    config.required("input.path", "name a file, a folder or a table of documents");
    formatOf(config);
    columnsOf(config);
  }

  private static InputColumns columnsOf(JobConfig config) {
    return new InputColumns(
            config.optional("input.id-column"),
            config.required("input.text-column", "name the column that holds the documents"),
            config.optional("input.embedding-column"))
        .withLabel(ofFit(config, "input.label-column"))
        .withTopic(ofFit(config, "input.topic-column"));
  }

  /** Other commands know no such column. */
  private static Optional<String> ofFit(JobConfig config, String key) {
    return config.isKnown(key) ? config.optional(key) : Optional.empty();
  }

  private static Format formatOf(JobConfig config) {
    Format named = config.choice("input.format", Format.class);
    return named == Format.AUTO ? guess(config.string("input.path")) : named;
  }

  private static Format guess(String path) {
    String name = path.toLowerCase(Locale.ROOT).replaceAll("\\.(gz|bz2|zst|snappy|lz4)$", "");
    for (Format format : Format.values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return Format.JSON;
    }
    if (name.endsWith(".txt")) {
      return Format.TEXT;
    }
    return Format.PARQUET;
  }

  InputColumns columns() {
    return columns;
  }

  /**
   * The table.
   *
   * @throws UnusableInputException if it is missing, empty of files, or not of the format
   */
  Dataset<Row> read() {
    try {
      Dataset<Row> table = open();
      if (Arrays.equals(table.columns(), new String[] {CORRUPT})) {
        throw new UnusableInputException(
            String.format(
                Locale.ROOT,
                "input.path '%s' holds no %s; set input.format to what it is",
                path,
                format.name().toLowerCase(Locale.ROOT)));
      }
      if (table.columns().length == 0) {
        throw new UnusableInputException(
            String.format(
                Locale.ROOT,
                "input.path '%s' is empty: it has no rows and no columns; give a table of documents",
                path));
      }
      return table;
    } catch (UnusableInputException e) {
      throw e;
    } catch (Exception e) {
      // Spark's AnalysisException and SparkException are checked, but Scala does not declare them.
      throw unreadable(e);
    }
  }

  private UnusableInputException unreadable(Exception cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String first = ErrorMessages.describe(deepest);
    return new UnusableInputException(
        String.format(
            Locale.ROOT,
            "input.path '%s' cannot be read as %s: %s; check the path, its permissions and input.format%s",
            path,
            format.name().toLowerCase(Locale.ROOT),
            first,
            unknownOptions.isEmpty()
                ? ""
                : ", and give Spark what the run does not keep, as its settings spark.hadoop.NAME: "
                    + String.join(", ", unknownOptions)),
        cause);
  }

  private Dataset<Row> open() throws IOException {
    if (path.startsWith(CLASS_PATH)) {
      return readResource(path.substring(CLASS_PATH.length()));
    }
    if (format == Format.TABLE) {
      return spark.table(path);
    }
    checkExists();
    DataFrameReader reader = spark.read().options(options);
    return switch (format) {
      case JSON -> reader.json(path);
      case CSV ->
          (options.containsKey("header") ? reader : reader.option("header", true)).csv(path);
      case TEXT -> reader.text(path).withColumnRenamed("value", columns.text());
      case ORC -> reader.orc(path);
      default -> reader.parquet(path);
    };
  }

  private void checkExists() throws IOException {
    Path root = new Path(path);
    FileSystem files = root.getFileSystem(spark.sparkContext().hadoopConfiguration());
    FileStatus[] found = files.globStatus(root);
    if (found == null || found.length == 0) {
      throw new FileNotFoundException("there is no such file or folder");
    }
  }

  /** A resource is small (the demo corpus): the driver reads it. */
  private Dataset<Row> readResource(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    try (InputStream raw = InputReader.class.getClassLoader().getResourceAsStream(name)) {
      if (raw == null) {
        throw new FileNotFoundException("the class path has no such resource");
      }
      InputStream in = new BufferedInputStream(raw);
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  name.endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
      reader.lines().forEach(lines::add);
    }
    JavaRDD<String> slices =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(lines, RESOURCE_SLICES);
    Dataset<String> rows = spark.createDataset(slices.rdd(), Encoders.STRING());
    return switch (format) {
      case JSON -> spark.read().options(options).json(rows);
      case TEXT -> rows.toDF(columns.text());
      default ->
          throw new UnusableInputException(
              "input.format of a class path resource must be json or text, got "
                  + format.name().toLowerCase(Locale.ROOT));
    };
  }

  /** A table of the catalog has no order of its own. */
  RowOrder order() {
    return format == Format.TABLE ? RowOrder.NONE : RowOrder.FILES;
  }

  /** The files and folders that are read; of a table of the catalog those that Spark knows. */
  List<Path> locations() {
    if (path.startsWith(CLASS_PATH)) {
      return List.of();
    }
    try {
      if (format == Format.TABLE) {
        // Spark gives encoded URLs, a Path takes plain text.
        return Stream.of(spark.table(path).inputFiles())
            .map(url -> new Path(URI.create(url)))
            .toList();
      }
      Path root = new Path(path);
      FileSystem files = root.getFileSystem(spark.sparkContext().hadoopConfiguration());
      FileStatus[] found = files.globStatus(root);
      return found == null ? List.of() : Stream.of(found).map(FileStatus::getPath).toList();
    } catch (Exception e) {
      // Spark's AnalysisException is checked, but Scala does not declare it.
      throw unreadable(e);
    }
  }

  /**
   * Changes when the input does: of files their names, lengths and times; of a table of the catalog
   * (whose files Spark may not know) its contents, which reads it once.
   */
  String fingerprint(Dataset<Row> table) {
    Fingerprint print =
        Fingerprint.of("input")
            .with("path", path)
            .with("format", format.name())
            .with("options", JSON.valueToTree(SecretOptions.open(options)))
            .withOptional("id", columns.id())
            .with("text", columns.text())
            .withOptional("embedding", columns.embedding())
            .withOptional("label", columns.label())
            .withOptional("topic", columns.topic())
            .withJson("schema", table.schema().json());
    state =
        format == Format.TABLE || path.startsWith(CLASS_PATH)
            ? InputState.ofContents(path, () -> contents(table))
            : InputState.ofFiles(table.inputFiles(), spark.sparkContext().hadoopConfiguration());
    return print.with("state", state.json()).digest();
  }

  /**
   * Checks that the input is what it was when {@link #fingerprint} looked: stages read it several
   * times, and texts of one reading do not belong to embeddings of another.
   *
   * @param contentsToo whether a table of the catalog is read once more for it; files are listed
   * @throws UnusableInputException if it has changed
   */
  void requireUnchanged(boolean contentsToo) {
    state.requireUnchanged(contentsToo);
  }

  /** A sum over the rows that does not depend on their order. */
  private JsonNode contents(Dataset<Row> table) {
    Column[] used =
        Stream.of(
                columns.id(),
                Optional.of(columns.text()),
                columns.embedding(),
                columns.label(),
                columns.topic())
            .flatMap(Optional::stream)
            .filter(Arrays.asList(table.columns())::contains)
            .map(ColumnTypes::quoted)
            .toArray(Column[]::new);
    Column hash = used.length == 0 ? functions.lit(0L) : functions.xxhash64(used);
    Row sums =
        table
            .agg(functions.count("*"), functions.sum(hash.cast(DataTypes.createDecimalType(20, 0))))
            .head();
    return JSON.createArrayNode().add(sums.getLong(0)).add(sums.getDecimal(1));
  }
}
