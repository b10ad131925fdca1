package org.sparkbertopic.job.table;

import java.io.FileNotFoundException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.SessionSettings;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * An input that a reader of the session or its catalog opens. A run reads its input several times,
 * so a table that keeps versions is read at one: the version that the configuration names, that of
 * the run that goes on, or the one that is there when the run begins.
 */
public final class TableSource {

  /** The value of {@code input.format} for a table of the catalog. */
  public static final String CATALOG = "table";

  private static final String VERSION_KEY = "input.version";
  private static final String TIMESTAMP_KEY = "input.timestamp";
  private static final String JDBC = "jdbc";
  private static final String PARTITION_COLUMN = "partitionColumn";

  /** Formats whose tables are files. */
  private static final Set<String> FILES = Set.of("parquet", "orc", "json", "csv", "text", "avro");

  /** Not views. */
  private static final Set<String> TABLES = Set.of("MANAGED", "EXTERNAL");

  private static final String NOT_FOUND = "DATA_SOURCE_NOT_FOUND";

  private final SparkSession spark;
  private final JobConfig config;
  private final String reader;
  private final String table;
  private final Map<String, String> options;
  private final Optional<String> wantedVersion;
  private final Optional<String> wantedTime;

  /** The version that a run began with. */
  private final Optional<TableVersion> pinned;

  private Optional<TableVersion> version = Optional.empty();

  /**
   * @param reader {@link #CATALOG}, or a reader of the session
   * @param table name or path; may be empty where the reader takes all from its options
   * @param pinned the version that the run began with, if it goes on
   */
  public TableSource(
      SparkSession spark,
      JobConfig config,
      String reader,
      String table,
      Map<String, String> options,
      Optional<TableVersion> pinned) {
    this.spark = spark;
    this.config = config;
    this.reader = reader;
    this.table = table;
    this.options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.options.putAll(options);
    this.wantedVersion = config.optional(VERSION_KEY);
    this.wantedTime = config.optional(TIMESTAMP_KEY);
    this.pinned = pinned;
  }

  /**
   * Checks the keys that name a version.
   *
   * @throws ConfigurationException if both are given, or the time cannot be read
   */
  public static void check(JobConfig config) {
    if (config.optional(VERSION_KEY).isPresent() && config.optional(TIMESTAMP_KEY).isPresent()) {
      throw new ConfigurationException(
          VERSION_KEY + " and " + TIMESTAMP_KEY + " must not be given together; leave one out");
    }
    config.optional(TIMESTAMP_KEY).ifPresent(TableSource::instant);
  }

  /** A time in ISO 8601; in UTC if it names no zone. */
  private static Instant instant(String text) {
    String iso = text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) +", "$1T");
    for (Function<String, Instant> form :
        List.<Function<String, Instant>>of(
            time -> OffsetDateTime.parse(time).toInstant(),
            time -> LocalDateTime.parse(time).toInstant(ZoneOffset.UTC),
            time -> LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant())) {
      try {
        return form.apply(iso);
      } catch (DateTimeException e) {
        // Another form may fit.
      }
    }
    throw ConfigurationException.of(
        "%s must be a time such as 2026-11-28T10:00:00Z, or a date, got '%s'", TIMESTAMP_KEY, text);
  }

  /** The version that is read; empty before {@link #open}, and if the table keeps none. */
  public Optional<TableVersion> version() {
    return version;
  }

  /** Whether a version is read that may not be the present one. */
  public boolean isEarlier() {
    return version.isPresent()
        && (pinned.isPresent() || wantedVersion.isPresent() || wantedTime.isPresent());
  }

  /** The version that the table has now, if it keeps versions. */
  public Optional<TableVersion> present() {
    return versions().flatMap(TableVersions::current);
  }

  /**
   * The table.
   *
   * @throws UnusableInputException if the reader or the version is not there
   */
  public Dataset<Row> open() {
    Optional<TableVersions> versions = versions();
    if (versions.isEmpty()) {
      requireNoVersion();
      return plain();
    }
    version = chosen(versions.get());
    if (version.isEmpty()) {
      return plain();
    }
    try {
      return versions.get().read(version.get(), options);
    } catch (Exception e) {
      // Spark's exceptions are checked, but Scala does not declare them.
      if (VersionFailures.isOfMissingVersion(e)) {
        throw gone(version.get(), e);
      }
      throw e;
    }
  }

  /**
   * Whether one reading is what one query of a database gives. Parts that are read by a query each
   * may be of different times.
   */
  public boolean isOneQuery() {
    return reader.equalsIgnoreCase(JDBC) && !options.containsKey(PARTITION_COLUMN);
  }

  /**
   * Whether a table of the catalog is nothing but the files that Spark knows of it: no view, and
   * not of another system.
   */
  public boolean isOfFiles() {
    return reader.equals(CATALOG)
        && TableVersions.formatOf(spark, table).filter(FILES::contains).isPresent()
        && TableVersions.description(spark, table, "Type").filter(TABLES::contains).isPresent();
  }

  private Optional<TableVersions> versions() {
    boolean named = reader.equals(CATALOG);
    if (named) {
      spark.table(table); // reports a name that cannot be read
    } else if (reader.equalsIgnoreCase(TableVersions.DELTA)) {
      SessionSettings.allowDeltaByPath(spark);
    }
    Optional<String> format =
        named ? TableVersions.formatOf(spark, table) : Optional.of(reader.toLowerCase(Locale.ROOT));
    return format.flatMap(of -> TableVersions.of(spark, of, table, named));
  }

  private Dataset<Row> plain() {
    DataFrameReader opened = spark.read().options(options);
    if (reader.equals(CATALOG)) {
      return opened.table(table);
    }
    try {
      DataFrameReader ofFormat = opened.format(reader);
      return table.isBlank() ? ofFormat.load() : ofFormat.load(table);
    } catch (Exception e) {
      // As above.
      String words = String.valueOf(e.getMessage());
      if (e instanceof ClassNotFoundException
          || words.contains(NOT_FOUND)
          || words.contains("Failed to find data source")
          || words.contains("Failed to find the data source")) {
        throw ReaderPackages.missing(reader, e);
      }
      throw e;
    }
  }

  /**
   * Checks that no version is asked of what keeps none.
   *
   * @throws UnusableInputException if one is
   */
  public static void requireNoVersion(JobConfig config, String path) {
    Stream.of(VERSION_KEY, TIMESTAMP_KEY)
        .filter(key -> isGiven(config, key))
        .findFirst()
        .ifPresent(
            key -> {
              throw UnusableInputException.of(
                  "%s must be empty for '%s', which is not a table of Delta or Iceberg; leave it out, or name a version in input.options as the reader of the table does",
                  key, path);
            });
  }

  private static boolean isGiven(JobConfig config, String key) {
    return config.isKnown(key) && config.optional(key).isPresent();
  }

  private void requireNoVersion() {
    requireNoVersion(config, table);
    if (pinned.isPresent()) {
      throw UnusableInputException.of(
          "'%s' was a table of %s when the run began, and is not any more; give --overwrite to read what is there",
          table, pinned.get().format());
    }
  }

  private Optional<TableVersion> chosen(TableVersions versions) {
    for (String option : versions.optionsOfVersions()) {
      if (options.containsKey(option)) {
        throw UnusableInputException.of(
            "input.options must not name a version by '%s'; set %s or %s, which the run keeps",
            option, VERSION_KEY, TIMESTAMP_KEY);
      }
    }
    if (wantedVersion.isPresent()) {
      return Optional.of(versions.named(wantedVersion.get()).orElseThrow(() -> unknown(versions)));
    }
    if (pinned.isPresent()) {
      return Optional.of(
          versions
              .named(pinned.get().version())
              .filter(found -> found.isSame(pinned.get()))
              .orElseThrow(() -> gone(pinned.get(), null)));
    }
    if (wantedTime.isPresent()) {
      return Optional.of(atTime(versions, wantedTime.get()));
    }
    return versions.current();
  }

  private TableVersion atTime(TableVersions versions, String text) {
    Instant time = instant(text);
    if (time.isAfter(Instant.now())) {
      throw UnusableInputException.of(
          "%s must not be in the future, got '%s'; leave it out to read what is there",
          TIMESTAMP_KEY, text);
    }
    return versions
        .at(time)
        .orElseThrow(
            () ->
                UnusableInputException.of(
                    "%s must not be before the first version that '%s' still has, got '%s'; it has %s",
                    TIMESTAMP_KEY, table, text, versions.described()));
  }

  private UnusableInputException unknown(TableVersions versions) {
    return UnusableInputException.of(
        "%s must be a version that '%s' still has, got '%s'; it has %s",
        VERSION_KEY, table, wantedVersion.orElse(""), versions.described());
  }

  /** The error for a version of which a file is gone. */
  public UnusableInputException lost(String file) {
    return gone(version.orElseThrow(), new FileNotFoundException(file));
  }

  private UnusableInputException gone(TableVersion lost, Throwable cause) {
    return UnusableInputException.of(
        cause,
        "the run reads version %s of '%s', committed at %s, which is gone: VACUUM or the expiry of snapshots has removed it, or the table was made again; restore it, or %s to read the version that is there now",
        lost.version(),
        table,
        lost.timestamp(),
        wantedVersion.isPresent() || wantedTime.isPresent()
            ? "leave out " + (wantedVersion.isPresent() ? VERSION_KEY : TIMESTAMP_KEY)
            : "run its command again with --overwrite");
  }
}
