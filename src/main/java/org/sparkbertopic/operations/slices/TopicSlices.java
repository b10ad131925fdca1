package org.sparkbertopic.operations.slices;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.operations.slices.SliceIntake.KEY;
import static org.sparkbertopic.stage.table.InputColumns.CLASS;
import static org.sparkbertopic.stage.table.InputColumns.TIMESTAMP;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.operations.slices.SliceIntake.Summary;
import org.sparkbertopic.operations.slices.TimeColumn.TimeKind;
import org.sparkbertopic.stage.table.InputColumns;

/** Topics over time, per class, or both: a lazy table with its summary. */
public final class TopicSlices {

  private static final String TOPIC = InputColumns.TOPIC;
  private static final String NAME = "name";
  private static final String FREQUENCY = "frequency";
  private static final String WORDS = "words";
  private static final String SCORES = "scores";

  private final Dataset<Row> rows;
  private final Dataset<Row> rejectedRows;
  private final SliceColumns columns;
  private final Summary summary;
  private final ZoneId zone;
  private final List<String> notes;

  /**
   * @param rows of {@link #schema}
   * @param zone in which timestamps are written
   */
  TopicSlices(
      Dataset<Row> rows,
      Dataset<Row> rejectedRows,
      SliceColumns columns,
      Summary summary,
      ZoneId zone,
      List<String> notes) {
    this.rows = rows;
    this.rejectedRows = rejectedRows;
    this.columns = columns;
    this.summary = summary;
    this.zone = zone;
    this.notes = List.copyOf(notes);
  }

  /** Rows with the key in place of the timestamp, both class and key always there. */
  static StructType schema(Summary summary) {
    return new StructType()
        .add(TOPIC, DataTypes.IntegerType, false)
        .add(NAME, DataTypes.StringType, false)
        .add(CLASS, DataTypes.StringType, true)
        .add(KEY, summary.kind().map(TimeKind::keyType).orElse(DataTypes.LongType), true)
        .add(FREQUENCY, DataTypes.LongType, false)
        .add(WORDS, DataTypes.createArrayType(DataTypes.StringType, false), false)
        .add(SCORES, DataTypes.createArrayType(DataTypes.DoubleType, false), false);
  }

  /**
   * A row for each topic with documents at a timestamp or in a class: {@code topic} int, {@code
   * name} string (its label), {@code class} string and {@code timestamp} (those of the two that
   * were asked for), {@code frequency} long, {@code words} array of string, best first, {@code
   * scores} array of double. Sorted by class, timestamp and topic, in one partition. The timestamp
   * is a long where the documents' are whole numbers, a double for other numbers and for bins of
   * equal width of numbers, a date for dates and parts of the calendar, and else a timestamp. Lazy:
   * every action counts anew.
   */
  public Dataset<Row> table() {
    List<Column> chosen = new ArrayList<>(List.of(col(TOPIC), col(NAME)));
    if (columns.category().isPresent()) {
      chosen.add(col(CLASS));
    }
    summary.kind().ifPresent(kind -> chosen.add(kind.value(col(KEY)).as(TIMESTAMP)));
    chosen.addAll(List.of(col(FREQUENCY), col(WORDS), col(SCORES)));
    return rows.select(chosen.toArray(Column[]::new));
  }

  /** The rows of the table as values: counts now, and brings them to the driver. */
  public List<TopicSlice> values() {
    return rows.collectAsList().stream().map(this::value).toList();
  }

  /** As {@link #values()}, of some topics. */
  public List<TopicSlice> values(List<Integer> topics) {
    return rows.filter(col(TOPIC).isin(topics.toArray())).collectAsList().stream()
        .map(this::value)
        .toList();
  }

  /** Keeps what is counted next in Spark's cache, so that it is not counted again. */
  public TopicSlices persist() {
    rows.persist();
    return this;
  }

  /** Frees what {@link #persist} kept. */
  public void unpersist() {
    rows.unpersist();
  }

  private TopicSlice value(Row row) {
    List<String> terms = row.getList(5);
    List<Double> scores = row.getList(6);
    List<TermScore> words = new ArrayList<>(terms.size());
    for (int rank = 0; rank < terms.size(); rank++) {
      words.add(new TermScore(terms.get(rank), scores.get(rank)));
    }
    return new TopicSlice(
        row.getInt(0),
        row.getString(1),
        row.isNullAt(3) ? "" : text(row.get(3)),
        row.isNullAt(2) ? "" : row.getString(2),
        row.getLong(4),
        words);
  }

  private String text(Object key) {
    return summary.kind().orElseThrow().text(key, zone);
  }

  /** The timestamps of all documents, ascending, written as in {@link TopicSlice}. */
  public List<String> timestamps() {
    return summary.keys().times().stream().map(this::text).toList();
  }

  /** The classes of all documents, ascending by code point. */
  public List<String> classes() {
    return summary.keys().categories();
  }

  /** Rows with topic, timestamp and class, as far as these were asked for. */
  public long documents() {
    return summary.documents();
  }

  /** Rows set aside, counted by reason. */
  public Map<String, Long> rejected() {
    return Map.copyOf(summary.rejected());
  }

  /**
   * The rows set aside: {@code id} (or the beginning of the text), {@code reason}, and {@code
   * timestamp} and {@code class} as strings; lazy.
   */
  public Dataset<Row> rejectedRows() {
    return rejectedRows;
  }

  /** What the user should know. */
  public List<String> notes() {
    return notes;
  }
}
