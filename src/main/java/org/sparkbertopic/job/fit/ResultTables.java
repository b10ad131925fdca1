package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.table.OutputTable;
import org.sparkbertopic.job.table.OutputTable.Mode;
import org.sparkbertopic.job.table.TableWrite;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.topics.Topic;

/**
 * The tables of the catalog that get a run's results. They are opened before the work begins, so
 * that a table that does not fit ends the run at once, and written when the results are complete
 * and not yet shown. A run that ends between the two writes them when it goes on, once.
 */
public final class ResultTables {

  private static final String TABLE = "output.table";
  private static final String TOPICS = "output.topics-table";
  private static final String REJECTED = "output.rejected-table";
  private static final String MODE = "output.mode";
  private static final String FORMAT = "output.table-format";
  private static final String RUN = "run";

  /** Formats of a new table, named as in {@code output.table-format}. */
  private enum Format {
    DELTA,
    ICEBERG
  }

  private static final StructType REJECTED_ROWS =
      new StructType()
          .add(InputColumns.ID, DataTypes.StringType)
          .add(InputColumns.REASON, DataTypes.StringType, false)
          .add("text_start", DataTypes.StringType);

  private static final StructType TOPIC_ROWS =
      new StructType()
          .add(InputColumns.TOPIC, DataTypes.IntegerType, false)
          .add("size", DataTypes.LongType, false)
          .add("name", DataTypes.StringType, false)
          .add("label", DataTypes.StringType)
          .add(
              "words",
              DataTypes.createArrayType(
                  new StructType()
                      .add("word", DataTypes.StringType)
                      .add("weight", DataTypes.DoubleType)),
              false)
          .add("representative_documents", DataTypes.createArrayType(DataTypes.StringType), false);

  private final SparkSession spark;
  private final JobConfig config;
  private final RunDirectory directory;
  private final RunRecord record;
  private final Console console;
  private final Mode mode;
  private Optional<OutputTable> assignments = Optional.empty();
  private Optional<OutputTable> topics = Optional.empty();
  private Optional<OutputTable> rejected = Optional.empty();

  private ResultTables(
      SparkSession spark,
      JobConfig config,
      RunDirectory directory,
      RunRecord record,
      Console console) {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
    this.record = record;
    this.console = console;
    this.mode = config.choice(MODE, Mode.class);
  }

  /**
   * Checks the keys of tables and of what stands in them.
   *
   * @throws ConfigurationException if a value cannot be used
   */
  public static void check(JobConfig config) {
    CarriedColumns.of(config);
    config.choice(MODE, Mode.class);
    if (config.optional(FORMAT).isPresent()) {
      config.choice(FORMAT, Format.class);
    }
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String key : List.of(TABLE, TOPICS, REJECTED)) {
      if (config.isKnown(key)
          && config.optional(key).filter(name -> !names.add(name)).isPresent()) {
        throw ConfigurationException.of(
            "%s must be a table of its own, got '%s', which another key names too; name another",
            key, config.string(key));
      }
    }
  }

  /** As {@link #open}; the table of assignments is left alone if no type of a column is known. */
  static ResultTables open(
      SparkSession spark,
      JobConfig config,
      RunDirectory directory,
      RunRecord record,
      InputReader input,
      List<StructField> furtherColumns,
      Console console) {
    if (!input.isWithoutColumns()) {
      return open(spark, config, directory, record, furtherColumns, console);
    }
    ResultTables tables = new ResultTables(spark, config, directory, record, console);
    tables.openOthers();
    config
        .optional(TABLE)
        .ifPresent(
            name ->
                console.note(
                    "table "
                        + name
                        + ": left as it is, because the input has no rows and columns"));
    return tables;
  }

  /** The tables that the configuration names; those that are not there are made. */
  static ResultTables open(
      SparkSession spark,
      JobConfig config,
      RunDirectory directory,
      RunRecord record,
      List<StructField> furtherColumns,
      Console console) {
    ResultTables tables = new ResultTables(spark, config, directory, record, console);
    StructType columns = new StructType();
    for (StructField field : Assignments.schema(DataType.fromDDL(record.idType)).fields()) {
      columns = columns.add(field.name(), field.dataType(), !field.name().equals(InputColumns.ID));
    }
    for (StructField field : furtherColumns) {
      // Whether the input has nulls there shows when it is written.
      columns = columns.add(field.name(), field.dataType(), false);
    }
    tables.assignments = tables.open(TABLE, columns, tables.mode);
    tables.assignments.ifPresent(tables::requireNotInput);
    tables.openOthers();
    return tables;
  }

  private void openOthers() {
    topics = open(TOPICS, TOPIC_ROWS, Mode.OVERWRITE);
    rejected =
        open(REJECTED, REJECTED_ROWS.add(RUN, DataTypes.StringType, false), modeOfRejected());
  }

  private Optional<OutputTable> open(String key, StructType columns, Mode how) {
    if (!config.isKnown(key)) {
      return Optional.empty();
    }
    return config
        .optional(key)
        .map(
            name -> {
              OutputTable.requirePathOutside(key, name, directory.root().toString());
              OutputTable table =
                  OutputTable.open(spark, key, name, config.optional(FORMAT), columns, how);
              table.requireOutside(directory.root().toString());
              return table;
            });
  }

  /** Rows set aside may have no id, so they are not merged. */
  private Mode modeOfRejected() {
    return mode == Mode.OVERWRITE ? Mode.OVERWRITE : Mode.APPEND;
  }

  private void requireNotInput(OutputTable table) {
    if (mode != Mode.MERGE) {
      table.requireOther(config.string("input.path"), MODE + " is " + mode.title());
    }
  }

  /**
   * Writes what was made.
   *
   * @param result folder of the run's result, which is complete
   * @param assigned as they lie in the folder
   * @param reassigned documents of earlier chunks with other topics; null for none
   * @param found the topics; null where the run has no model of its own
   */
  void write(Path result, Dataset<Row> assigned, Dataset<Row> reassigned, List<Topic> found) {
    assignments.ifPresent(table -> write(table, mode, rows(result, assigned, reassigned)));
    topics.ifPresent(table -> write(table, Mode.OVERWRITE, rows(found)));
    rejected.ifPresent(
        table -> {
          Dataset<Row> rows = rejectedRows(result);
          if (modeOfRejected() == Mode.OVERWRITE || !rows.isEmpty()) {
            write(table, modeOfRejected(), rows);
          }
        });
  }

  private void write(OutputTable table, Mode how, Dataset<Row> rows) {
    directory.checkLease();
    spark.sparkContext().setJobDescription("spark-bertopic: table " + table.name());
    OutputTable.Result done =
        table.write(
            rows, new TableWrite(id(table, how), record.command + " " + directory.root(), how));
    spark.sparkContext().setJobDescription(null);
    record.tables.add(done.written());
    String version = done.written().version();
    console.note(
        done.already()
            ? String.format(
                Locale.ROOT,
                "table %s: it has the rows of this run already, since version %s; if they were removed since, name another output.path to add them",
                table.name(),
                version)
            : String.format(
                Locale.ROOT, "table %s: %s, version %s", table.name(), how.title(), version));
  }

  /**
   * Names a write. The rows of equal input, settings and model are appended once; other writes are
   * done once in a run, however often that is resumed.
   */
  private String id(OutputTable table, Mode how) {
    Fingerprint print =
        Fingerprint.of("table")
            .with("table", table.name())
            .with("output", directory.root().toString())
            .with("command", record.command)
            .with("input", record.inputFingerprint)
            .with("configuration", record.configuration)
            .withOptional("model", Optional.ofNullable(record.modelDigest))
            .withOptional("like", Optional.ofNullable(record.likeDigest));
    return (how == Mode.APPEND ? print : print.with("run", record.id)).digest();
  }

  private Dataset<Row> rows(Path result, Dataset<Row> assigned, Dataset<Row> reassigned) {
    // Other formats do not keep all types.
    Dataset<Row> rows =
        config.choice("output.format", OutputFormat.class) == OutputFormat.PARQUET
            ? LiteralPaths.reader(spark)
                .parquet(new Path(result, RunDirectory.ASSIGNMENTS).toString())
            : assigned;
    if (reassigned == null || mode != Mode.MERGE || reassigned.isEmpty()) {
      return rows;
    }
    Dataset<Row> moved =
        reassigned
            .select(
                col(InputColumns.ID),
                col(ReassignedTable.TO).as(InputColumns.TOPIC),
                lit(null).cast(DataTypes.DoubleType).as(InputColumns.PROBABILITY))
            .join(rows.select(InputColumns.ID), new String[] {InputColumns.ID}, "left_anti")
            .withColumn(OutputTable.ONLY_TOPIC, lit(true));
    return rows.withColumn(OutputTable.ONLY_TOPIC, lit(false)).unionByName(moved, true);
  }

  private Dataset<Row> rows(List<Topic> found) {
    List<Row> rows = new ArrayList<>();
    for (Topic topic : found) {
      rows.add(
          RowFactory.create(
              topic.id(),
              topic.size(),
              topic.name(),
              topic.customLabel().orElse(null),
              topic.words().stream()
                  .map(word -> RowFactory.create(word.term(), word.score()))
                  .toArray(Row[]::new),
              topic.representativeDocuments().toArray(String[]::new)));
    }
    return spark.createDataFrame(rows, TOPIC_ROWS).coalesce(1);
  }

  private Dataset<Row> rejectedRows(Path result) {
    Path path = new Path(result, RunDirectory.REJECTED);
    Dataset<Row> rows =
        directory.exists(path)
            ? LiteralPaths.reader(spark).schema(REJECTED_ROWS).json(path.toString())
            : spark.createDataFrame(List.of(), REJECTED_ROWS);
    return rows.withColumn(RUN, lit(directory.root().toString()));
  }
}
