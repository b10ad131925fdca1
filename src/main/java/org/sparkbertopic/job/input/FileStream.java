package org.sparkbertopic.job.input;

import static org.apache.spark.sql.functions.col;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Files that come to a folder. Spark's stream gives the names of the new files, each once; a batch
 * reads them by {@link InputReader}, so that a stream reads as {@code fit} does, also from a folder
 * that is empty at first. A file that cannot be read is set aside as a whole.
 */
public final class FileStream {

  /** The file of a row. */
  public static final String FILE = "file";

  private static final String PATH = "path";
  private static final String LENGTH = "length";
  private static final String MODIFIED = "modificationTime";

  /** Spark's names of what limits a batch, and of the age from which on it ignores files. */
  private static final String MOST_FILES = "maxFilesPerTrigger";

  private static final String OLDEST = "maxFileAge";
  private static final String USUAL_MOST_FILES = "1000";

  /** A century: a file that was copied with its old time must not be left out. */
  private static final String NEVER_TOO_OLD = "36500d";

  private static final Set<String> OF_STREAM =
      Set.of("maxfilespertrigger", "maxfileage", "latestfirst", "filenameonly", "cleansource");

  private static final StructType SCHEMA =
      new StructType()
          .add(PATH, DataTypes.StringType)
          .add(MODIFIED, DataTypes.TimestampType)
          .add(LENGTH, DataTypes.LongType)
          .add("content", DataTypes.BinaryType);

  private final JobConfig config;
  private final String path;
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public FileStream(JobConfig config) {
    this.config = config;
    this.path = config.string("input.path");
    options.putAll(SecretOptions.known(config.map("input.options")));
    options.putIfAbsent(MOST_FILES, USUAL_MOST_FILES);
    options.putIfAbsent(OLDEST, NEVER_TOO_OLD);
  }

  /**
   * What a batch reads.
   *
   * @param table rows of the files that can be read
   * @param unreadable reasons by file
   * @param files number of all files
   * @param held what Spark's cache holds
   */
  public record Read(
      Optional<Dataset<Row>> table,
      Map<String, String> unreadable,
      int files,
      List<Dataset<Row>> held) {}

  /**
   * The stream of files.
   *
   * @throws UnusableInputException if the folder is missing
   */
  public Dataset<Row> open(SparkSession spark) {
    roots(spark.sparkContext().hadoopConfiguration());
    return spark
        .readStream()
        .format("binaryFile")
        .schema(SCHEMA)
        .options(options)
        .load(isLiteral(spark) ? escaped(path) : path)
        .select(col(PATH), col(MODIFIED), col(LENGTH));
  }

  /** The files and folders that the path names now. */
  public List<Path> roots(Configuration hadoop) {
    try {
      return InputFiles.of(path, hadoop).required().roots();
    } catch (FileNotFoundException e) {
      throw UnusableInputException.of(
          e,
          "input.path must name a folder, or files, that are there when the stream begins, got '%s'; make the folder first",
          path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isLiteral(SparkSession spark) {
    List<Path> found = roots(spark.sparkContext().hadoopConfiguration());
    return found.size() == 1 && found.get(0).getName().equals(new Path(path).getName());
  }

  /** The stream of files takes any path for a glob. */
  private static String escaped(String literal) {
    return literal.replaceAll("[*?\\[\\]{}\\\\]", "\\\\$0");
  }

  /** Files that are there but not yet read, if the last batch was full. */
  public long waiting(long filesOfBatch, long filesRead, Configuration hadoop) {
    if (filesOfBatch < Long.parseLong(options.get(MOST_FILES))) {
      return 0;
    }
    try {
      return Math.max(0, InputFiles.of(path, hadoop).read(options).size() - filesRead);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The rows of a batch, held in Spark's cache; the caller releases them.
   *
   * @param batch rows of {@link #open}
   */
  public Read read(Dataset<Row> batch) {
    List<FileStatus> files = new ArrayList<>();
    for (Row row : batch.collectAsList()) {
      Timestamp modified = row.getTimestamp(1);
      files.add(
          new FileStatus(
              row.getLong(2), false, 1, 0, modified.getTime(), new Path(row.getString(0))));
    }
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    SparkSession spark = batch.sparkSession();
    Map<String, String> unreadable = new TreeMap<>();
    List<Dataset<Row>> tables = new ArrayList<>();
    try {
      held(spark, files).ifPresent(tables::add);
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      requireFault(e);
      oneByOne(spark, files, tables, unreadable);
    }
    Optional<Dataset<Row>> table =
        tables.stream().reduce((left, right) -> left.unionByName(right, true));
    return new Read(table, unreadable, files.size(), tables);
  }

  private void oneByOne(
      SparkSession spark,
      List<FileStatus> files,
      List<Dataset<Row>> tables,
      Map<String, String> unreadable) {
    for (FileStatus file : files) {
      try {
        held(spark, List.of(file)).ifPresent(tables::add);
      } catch (Exception e) {
        // As above.
        requireFault(e);
        requireStorage(file.getPath(), spark.sparkContext().hadoopConfiguration());
        unreadable.put(file.getPath().toString(), ErrorMessages.describe(e));
      }
    }
  }

  /** Goes on only if the failure is one of the files. */
  private static void requireFault(Exception failure) {
    if (ErrorMessages.usersOwn(failure).isEmpty()) {
      FileStream.<RuntimeException>rethrow(failure);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void rethrow(Exception failure) throws E {
    throw (E) failure;
  }

  /**
   * Tells a file that cannot be read as a table from a store that cannot be reached: the bytes of
   * the first can be read.
   */
  private static void requireStorage(Path file, Configuration hadoop) {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      while (in.read(buffer) >= 0) {
        // only to see that it can be read
      }
    } catch (FileNotFoundException e) {
      // A file that is gone is set aside: it does not come back.
    } catch (IOException e) {
      throw new UncheckedIOException("'" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<Dataset<Row>> held(SparkSession spark, List<FileStatus> files) {
    InputReader reader = new InputReader(spark, config, files, readerOptions(files));
    Optional<Dataset<Row>> opened = reader.readSome();
    if (opened.isEmpty()) {
      return opened;
    }
    reader.inspect(opened.get());
    Dataset<Row> table =
        BatchTable.held(
            opened
                .get()
                .select(columns(opened.get(), reader.columns()))
                .withColumn(FILE, functions.input_file_name()));
    try {
      table.count();
      return Optional.of(table);
    } catch (Exception e) {
      // As above.
      table.unpersist();
      throw e;
    }
  }

  private static Column[] columns(Dataset<Row> table, InputColumns columns) {
    List<String> names = new ArrayList<>(columns.names());
    List<String> present = List.of(table.columns());
    if (present.contains(BrokenRows.COLUMN)) {
      names.add(BrokenRows.COLUMN);
    }
    return names.stream().distinct().map(ColumnTypes::quoted).toArray(Column[]::new);
  }

  /** The reader's own options, and the folder below which names of folders are partitions. */
  private Map<String, String> readerOptions(List<FileStatus> files) {
    Map<String, String> ofReader =
        options.entrySet().stream()
            .filter(option -> !OF_STREAM.contains(option.getKey().toLowerCase(Locale.ROOT)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    boolean inPartitions =
        files.stream().anyMatch(file -> file.getPath().getParent().getName().contains("="));
    if (inPartitions) {
      Path folder = files.get(0).getPath().getParent();
      while (folder.getName().contains("=")) {
        folder = folder.getParent();
      }
      ofReader.putIfAbsent("basePath", folder.toString());
    }
    return ofReader;
  }
}
