package org.sparkbertopic.job.input;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.config.SessionSettings;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ReadFailures;
import org.sparkbertopic.job.table.TableSource;
import org.sparkbertopic.job.table.TableVersion;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;

/** Where the rows of an input are: files, a table or a resource. Opens it as Spark reads it. */
final class InputSource {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELTA = "delta";

  private final SparkSession spark;
  private final JobConfig config;
  private final String path;
  private final InputFormat named;

  /** The value of {@code input.format}. */
  private final String namedAs;

  private final Map<String, String> options;

  /** Names of options whose values the run's record hides. */
  private final List<String> unknownOptions;

  /** Some files of the input; null for all of them. */
  private final List<FileStatus> some;

  /** Null until it is opened. */
  private InputFormat format;

  /** The files; null for tables and resources. */
  private FileInput fileInput;

  /** Where Spark opens a table; null for files. */
  private TableSource table;

  /** The version of the table that the run began with, if it goes on. */
  private Optional<TableVersion> pinned = Optional.empty();

  /** Whether the present version is read where that one is gone. */
  private boolean orPresent;

  /**
   * @param some files of the input; null for all of them
   * @param given options of the reader
   */
  InputSource(
      SparkSession spark, JobConfig config, List<FileStatus> some, Map<String, String> given) {
    this.spark = spark;
    this.config = config;
    this.path =
        some != null && some.size() == 1
            ? some.get(0).getPath().toString()
            : config.string("input.path");
    this.named = InputFormat.of(config);
    this.namedAs = config.string(InputFormat.KEY);
    this.some = some;
    this.options = SecretOptions.known(given);
    this.unknownOptions = new ArrayList<>(SecretOptions.unknown(given));
    if (named.isTable()) {
      findHidden();
    }
  }

  /** The options that a record hides are taken from Spark's settings, as file systems do. */
  private void findHidden() {
    for (String name : List.copyOf(unknownOptions)) {
      String value = hadoop().get(name);
      if (value != null) {
        options.put(name, value);
        unknownOptions.remove(name);
      }
    }
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** See {@link InputReader#at(TableVersion, boolean)}. */
  void keepTo(TableVersion version, boolean otherwisePresent) {
    pinned = Optional.ofNullable(version);
    orPresent = otherwisePresent;
  }

  /** The value of {@code input.path}, or the one file. */
  String path() {
    return path;
  }

  /** How it was opened. */
  InputFormat format() {
    return format;
  }

  /** Whether it was opened as files. */
  boolean isOfFiles() {
    return fileInput != null;
  }

  /** The table that was opened; empty for files and resources. */
  Optional<TableSource> table() {
    return Optional.ofNullable(table);
  }

  /** See {@link InputReader#version}. */
  Optional<TableVersion> version() {
    return table().flatMap(TableSource::version);
  }

  /** See {@link InputReader#later}. */
  Optional<TableVersion> later() {
    return version()
        .flatMap(read -> table.present().filter(now -> !now.version().equals(read.version())));
  }

  /** What names it, in a fingerprint. */
  Fingerprint namedIn(Fingerprint print) {
    Map<String, String> used = format.isCsv() ? CsvInput.options(format, options) : options;
    return print
        .with("path", path)
        .with("format", format == InputFormat.READER ? formatTitle() : format.name())
        .with("options", JSON.valueToTree(SecretOptions.open(used)));
  }

  /** Why a column cannot be read, where a reader leaves it out. */
  Optional<String> unreadableColumn(String column) {
    return fileInput == null ? Optional.empty() : fileInput.unreadable(column);
  }

  /** What is said of a failure to read the input. */
  UnusableInputException unreadable(Throwable cause) {
    Optional<UnusableInputException> known = ReadFailures.ofInput(path, cause);
    if (known.isPresent()) {
      return known.get();
    }
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (format == null && deepest instanceof FileNotFoundException) {
      return UnusableInputException.of(
          cause,
          "input.path must name what is there, got '%s', and %s; check the path%s",
          path,
          deepest.getMessage(),
          hint());
    }
    String first = ErrorMessages.describe(deepest);
    return UnusableInputException.of(
        cause,
        "input.path '%s' cannot be read as %s: %s; check the path, its permissions and input.format%s",
        path,
        formatTitle(),
        first,
        hint());
  }

  private String formatTitle() {
    if (named == InputFormat.READER) {
      return namedAs;
    }
    return format == InputFormat.READER ? DELTA : (format == null ? named : format).title();
  }

  private String hint() {
    return unknownOptions.isEmpty()
        ? ""
        : ", and give Spark what the run does not keep, as its settings spark.hadoop.NAME: "
            + String.join(", ", unknownOptions);
  }

  /**
   * Opens it.
   *
   * @param text column of the documents
   * @param sourcesOfIds columns that ids are made of
   */
  Dataset<Row> open(String text, Set<String> sourcesOfIds) throws IOException {
    try {
      return openByFormat(text, sourcesOfIds);
    } catch (Exception e) {
      // Spark's AnalysisException is checked, but Scala does not declare it.
      if (!ReadFailures.isOfNamesThatDifferInCase(e)) {
        throw e;
      }
    }
    spark.conf().set(SessionSettings.CASE_SENSITIVE, true);
    return openByFormat(text, sourcesOfIds);
  }

  private Dataset<Row> openByFormat(String text, Set<String> sourcesOfIds) throws IOException {
    if (ResourceInput.isNamed(path)) {
      format = named.orByName(path, Optional.empty());
      return ResourceInput.read(spark, path, format, options, text);
    }
    if (named.isTable()) {
      return openTable(named, namedAs);
    }
    InputFiles files =
        some == null
            ? InputFiles.of(path, hadoop()).required()
            : InputFiles.ofFound(some, hadoop());
    if (named == InputFormat.AUTO && files.isDelta()) {
      return openTable(InputFormat.READER, DELTA);
    }
    TableSource.requireNoVersion(config, path);
    fileInput = FileInput.of(spark, path, named, files, options);
    format = fileInput.format();
    return fileInput.read(text, sourcesOfIds);
  }

  private Dataset<Row> openTable(InputFormat opened, String reader) {
    format = opened;
    try {
      return openTable(reader);
    } catch (UnusableInputException e) {
      if (pinned.isEmpty() || !orPresent) {
        throw e;
      }
    }
    pinned = Optional.empty();
    return openTable(reader);
  }

  private Dataset<Row> openTable(String reader) {
    TableSource opened = new TableSource(spark, config, reader, path, options, pinned);
    table = opened;
    Dataset<Row> rows = opened.open();
    if (opened.isEarlier()) {
      // The table's log may still have a version whose files are gone.
      InputState.firstMissing(rows.inputFiles(), hadoop())
          .ifPresent(
              file -> {
                throw opened.lost(file);
              });
    }
    return rows;
  }

  /** See {@link InputReader#inspect}. */
  List<String> inspect(Dataset<Row> rows, Set<String> looked) {
    if (fileInput == null) {
      return List.of();
    }
    try {
      return fileInput.inspect(rows, looked);
    } catch (UnusableInputException e) {
      throw e;
    } catch (Exception e) {
      // As above.
      throw unreadable(e);
    }
  }

  /** Path or name of the input, or what its reader takes in place of one, without secrets. */
  String location() {
    return path.isBlank() ? namedAs : SecretText.redacted(path);
  }

  /** The files and folders of the input; for a catalog table, those that Spark knows. */
  List<Path> locations() {
    if (ResourceInput.isNamed(path) || path.isBlank()) {
      return List.of();
    }
    try {
      return named == InputFormat.TABLE
          ? InputFiles.ofUrls(spark.table(path).inputFiles())
          : InputFiles.of(path, hadoop()).roots();
    } catch (Exception e) {
      // Spark's AnalysisException is checked, but Scala does not declare it.
      throw unreadable(e);
    }
  }
}
