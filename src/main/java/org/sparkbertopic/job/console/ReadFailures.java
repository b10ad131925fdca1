package org.sparkbertopic.job.console;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.hadoop.security.AccessControlException;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Explains in one sentence why Spark's readers failed, at any point of a run. */
public final class ReadFailures {

  /** The first form holds an encoded URL, the second a path. */
  private static final Pattern FILE =
      Pattern.compile(
          "(?:while reading|cannot be converted in) file (\\S+?)[.]?(?:\\s|$)|footer for file: (.+?)[.]?(?:\\s*\\n|[.] Please |$)");

  private static final Pattern DUPLICATE =
      Pattern.compile(
          "COLUMN_ALREADY_EXISTS|duplicate column|[Dd]uplicate field|AMBIGUOUS_REFERENCE|is ambiguous");

  /** Spark quotes the name with backticks. */
  private static final Pattern EXISTS =
      Pattern.compile("COLUMN_ALREADY_EXISTS] The column `(.+?)` already exists");

  /** Spark lists each folder on its own line. */
  private static final Pattern FOLDER = Pattern.compile("(?m)(?<=^\\t)\\w+:/.*$");

  private ReadFailures() {}

  /** Whether two column names differ only in case, which Spark takes for one name. */
  public static boolean isOfNamesThatDifferInCase(Throwable failure) {
    return chain(failure).stream()
        .anyMatch(cause -> DUPLICATE.matcher(String.valueOf(cause.getMessage())).find());
  }

  /** The message for a failure while an input is opened; empty for other kinds of failure. */
  public static Optional<UnusableInputException> ofInput(String path, Throwable failure) {
    List<Throwable> chain = chain(failure);
    return explain(chain, file(chain).or(() -> Optional.of(path)));
  }

  /** The message for a failure of Spark's readers in a task; empty for other kinds of failure. */
  static Optional<UnusableInputException> ofTask(Throwable failure) {
    List<Throwable> chain = chain(failure);
    return explain(chain, file(chain));
  }

  private static Optional<UnusableInputException> explain(
      List<Throwable> chain, Optional<String> file) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    for (Throwable cause : chain) {
      Optional<String> reason = reason(cause, file(chain).isPresent());
      if (reason.isPresent()) {
        return Optional.of(
            UnusableInputException.of(
                chain.get(0), "'%s' cannot be read: %s", file.get(), reason.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> reason(Throwable cause, boolean ofFile) {
    String message = String.valueOf(cause.getMessage());
    Matcher twice = EXISTS.matcher(message);
    if (twice.find()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "it has the column or key '%s' twice in one row; write each name once: jq -c . FILE does so for JSON, and keeps the last",
              twice.group(1)));
    }
    if (message.contains("Conflicting partition column names")
        || message.contains("Conflicting directory structures")) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "partitions such as 'day=2024-01-01' must all have the same columns and lie in one folder, got %s; name one folder of those that go together, or set input.options { recursiveFileLookup = true } to read all files, without the columns of partitions",
              FOLDER.matcher(message).results().map(MatchResult::group).limit(3).toList()));
    }
    if (message.contains("Parquet column cannot be converted")
        || message.contains("CANNOT_MERGE")
        || message.contains("Failed merging schema")
        || cause.getClass().getSimpleName().equals("SchemaColumnConvertNotSupportedException")) {
      return Optional.of(
          "a column has another type there than in other files of the input ("
              + first(message)
              + "); write all files with one type for each column");
    }
    if (message.contains("is not a Parquet file") || message.contains("Malformed ORC file")) {
      return Optional.of(
          "it is not "
              + (message.contains("Parquet") ? "Parquet" : "ORC")
              + ", or damaged; set input.format to what it is (auto goes by the name), or write it again");
    }
    if (message.contains("MALFORMED_RECORD_IN_PARSING")
        || message.contains("Malformed records are detected")) {
      return Optional.of(
          "a row cannot be parsed, and input.options.mode is FAILFAST; remove mode to set such rows aside");
    }
    if (message.contains("native zStandard")
        || message.contains("native snappy")
        || message.contains("native lz4")
        || (message.contains("codec") && cause instanceof RuntimeException)) {
      return Optional.of(
          "its compression needs Hadoop's native library here; compress it by gzip or bzip2");
    }
    if (cause instanceof NullPointerException && isOfParquetTypes(cause)) {
      return Optional.of(
          "it has a column of a type that this version of Spark does not know, such as float16; write it as float32");
    }
    if (cause instanceof ZipException
        || (cause instanceof IOException && message.contains("not a gzip file"))) {
      return Optional.of("it is not compressed as its name says; rename it, or compress it again");
    }
    if (cause instanceof EOFException) {
      return Optional.of("it ends too early; copy, write or compress it again");
    }
    if (cause instanceof AccessControlException
        || message.contains("Permission denied")
        || message.contains("AccessDenied")) {
      return Optional.of("permission is denied; give whoever runs this the right to read it");
    }
    if (cause instanceof FileNotFoundException && ofFile) {
      return Optional.of(
          "it was deleted or replaced while the run read it; start again when it is whole");
    }
    return Optional.empty();
  }

  private static String first(String message) {
    return message.lines().findFirst().orElse("").replaceFirst("[.]?\\s*$", "");
  }

  /** Parquet's reader fails like this on logical types that are newer than the reader. */
  private static boolean isOfParquetTypes(Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .limit(5)
        .anyMatch(frame -> frame.getClassName().endsWith("ParquetMetadataConverter"));
  }

  private static Optional<String> file(List<Throwable> chain) {
    for (Throwable cause : chain) {
      Matcher matcher = FILE.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && !chain.contains(cause);
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
