package org.sparkbertopic.operations.slices;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.sparkbertopic.stage.table.InputColumns.CLASS;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.REASON;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TIMESTAMP;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.sparkbertopic.operations.slices.TimeBins.Kind;
import org.sparkbertopic.operations.slices.TimeColumn.TimeKind;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Turns a user's documents with topics into documents in slices. Sets aside the rows without topic,
 * timestamp or class, each with its reason. Lazy: nothing is read before {@link #summarize}, which
 * does not read the texts.
 */
public final class SliceIntake {

  static final String NO_TOPIC = "topic is null";
  static final String UNKNOWN_TOPIC = "topic is not one of the model's";
  static final String NO_TIMESTAMP = "timestamp is null";
  static final String UNREADABLE_TIMESTAMP = "timestamp cannot be read";
  static final String NO_CLASS = "class is null";

  static final String KEY = "key";

  /** Ours: the timestamps and classes are numbered on the driver. */
  static final int MOST_SLICES = 200_000;

  private static final Column GOOD = col(REASON).isNull();
  private static final int EXAMPLES = 3;
  private static final int EXAMPLE_CHARACTERS = 60;

  private final Dataset<Row> judged;
  private final SliceColumns columns;
  private final Optional<TimeColumn> times;
  private final TimeBins bins;

  /**
   * What the first look found.
   *
   * @param kind what the keys of the timestamps mean; empty where there are none
   * @param key column of the judged rows: the key of the bin
   * @param keys the timestamps and classes that occur
   * @param documents rows that go on
   * @param rejected rows set aside, counted by reason
   * @param examples of timestamps that cannot be read; empty where there are none
   */
  record Summary(
      Optional<TimeKind> kind,
      Column key,
      SliceKeys keys,
      long documents,
      Map<String, Long> rejected,
      String examples) {}

  /**
   * Prepares a table.
   *
   * @param topics ids that the model knows
   * @throws UnusableInputException if a column is missing or of a type that cannot be used
   */
  SliceIntake(
      Dataset<Row> documents, SliceColumns columns, SliceSettings settings, List<Integer> topics) {
    this.times = columns.timestamp().map(name -> TimeColumn.of(documents, name, settings));
    ColumnTypes types = new ColumnTypes(documents);
    Column text = types.text(columns.text());
    Column id =
        columns
            .id()
            .map(name -> IdType.key(types.id(columns.id()), types.typeOf("id", name)))
            .orElse(lit(null).cast("string"));
    Dataset<Row> selected =
        documents.select(
            coalesce(id, substring(text, 1, EXAMPLE_CHARACTERS)).as(ID),
            text.as(TEXT),
            topic(documents, columns.topic()).as(TOPIC),
            columns
                .timestamp()
                .map(ColumnTypes::quoted)
                .orElse(lit(null))
                .cast("string")
                .as(TIMESTAMP),
            times.map(TimeColumn::key).orElse(lit(null).cast(DataTypes.LongType)).as(KEY),
            columns
                .category()
                .map(name -> category(documents, name))
                .orElse(lit(null).cast("string"))
                .as(CLASS));
    this.columns = columns;
    this.bins = settings.bins();
    this.judged = selected.withColumn(REASON, reason(topics));
  }

  private static Column topic(Dataset<Row> documents, String name) {
    if (!Arrays.asList(documents.columns()).contains(name)) {
      throw UnusableInputException.of(
          "documents must have the column '%s' with their topics, got the columns %s; transform them first, or join their topics",
          name, Arrays.toString(documents.columns()));
    }
    DataType type = documents.schema().apply(name).dataType();
    if (!(type instanceof NumericType)) {
      throw UnusableInputException.of(
          "the topic column '%s' must be of whole numbers, got %s; give the topics that transform makes",
          name, type.catalogString());
    }
    Column topic = ColumnTypes.quoted(name);
    if (type instanceof IntegralType) {
      return topic.cast(DataTypes.LongType);
    }
    Column number = topic.cast(DataTypes.DoubleType);
    return when(ColumnTypes.isWhole(number), number.cast(DataTypes.LongType));
  }

  private static Column category(Dataset<Row> documents, String name) {
    return new ColumnTypes(documents).category("class", name);
  }

  /** Not by a list of literals: with thousands of topics Spark plans longer than it counts. */
  private static Column isKnown(List<Integer> topics) {
    long[] ids = topics.stream().mapToLong(Integer::longValue).sorted().toArray();
    UDF1<Long, Boolean> known = topic -> topic != null && Arrays.binarySearch(ids, topic) >= 0;
    return udf(known, DataTypes.BooleanType).apply(col(TOPIC));
  }

  private Column reason(List<Integer> topics) {
    Column reason =
        when(col(TOPIC).isNull(), lit(NO_TOPIC)).when(not(isKnown(topics)), lit(UNKNOWN_TOPIC));
    if (columns.timestamp().isPresent()) {
      reason =
          reason
              .when(col(TIMESTAMP).isNull(), lit(NO_TIMESTAMP))
              .when(col(KEY).isNull(), lit(UNREADABLE_TIMESTAMP));
    }
    return columns.category().isPresent()
        ? reason.when(col(CLASS).isNull(), lit(NO_CLASS))
        : reason;
  }

  /**
   * Reads topics, timestamps and classes: once, and once more for bins of equal width.
   *
   * @throws UnusableInputException if no row can be used, or if there are too many slices
   */
  Summary summarize() {
    Optional<TimeColumn> binned = times.map(found -> binned(found.withKey(col(KEY))));
    Column key = binned.map(TimeColumn::key).orElse(col(KEY));
    List<Row> found =
        judged
            .groupBy(col(REASON), when(GOOD, key).as(KEY), when(GOOD, col(CLASS)).as(CLASS))
            .agg(count(lit(1)))
            .limit(MOST_SLICES + 1)
            .collectAsList();
    if (found.size() > MOST_SLICES) {
      throw tooMany();
    }
    Map<String, Long> rejected = new TreeMap<>();
    List<Row> slices = new ArrayList<>();
    long documents = 0;
    for (Row row : found) {
      if (row.isNullAt(0)) {
        documents += row.getLong(3);
        slices.add(RowFactory.create(row.get(1), row.get(2)));
      } else {
        rejected.put(row.getString(0), row.getLong(3));
      }
    }
    String examples = rejected.containsKey(UNREADABLE_TIMESTAMP) ? examples() : "";
    if (slices.isEmpty()) {
      throw nothingUsable(rejected, examples);
    }
    return new Summary(
        binned.map(TimeColumn::kind), key, SliceKeys.of(slices), documents, rejected, examples);
  }

  private TimeColumn binned(TimeColumn times) {
    if (bins.kind() != Kind.EQUAL_WIDTH) {
      return times.binned(bins, 0, 0);
    }
    Column spread = times.spread().key().cast(DataTypes.DoubleType);
    Row extremes = judged.filter(GOOD).agg(min(spread), max(spread)).first();
    // Without a good row there is no bin; the count reports that later.
    return extremes.isNullAt(0)
        ? times
        : times.binned(bins, extremes.getDouble(0), extremes.getDouble(1));
  }

  private UnusableInputException tooMany() {
    return UnusableInputException.of(
        "%s must have at most %,d different values, got more; %s",
        columns.timestamp().isEmpty()
            ? "classes"
            : columns.category().isEmpty() ? "timestamps" : "timestamps in classes",
        MOST_SLICES,
        columns.timestamp().isEmpty()
            ? "take another column"
            : "set bins to a number, or to day, week, month, quarter, year or decade");
  }

  private UnusableInputException nothingUsable(Map<String, Long> rejected, String examples) {
    String needed =
        columns.timestamp().isEmpty()
            ? "a topic and a class"
            : columns.category().isEmpty()
                ? "a topic and a timestamp"
                : "a topic, a timestamp and a class";
    return UnusableInputException.of(
        "documents must have at least one row with %s, got none (rows set aside: %s)%s; look at these columns%s",
        needed,
        rejected,
        examples.isEmpty() ? "" : ": " + examples,
        examples.isEmpty() ? "" : " and at datetime-format");
  }

  /** How the timestamps were interpreted, if that is not obvious. */
  String note() {
    return times.map(TimeColumn::note).orElse("");
  }

  /** A few of the timestamps that cannot be read, with their rows. */
  private String examples() {
    return judged
        .filter(col(REASON).equalTo(UNREADABLE_TIMESTAMP))
        .select(col(ID), substring(col(TIMESTAMP), 1, EXAMPLE_CHARACTERS))
        .orderBy(col(ID), col(TIMESTAMP))
        .limit(EXAMPLES)
        .collectAsList()
        .stream()
        .map(row -> "'" + row.getString(1) + "' in row '" + row.getString(0) + "'")
        .collect(Collectors.joining(", "));
  }

  /** The documents in slices: text, topic (int), class (string), key of the bin. */
  Dataset<Row> documents(Summary summary) {
    return judged
        .filter(GOOD)
        .select(
            col(TEXT), col(TOPIC).cast(DataTypes.IntegerType), col(CLASS), summary.key().as(KEY));
  }

  /** The rows set aside: id (or the beginning of the text), reason, timestamp and class. */
  Dataset<Row> rejected() {
    return judged.filter(not(GOOD)).select(ID, REASON, TIMESTAMP, CLASS);
  }
}
