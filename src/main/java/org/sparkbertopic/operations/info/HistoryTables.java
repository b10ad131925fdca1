package org.sparkbertopic.operations.info;

import java.sql.Date;
import java.time.LocalDate;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.SignalSettings;
import org.sparkbertopic.topics.history.TopicChunk;
import org.sparkbertopic.topics.history.TopicTrends;

/** A model's history as tables; what is unknown is null. */
public final class HistoryTables {

  private static final ArrayType IDS = DataTypes.createArrayType(DataTypes.IntegerType, false);
  private static final ArrayType WORDS = DataTypes.createArrayType(DataTypes.StringType, false);
  private static final ArrayType SCORES = DataTypes.createArrayType(DataTypes.DoubleType, false);

  private static final StructType OF_CHUNKS =
      new StructType()
          .add("chunk", DataTypes.StringType, false)
          .add("date", DataTypes.DateType, false)
          .add("documents", DataTypes.LongType, false)
          .add("outliers", DataTypes.LongType, false)
          .add("outlierShare", DataTypes.DoubleType, false)
          .add("rejected", DataTypes.LongType, false)
          .add("similarity", DataTypes.DoubleType, true)
          .add("novelty", DataTypes.DoubleType, true)
          .add("born", IDS, false)
          .add("retired", IDS, false);

  private static final StructType OF_TOPICS =
      new StructType()
          .add("chunk", DataTypes.StringType, false)
          .add("date", DataTypes.DateType, false)
          .add("topic", DataTypes.IntegerType, false)
          .add("documents", DataTypes.LongType, false)
          .add("share", DataTypes.DoubleType, false)
          .add("similarity", DataTypes.DoubleType, true)
          .add("words", WORDS, false)
          .add("popularity", DataTypes.DoubleType, true)
          .add("signal", DataTypes.StringType, true);

  private static final StructType OVER_TIME =
      new StructType()
          .add("topic", DataTypes.IntegerType, false)
          .add("name", DataTypes.StringType, false)
          .add("timestamp", DataTypes.DateType, false)
          .add("frequency", DataTypes.LongType, false)
          .add("words", WORDS, false)
          .add("scores", SCORES, false);

  private HistoryTables() {}

  /** A row for each chunk, the fit first; the columns are those of {@link Chunk}. */
  public static Dataset<Row> chunks(SparkSession spark, ModelHistory history) {
    return spark.createDataFrame(
        history.chunks().stream().map(HistoryTables::row).toList(), OF_CHUNKS);
  }

  private static Row row(Chunk chunk) {
    return RowFactory.create(
        chunk.name(),
        date(chunk.day()),
        chunk.documents(),
        chunk.outliers(),
        chunk.outlierShare(),
        chunk.rejected(),
        known(chunk.similarity()),
        known(chunk.novelty()),
        chunk.born().toArray(Integer[]::new),
        chunk.retired().toArray(Integer[]::new));
  }

  /**
   * A row for each chunk and each topic that had documents by then, see {@link TopicTrends}; {@code
   * signal} is noise, weak or strong.
   */
  public static Dataset<Row> topics(
      SparkSession spark, ModelHistory history, SignalSettings settings) {
    return spark.createDataFrame(
        TopicTrends.of(history, settings).stream()
            .map(
                row ->
                    RowFactory.create(
                        row.chunk(),
                        date(row.day()),
                        row.topic(),
                        row.documents(),
                        row.share(),
                        known(row.similarity()),
                        row.words().toArray(String[]::new),
                        known(row.popularity()),
                        row.signal().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse(null)))
            .toList(),
        OF_TOPICS);
  }

  /**
   * Topics over time, with the columns of {@link
   * org.sparkbertopic.operations.slices.TopicSlices#table}: the timestamp is the chunk's date, and
   * chunks of one date are one row. Words and scores are those of the chunk's own documents.
   *
   * @param topics give names
   */
  public static Dataset<Row> overTime(
      SparkSession spark, ModelHistory history, FittedTopics topics) {
    return spark.createDataFrame(
        history.byDay().stream()
            .map(
                row ->
                    RowFactory.create(
                        row.topic(),
                        topics.topic(row.topic()).label(),
                        date(row.chunk()),
                        row.documents(),
                        row.words().toArray(String[]::new),
                        scores(row)))
            .toList(),
        OVER_TIME);
  }

  private static Double[] scores(TopicChunk row) {
    return row.scores().isEmpty()
        ? row.words().stream().map(word -> 0.0).toArray(Double[]::new)
        : row.scores().toArray(Double[]::new);
  }

  private static Date date(long day) {
    return Date.valueOf(LocalDate.ofEpochDay(day));
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
