package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.table.InputColumns.BROKEN;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.LABEL;
import static org.sparkbertopic.stage.table.InputColumns.REASON;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.Content;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.history.KnownIds;

/**
 * Turns a user's table into documents: id, text and, if given, embedding and label. Sets aside the
 * rows that cannot be documents, each with its reason. Lazy: nothing is read before {@link
 * #summarize}.
 *
 * <p>If rows share an id, the one with the smallest (hash of text, text, hash of embedding, hash of
 * label) stays, so that their order does not matter. Rows without an id column are named by a hash
 * of their text, and repeats of a text by {@code HASH-2}, {@code HASH-3} and so on.
 */
public final class Intake {

  static final String BROKEN_ROW = "row cannot be parsed";

  // What follows the name of the user's column.
  public static final String IS_NULL = " is null";
  static final String IS_BLANK = " is blank";
  static final String HAS_NO_NUMBERS = " has no numbers";
  static final String HAS_BAD_VALUES = " has null, NaN or infinite values";
  static final String IS_ZERO = " is zero, which has no direction";
  static final String HAS_OTHER_LENGTH = " is not of the length that most rows have";
  static final String HAS_NOT_THE_MODELS_LENGTH = " is not of the length that the model's have";

  /** For a document that a model has already. */
  public static final String WAS_ADDED = " was added before";

  /** For a text that has content but for which the embedder makes no vector. */
  public static final String NO_VECTOR = " has no vector: the embedder found nothing in it";

  private static final String OCCURRENCE = "__occurrence";
  private static final String ROWS = "__rows";
  private static final String CONTENT = "__content";

  /** Hexadecimal digits: 128 bits, so that no two of a billion texts share them. */
  private static final int GENERATED_ID_LENGTH = 32;

  private static final int REJECTED_TEXT_LENGTH = 200;
  private static final int SHOWN_IDS = 3;

  private final Dataset<Row> rows;
  private final InputColumns columns;
  private final boolean embeddingsGiven;

  /**
   * What decides, after text and embedding, which of equal rows comes first: the label, then what
   * is carried along. So a row has the name that it has where nothing is carried.
   */
  private final List<Column> remainingOrder;

  /** The length that embeddings must have; 0 for the one that most rows have. */
  private final int length;

  /** Columns that are carried along and stand in the rows set aside too. */
  private final List<String> source;

  /** Ids of documents that are set aside, because a model has them already. */
  private final KnownIds known;

  /** Carried columns that a document must have, with the reasons of rows without. */
  private final Map<String, String> required;

  private Intake(
      Dataset<Row> rows,
      InputColumns columns,
      List<Column> remainingOrder,
      int length,
      List<String> source,
      KnownIds known,
      Map<String, String> required) {
    this.rows = rows;
    this.columns = columns;
    this.embeddingsGiven = columns.embedding().isPresent();
    this.remainingOrder = remainingOrder;
    this.length = length;
    this.source = source;
    this.known = known;
    this.required = required;
  }

  /**
   * Prepares a table.
   *
   * @throws UnusableInputException if a column is missing or of a type that cannot be used
   */
  public static Intake of(Dataset<?> input, InputColumns columns) {
    return of(input, columns, Map.of());
  }

  /**
   * Fails if a table cannot be used; reads nothing.
   *
   * @throws UnusableInputException as {@link #of}
   */
  public static void check(Dataset<?> input, InputColumns columns) {
    new ColumnTypes(input.toDF()).select(columns);
  }

  /** Where the input keeps what the stages need. */
  public InputColumns columns() {
    return columns;
  }

  /**
   * Prepares a table whose documents keep further columns, such as their timestamps. The documents
   * have the ids that they have without them.
   *
   * @param carried columns of the input by the names that the documents' columns get
   * @throws UnusableInputException if a column is missing or of a type that cannot be used
   */
  public static Intake of(Dataset<?> input, InputColumns columns, Map<String, String> carried) {
    Dataset<Row> table = input.toDF();
    ColumnTypes types = new ColumnTypes(table);
    List<Column> selected = types.select(columns);
    List<Column> order = new ArrayList<>();
    columns.label().or(columns::topic).ifPresent(name -> order.add(xxhash64(col(LABEL))));
    List<Column> kept = new ArrayList<>();
    new TreeMap<>(carried)
        .forEach(
            (name, column) -> {
              types.check(name, column);
              selected.add(ColumnTypes.renamed(column, name));
              kept.add(col(name));
            });
    if (!kept.isEmpty()) {
      order.add(xxhash64(kept.toArray(Column[]::new)));
    }
    if (isMarked(table)) {
      selected.add(col(BROKEN));
    }
    Dataset<Row> rows = table.select(selected.toArray(Column[]::new));
    Dataset<Row> named = columns.id().isPresent() ? rows : nameByText(rows, order);
    return new Intake(named, columns, order, 0, List.of(), KnownIds.NONE, Map.of());
  }

  /**
   * Intake of one batch of many: embeddings of another length than the model's are set aside,
   * whatever most rows of the batch have.
   *
   * @param modelsLength length of the model's embeddings
   * @param sourceColumns carried columns that tell where a row set aside comes from
   */
  public Intake ofBatch(int modelsLength, List<String> sourceColumns) {
    return new Intake(
        rows, columns, remainingOrder, modelsLength, List.copyOf(sourceColumns), known, required);
  }

  /** Intake that sets aside the documents with these ids. Summaries do not tell of them. */
  public Intake without(KnownIds ids) {
    return new Intake(rows, columns, remainingOrder, length, source, ids, required);
  }

  /**
   * Rows without a value in a carried column are set aside.
   *
   * @param column its name in the documents
   */
  public Intake requiring(String column, String reason) {
    return new Intake(rows, columns, remainingOrder, length, source, known, Map.of(column, reason));
  }

  private static Dataset<Row> nameByText(Dataset<Row> rows, List<Column> remainingOrder) {
    Column hash = substring(sha2(col(TEXT), 256), 1, GENERATED_ID_LENGTH);
    Dataset<Row> hashed = rows.withColumn(ID, hash);
    List<Column> order = new ArrayList<>(List.of(col(TEXT)));
    if (Arrays.asList(rows.columns()).contains(EMBEDDING)) {
      order.add(xxhash64(col(EMBEDDING)));
    }
    order.addAll(remainingOrder);
    return hashed
        .withColumn(
            OCCURRENCE,
            row_number().over(Window.partitionBy(col(ID)).orderBy(order.toArray(Column[]::new))))
        .withColumn(
            ID,
            when(col(OCCURRENCE).gt(1), concat(col(ID), lit("-"), col(OCCURRENCE)))
                .otherwise(col(ID)))
        .drop(OCCURRENCE);
  }

  /**
   * Reads the input and counts what can be used: once, and once more where embeddings are given.
   */
  public IntakeSummary summarize() {
    int dimension = embeddingsGiven ? commonLength() : 0;
    Map<String, Long> rejected = new TreeMap<>();
    long documents = 0;
    String content = "";
    List<String> repeated = List.of();
    List<Row> byReason =
        judged(dimension)
            .groupBy(col(REASON), when(col(REASON).isNull(), col(ID)).as(ID))
            .agg(count(lit(1)).as(ROWS), bit_xor(content()).as(CONTENT))
            .groupBy(REASON)
            .agg(sum(ROWS), count(lit(1)), max(ROWS), bit_xor(col(CONTENT)))
            .collectAsList();
    for (Row row : byReason) {
      if (!row.isNullAt(0)) {
        rejected.put(row.getString(0), row.getLong(1));
        continue;
      }
      documents = row.getLong(2);
      content = String.format(Locale.ROOT, "xxhash64 %016x", row.getLong(4));
      if (row.getLong(3) > 1) {
        rejected.put(idName() + IntakeSummary.IS_REPEATED, row.getLong(1) - documents);
        repeated = repeatedIds(dimension);
      }
    }
    return new IntakeSummary(
        documents, rejected, !repeated.isEmpty(), dimension, repeated, content);
  }

  /** A hash of what a row gives to the fit. */
  private Column content() {
    return xxhash64(
        Stream.of(ID, TEXT, EMBEDDING, LABEL)
            .filter(Arrays.asList(rows.columns())::contains)
            .map(Column::new)
            .toArray(Column[]::new));
  }

  /** Some ids that stand on several rows, as text. */
  private List<String> repeatedIds(int dimension) {
    return judged(dimension)
        .filter(col(REASON).isNull())
        .groupBy(ID)
        .agg(count(lit(1)).as(ROWS))
        .filter(col(ROWS).gt(1))
        .select(IdType.key(rows, ID).as(ID))
        .orderBy(ID)
        .limit(SHOWN_IDS)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private String idName() {
    return columns.id().orElse(ID);
  }

  private int commonLength() {
    if (length > 0) {
      return length;
    }
    Row most =
        rows
            .filter(size(col(EMBEDDING)).gt(0))
            .groupBy(size(col(EMBEDDING)).as("length"))
            .count()
            .orderBy(col("count").desc(), col("length").asc())
            .limit(1)
            .collectAsList()
            .stream()
            .findFirst()
            .orElse(null);
    return most == null ? 0 : most.getInt(0);
  }

  /**
   * The documents: id, text, where given embedding ({@code array<float>}) and label (string, null
   * for none), and the columns that are carried along.
   */
  public Dataset<Row> documents(IntakeSummary summary) {
    return ranked(summary).filter(col(REASON).isNull()).drop(REASON, BROKEN);
  }

  /**
   * All rows of a table numbered by {@link RowOrder}: the id, null where the row is set aside, and
   * the position.
   */
  Dataset<Row> positions(IntakeSummary summary) {
    return ranked(summary)
        .select(when(col(REASON).isNull(), col(ID)).as(ID), col(RowOrder.POSITION));
  }

  /** The rows set aside: id, reason and the beginning of the text. */
  public Dataset<Row> rejected(IntakeSummary summary) {
    return ranked(summary)
        .filter(col(REASON).isNotNull())
        .select(rejectedColumns(col(REASON), shownText()));
  }

  /**
   * One row for each id that only rows set aside have: the id, and the reason (the first in
   * alphabetical order if there are several).
   */
  public Dataset<Row> setAside(IntakeSummary summary) {
    return withoutKnown(judged(summary.dimension()))
        .filter(col(ID).isNotNull())
        .groupBy(ID)
        .agg(max(col(REASON).isNull()).as(OCCURRENCE), min(REASON).as(REASON))
        .filter(not(col(OCCURRENCE)))
        .drop(OCCURRENCE);
  }

  /**
   * One row for each id of {@link #setAside}: the id, and carried columns of the first of its rows
   * by reason and text.
   */
  public Dataset<Row> carriedOfSetAside(IntakeSummary summary, Set<String> carried) {
    Column values = struct(carried.stream().map(functions::col).toArray(Column[]::new));
    Dataset<Row> first =
        judged(summary.dimension())
            .filter(col(ID).isNotNull())
            .groupBy(ID)
            .agg(
                max(col(REASON).isNull()).as(OCCURRENCE),
                min_by(
                        values,
                        struct(col(REASON), xxhash64(col(TEXT)), xxhash64(values), col(TEXT)))
                    .as(CONTENT))
            .filter(not(col(OCCURRENCE)));
    List<Column> selected = new ArrayList<>(List.of(col(ID)));
    carried.forEach(name -> selected.add(col(CONTENT).getField(name).as(name)));
    return first.select(selected.toArray(Column[]::new));
  }

  /** The reason of documents of which no vector could be made. */
  public String noVector() {
    return columns.text() + NO_VECTOR;
  }

  /**
   * The rejected rows of documents of which no vector could be made.
   *
   * @param ids column id
   */
  public Dataset<Row> withoutVector(Dataset<Row> documents, Dataset<Row> ids) {
    return documents
        .join(ids.select(ID), new String[] {ID}, "left_semi")
        .select(rejectedColumns(lit(noVector()), col(TEXT)));
  }

  private Column[] rejectedColumns(Column reason, Column text) {
    return Stream.concat(
            Stream.of(
                col(ID),
                reason.as(REASON),
                substring(text, 1, REJECTED_TEXT_LENGTH).as("text_start")),
            source.stream().map(functions::col))
        .toArray(Column[]::new);
  }

  private Dataset<Row> ranked(IntakeSummary summary) {
    if (summary.rejectedTotal() == 0 && known.isEmpty() && required.isEmpty()) {
      // All rows are documents. Spark folds this away, and then reads no column that is not used.
      return rows.withColumn(REASON, lit(null).cast(DataTypes.StringType));
    }
    Dataset<Row> judged = judged(summary.dimension());
    if (!summary.repeatedIds()) {
      return withoutKnown(judged);
    }
    List<Column> order = new ArrayList<>(List.of(xxhash64(col(TEXT)), col(TEXT)));
    if (embeddingsGiven) {
      order.add(xxhash64(col(EMBEDDING)));
    }
    order.addAll(remainingOrder);
    Column rank =
        row_number()
            .over(Window.partitionBy(col(ID), col(REASON)).orderBy(order.toArray(Column[]::new)));
    return withoutKnown(
        judged
            .withColumn(OCCURRENCE, rank)
            .withColumn(
                REASON,
                when(
                        col(REASON).isNull().and(col(OCCURRENCE).gt(1)),
                        lit(idName() + IntakeSummary.IS_REPEATED))
                    .otherwise(col(REASON)))
            .drop(OCCURRENCE));
  }

  private Dataset<Row> withoutKnown(Dataset<Row> judged) {
    return known.isEmpty()
        ? judged
        : judged.withColumn(
            REASON,
            when(col(REASON).isNull().and(DocumentIds.isIn(judged, known)), lit(wasAdded()))
                .otherwise(col(REASON)));
  }

  /** The reason of documents that a model has already. */
  public String wasAdded() {
    return idName() + WAS_ADDED;
  }

  private Dataset<Row> judged(int dimension) {
    String text = columns.text();
    // Where ids are hashes of texts, the user knows the missing text, not the id.
    Column withoutId = columns.id().isPresent() ? col(ID).isNull() : lit(false);
    Column reason =
        when(withoutId, lit(idName() + IS_NULL))
            .when(col(TEXT).isNull(), lit(text + IS_NULL))
            .when(not(Content.isIn(col(TEXT))), lit(text + IS_BLANK));
    if (embeddingsGiven) {
      String name = columns.embedding().get();
      Column embedding = col(EMBEDDING);
      reason =
          reason
              .when(embedding.isNull(), lit(name + IS_NULL))
              .when(size(embedding).equalTo(0), lit(name + HAS_NO_NUMBERS))
              .when(
                  size(embedding).notEqual(dimension),
                  lit(name + (length > 0 ? HAS_NOT_THE_MODELS_LENGTH : HAS_OTHER_LENGTH)))
              .when(exists(embedding, Column::isNull), lit(name + HAS_BAD_VALUES))
              .when(
                  not(Content.isVector(embedding)),
                  when(exists(embedding, value -> value.notEqual(0)), lit(name + HAS_BAD_VALUES))
                      .otherwise(lit(name + IS_ZERO)));
    }
    for (Map.Entry<String, String> column : required.entrySet()) {
      reason = reason.when(col(column.getKey()).isNull(), lit(column.getValue()));
    }
    return rows.withColumn(REASON, isMarked(rows) ? unlessBroken(reason) : reason);
  }

  /** Whether the reader marked the rows that it could not parse. */
  private static boolean isMarked(Dataset<Row> table) {
    return Arrays.asList(table.columns()).contains(BROKEN);
  }

  private Column unlessBroken(Column reason) {
    Metadata ofReader = rows.schema().apply(BROKEN).metadata();
    String broken = ofReader.contains(REASON) ? ofReader.getString(REASON) : BROKEN_ROW;
    return when(col(BROKEN).isNotNull(), lit(broken)).otherwise(reason);
  }

  /** What a row that could not be parsed has in place of a text. */
  private Column shownText() {
    return isMarked(rows) ? coalesce(col(BROKEN), col(TEXT)) : col(TEXT);
  }
}
