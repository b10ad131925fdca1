package org.sparkbertopic.job.input;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Input formats, named as in {@code input.format}. */
enum InputFormat {
  AUTO,
  PARQUET,
  JSON,
  CSV,
  /** CSV with tab as separator. */
  TSV,
  TEXT,
  ORC,
  TABLE,
  /** Another reader of the session; {@code input.format} is its name. */
  READER;

  static final String KEY = "input.format";

  private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|bz2|zst|snappy|lz4|deflate)$");

  private static final Map<String, InputFormat> BY_ENDING =
      Map.ofEntries(
          Map.entry("parquet", PARQUET),
          Map.entry("pq", PARQUET),
          Map.entry("parq", PARQUET),
          Map.entry("json", JSON),
          Map.entry("jsonl", JSON),
          Map.entry("ndjson", JSON),
          Map.entry("csv", CSV),
          Map.entry("tsv", TSV),
          Map.entry("tab", TSV),
          Map.entry("txt", TEXT),
          Map.entry("text", TEXT),
          Map.entry("orc", ORC));

  /** Common formats that are not read, and how to convert them. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("xlsx", "save the sheet as CSV (UTF-8)"),
          Map.entry("xls", "save the sheet as CSV (UTF-8)"),
          Map.entry("ods", "save the sheet as CSV (UTF-8)"),
          Map.entry("zip", "unpack it"),
          Map.entry("7z", "unpack it"),
          Map.entry("tar", "unpack it"),
          Map.entry("tgz", "unpack it"),
          Map.entry("xz", "unpack it, or compress it by gzip"),
          Map.entry("feather", "write Parquet: pandas.read_feather(FILE).to_parquet(...)"),
          Map.entry("arrow", "write Parquet: pandas.read_feather(FILE).to_parquet(...)"),
          Map.entry("pkl", "write Parquet: pandas.read_pickle(FILE).to_parquet(...)"),
          Map.entry("pickle", "write Parquet: pandas.read_pickle(FILE).to_parquet(...)"),
          Map.entry("npy", "write Parquet with a column of ids, texts and embeddings"),
          Map.entry("sqlite", "write its table to CSV or Parquet"),
          Map.entry("db", "write its table to CSV or Parquet"),
          Map.entry("avro", "set input.format = avro, which needs the package spark-avro"),
          Map.entry("xml", "write JSON lines, CSV or Parquet"),
          Map.entry("html", "write JSON lines, CSV or Parquet"),
          Map.entry("pdf", "write the texts to JSON lines, CSV or Parquet"),
          Map.entry("doc", "write the texts to JSON lines, CSV or Parquet"),
          Map.entry("docx", "write the texts to JSON lines, CSV or Parquet"));

  /** The format of the configuration; a name that is none of these is that of a reader. */
  static InputFormat of(JobConfig config) {
    String name = config.required(KEY, "leave it out to go by the name of the path");
    for (InputFormat format : values()) {
      if (format != READER && format.title().equalsIgnoreCase(name)) {
        return format;
      }
    }
    return READER;
  }

  /** Whether Spark opens a table, and not files that are read here. */
  boolean isTable() {
    return this == TABLE || this == READER;
  }

  /** The format for the extension of a name; empty if the extension is not known. */
  static Optional<InputFormat> byName(String name) {
    return Optional.ofNullable(BY_ENDING.get(ending(name)));
  }

  /**
   * Checks the name of a file whose format is not given.
   *
   * @throws UnusableInputException if the extension is that of an unsupported format
   */
  static void requireReadable(String name) {
    String advice = FOREIGN.get(ending(name));
    if (advice != null) {
      throw UnusableInputException.of(
          "input.path must name parquet, json, csv, tsv, text or orc, got '%s'; %s, or set input.format to what it is",
          name, advice);
    }
  }

  /**
   * This, or for {@link #AUTO} the format by the extension of the path or else of its first file;
   * Parquet if neither tells.
   *
   * @throws UnusableInputException if the extension is that of an unsupported format
   */
  InputFormat orByName(String path, Optional<String> first) {
    if (this != AUTO) {
      return this;
    }
    Optional<InputFormat> told = byName(path).or(() -> first.flatMap(InputFormat::byName));
    if (told.isEmpty()) {
      first.ifPresent(InputFormat::requireReadable);
    }
    return told.orElse(PARQUET);
  }

  private static String ending(String name) {
    String plain = COMPRESSED.matcher(name.toLowerCase(Locale.ROOT)).replaceFirst("");
    String last = plain.replaceFirst("/+$", "");
    return last.substring(Math.max(last.lastIndexOf('.'), last.lastIndexOf('/')) + 1);
  }

  /** The name in the configuration. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isCsv() {
    return this == CSV || this == TSV;
  }
}
