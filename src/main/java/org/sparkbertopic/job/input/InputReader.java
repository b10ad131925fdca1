package org.sparkbertopic.job.input;

import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.table.TableSource;
import org.sparkbertopic.job.table.TableVersion;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;

/**
 * Opens the table of documents that a configuration names. Every command reads its input through
 * this class, also when it reads it again.
 */
public final class InputReader {

  /** What to do where {@code input.path} is empty. */
  public static final String PATH_ADVICE = "name a file, a folder or a table of documents";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final InputSource source;
  private final List<String> expressions;
  private final Optional<String> where;
  private final InputColumns columns;
  private final NeededColumns needed;

  /** Whether these are some files of an input. */
  private final boolean isSome;

  /** Null until the input was opened. */
  private InputIdentity identity;

  /** Whether the input has nothing that says what its columns are. */
  private boolean withoutColumns;

  /** The columns that were requested when the input was opened. */
  private Set<String> looked = Set.of();

  public InputReader(SparkSession spark, JobConfig config) {
    this(spark, config, null, config.map("input.options"));
  }

  /** Reads some files of the input; a column that no line of JSON has is one of nulls. */
  InputReader(
      SparkSession spark, JobConfig config, List<FileStatus> some, Map<String, String> given) {
    this.spark = spark;
    this.source = new InputSource(spark, config, some, given);
    this.isSome = some != null;
    this.expressions = config.words("input.select");
    this.where = ofJob(config, InputSelection.WHERE);
    this.columns = columnsOf(config);
    this.needed = new NeededColumns(columns);
  }

  /**
   * The reader of a run that goes on, or of a finished run: it reads the version of the table that
   * the run began with.
   */
  public InputReader at(TableVersion version) {
    return at(version, false);
  }

  /**
   * As {@link #at(TableVersion)}.
   *
   * @param otherwisePresent whether the present version is read if that one is gone
   */
  public InputReader at(TableVersion version, boolean otherwisePresent) {
    source.keepTo(version, otherwisePresent);
    return this;
  }

  /** The version of the table that is read; empty for files, and tables that keep none. */
  public Optional<TableVersion> version() {
    return source.version();
  }

  /** The version that the table has now, where it is another one than this reads. */
  public Optional<TableVersion> later() {
    return source.later();
  }

  /** Checks everything that does not need Spark. */
  public static void check(JobConfig config) {
    InputFormat format = InputFormat.of(config);
    if (format != InputFormat.READER || config.map("input.options").isEmpty()) {
      config.required("input.path", PATH_ADVICE);
    }
    if (format == InputFormat.AUTO) {
      InputFormat.requireReadable(config.string("input.path"));
    }
    TableSource.check(config);
    Encodings.of(config.map("input.options"));
    columnsOf(config);
  }

  /** The columns that the configuration names. */
  public static InputColumns columnsOf(JobConfig config) {
    return new InputColumns(
            config.optional("input.id-column"),
            config.required("input.text-column", "name the column that holds the documents"),
            config.optional("input.embedding-column"))
        .withLabel(ofJob(config, "input.label-column"))
        .withTopic(ofJob(config, "input.topic-column"));
  }

  /** The column, if the command has this key. */
  private static Optional<String> ofJob(JobConfig config, String key) {
    return config.isKnown(key) ? config.optional(key) : Optional.empty();
  }

  public InputColumns columns() {
    return columns;
  }

  /**
   * The table.
   *
   * @throws UnusableInputException if the table is missing, is empty, is not in the format, or
   *     lacks a required column
   */
  public Dataset<Row> read() {
    return read(Map.of());
  }

  /**
   * As {@link #read()}, with more required columns.
   *
   * @param further columns, and the keys or options that name them
   */
  public Dataset<Row> read(Map<String, String> further) {
    return opened(further)
        .orElseThrow(
            () ->
                UnusableInputException.of(
                    "input.path '%s' is empty: it has no rows and no columns; give a table of documents",
                    source.path()));
  }

  /** As {@link #read()}; an input without rows gives a table with the required columns. */
  public Dataset<Row> readOrEmpty() {
    return readOrEmpty(Map.of());
  }

  /** As {@link #readOrEmpty()}, with more required columns. */
  public Dataset<Row> readOrEmpty(Map<String, String> further) {
    Optional<Dataset<Row>> opened = opened(further);
    return opened
        .filter(table -> !table.isEmpty())
        .orElseGet(
            () ->
                spark.createDataFrame(
                    List.of(), needed.emptySchema(further, opened.map(Dataset::schema))));
  }

  /** The table of some files; empty if they have no columns. */
  Optional<Dataset<Row>> readSome() {
    return opened(Map.of());
  }

  private Optional<Dataset<Row>> opened(Map<String, String> further) {
    try {
      Dataset<Row> table = source.open(columns.text(), sourcesOfIds());
      withoutColumns = table.columns().length == 0;
      if (withoutColumns) {
        identified();
        return Optional.empty();
      }
      InputSelection selection = new InputSelection(expressions);
      Map<String, String> keys = needed.keys();
      further.forEach(keys::putIfAbsent);
      looked = keys.keySet();
      identified();
      Dataset<Row> whole = withAbsent(table);
      Dataset<Row> rows = where.map(rule -> InputSelection.where(whole, rule)).orElse(whole);
      return Optional.of(selection.of(rows, keys, source::unreadableColumn));
    } catch (UnusableInputException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      // Spark's AnalysisException and SparkException are checked, but Scala does not declare them;
      // inconsistent partition folders fail an assertion.
      throw source.unreadable(e);
    }
  }

  private void identified() {
    identity =
        new InputIdentity(
            location(), spark.sparkContext().hadoopConfiguration(), needed.keys().keySet(), looked);
  }

  /** JSON leaves out what is null, so a few lines of it may lack a column that others have. */
  private Dataset<Row> withAbsent(Dataset<Row> table) {
    if (!isSome || source.format() != InputFormat.JSON || !expressions.isEmpty()) {
      return table;
    }
    Dataset<Row> whole = table;
    List<String> present = Arrays.asList(table.columns());
    for (StructField field : needed.schema().fields()) {
      if (!present.contains(field.name()) && field.name().indexOf('.') < 0) {
        whole = whole.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
    }
    return whole;
  }

  /**
   * The columns that a configuration makes and needs of a table, or a stream, that Spark has
   * opened.
   *
   * @param kept further columns of the table
   * @throws UnusableInputException if a column is missing or cannot be made
   */
  public static Dataset<Row> selected(Dataset<Row> table, JobConfig config, List<String> kept) {
    List<String> expressions = new ArrayList<>(config.words("input.select"));
    if (!expressions.isEmpty() && !expressions.contains(InputSelection.ALL)) {
      kept.forEach(name -> expressions.add(InputSelection.path(name)));
    }
    Map<String, String> needed = new NeededColumns(columnsOf(config)).keys();
    Dataset<Row> selected =
        new InputSelection(expressions).of(table, needed, name -> Optional.empty());
    List<String> names = new ArrayList<>(needed.keySet());
    kept.stream().filter(name -> !names.contains(name)).forEach(names::add);
    if (Arrays.asList(selected.columns()).contains(BrokenRows.COLUMN)) {
      names.add(BrokenRows.COLUMN);
    }
    return selected.select(names.stream().map(ColumnTypes::quoted).toArray(Column[]::new));
  }

  private Set<String> sourcesOfIds() {
    InputSelection selection = new InputSelection(expressions);
    return columns.id().map(selection::sources).orElse(Set.of());
  }

  /**
   * What the stages of a run need of the table: the columns that were requested, broken rows, and
   * the place of each row where rows have an order; lazy.
   *
   * @param table result of {@link #read()}
   * @param order by which rows are to have places; {@link RowOrder#NONE} where nothing asks for
   *     them
   */
  public Dataset<Row> needed(Dataset<Row> table, RowOrder order) {
    Dataset<Row> placed = order.number(table).orElse(table);
    // One that stands for an input without columns has those that it needs.
    List<String> names =
        new ArrayList<>(withoutColumns ? Arrays.asList(table.columns()) : List.copyOf(looked));
    for (String further : List.of(BrokenRows.COLUMN, RowOrder.POSITION)) {
      if (Arrays.asList(placed.columns()).contains(further) && !names.contains(further)) {
        names.add(further);
      }
    }
    return placed.select(names.stream().map(ColumnTypes::quoted).toArray(Column[]::new));
  }

  /**
   * What a copy of {@link #needed} depends on beside the {@link #fingerprint}: a sum over further
   * columns, such as those that are carried, of a table without versions.
   */
  public Optional<JsonNode> further() {
    return identity.further();
  }

  /**
   * Checks that a copy holds the rows that {@link #fingerprint} saw.
   *
   * @param copy of {@link #needed}
   * @throws UnusableInputException if the input changed while it was read
   */
  public void requireSame(Dataset<Row> copy) {
    identity.requireSame(copy);
  }

  /**
   * Scans the input's files once for problems that Spark's readers silently ignore: bytes outside
   * the encoding, quotes that are never closed, files with different columns.
   *
   * @param table result of {@link #read()}
   * @return warnings
   * @throws UnusableInputException if rows would be lost or mixed up
   */
  public List<String> inspect(Dataset<Row> table) {
    return source.inspect(table, looked);
  }

  /** Whether an input that was read has no columns, so that their types are not known. */
  public boolean isWithoutColumns() {
    return withoutColumns;
  }

  /** A table has no row order. */
  public RowOrder order() {
    return source.format().isTable() ? RowOrder.NONE : RowOrder.FILES;
  }

  /** Path or name of the input, or what its reader takes in place of one, without secrets. */
  public String location() {
    return source.location();
  }

  /** The files and folders of the input; for a catalog table, those that Spark knows. */
  public List<Path> locations() {
    return source.locations();
  }

  /**
   * A digest that changes with the input. For files it covers names, sizes and times; for a table
   * that keeps versions, the version; for any other table, whose files Spark may not know, it
   * covers the contents and reads the table once.
   */
  public String fingerprint(Dataset<Row> table) {
    return fingerprint(table, identityOf(table));
  }

  private JsonNode identityOf(Dataset<Row> table) {
    if (version().isPresent()) {
      return identity.ofVersion(version().get());
    }
    return source.isOfFiles() ? identity.ofFiles(table) : identity.ofRows(table);
  }

  private String fingerprint(Dataset<Row> table, JsonNode rows) {
    Fingerprint print =
        source
            .namedIn(Fingerprint.of("input"))
            .withOptional("id", columns.id())
            .with("text", columns.text())
            .withOptional("embedding", columns.embedding())
            .withOptional("label", columns.label())
            .withOptional("topic", columns.topic())
            .withJson("schema", userSchema(table).json());
    if (!expressions.isEmpty()) {
      print = print.with("select", JSON.valueToTree(expressions));
    }
    if (where.isPresent()) {
      print = print.with("where", where.get());
    }
    return print.with("state", rows).digest();
  }

  /**
   * Whether one reading is of one state of a table without versions, so that a copy may tell its
   * {@link #fingerprint}: where it is files alone, whose sizes and times are compared, or one query
   * of a database.
   *
   * @param table result of {@link #read()}, of which nothing has been read
   */
  public boolean isReadAtOnce(Dataset<Row> table) {
    return source
        .table()
        .filter(opened -> opened.version().isEmpty())
        .filter(opened -> identity.isReadAtOnce(opened, table))
        .isPresent();
  }

  /**
   * The {@link #fingerprint} of a table that {@link #isReadAtOnce}, by the one reading.
   *
   * @param copy of {@link #needed}
   * @throws UnusableInputException if the table's files changed while they were read
   */
  public String fingerprintOf(Dataset<Row> table, Dataset<Row> copy) {
    return fingerprint(table, identity.ofCopy(copy));
  }

  /**
   * Checks that the input is still what {@link #fingerprint} saw: one that changes while it is read
   * would give rows of two states.
   *
   * @param contentsToo whether to read a catalog table again for the check; files are only listed
   * @throws UnusableInputException if it has changed
   */
  public void requireUnchanged(boolean contentsToo) {
    identity.requireUnchanged(contentsToo);
  }

  private static StructType userSchema(Dataset<Row> table) {
    return table
        .select(
            Arrays.stream(BrokenRows.without(table.columns()))
                .map(ColumnTypes::quoted)
                .toArray(Column[]::new))
        .schema();
  }
}
