package org.sparkbertopic.vectorizer.counting;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Counts the terms of a fixed vocabulary in slices of documents: by topic, category (a class) and
 * time.
 *
 * <p>One pass over the documents, then one shuffle of integers: every task adds up its counts in a
 * bounded buffer and emits the sums. Nothing is collected on the driver.
 */
public final class SliceTermCounter {

  /** String column of the text; null counts as an empty text. */
  public static final String TEXT_COLUMN = TopicTermCounter.TEXT_COLUMN;

  /** Int column of the topic. */
  public static final String TOPIC_COLUMN = TopicTermCounter.TOPIC_COLUMN;

  /** Int column of the category's number. */
  public static final String CATEGORY_COLUMN = "category";

  /** Int column of the time's number, ascending with time. */
  public static final String TIME_COLUMN = "time";

  /** Int column of the result: the term's column in the vocabulary, or {@link #DOCUMENTS}. */
  public static final String TERM_COLUMN = "column";

  /** Long column of the result. */
  public static final String COUNT_COLUMN = "count";

  /** Instead of a term's column: the count is the number of documents. Sorts before every term. */
  public static final int DOCUMENTS = -1;

  private static final StructType COUNT_SCHEMA =
      new StructType()
          .add(TOPIC_COLUMN, DataTypes.IntegerType, false)
          .add(CATEGORY_COLUMN, DataTypes.IntegerType, false)
          .add(TIME_COLUMN, DataTypes.IntegerType, false)
          .add(TERM_COLUMN, DataTypes.IntegerType, false)
          .add(COUNT_COLUMN, DataTypes.LongType, false);

  private SliceTermCounter() {}

  /**
   * Counts lazily.
   *
   * @param documents the columns text (string), topic, category and time (int, not null)
   * @param parameters how texts become terms; its limits are not applied
   * @param vocabulary the terms to count
   * @return topic, category, time, column, count: all rows of a topic and category in one
   *     partition, sorted by topic, category, time and column. A row may come in parts: add the
   *     counts of adjacent rows that agree in all other columns
   */
  public static Dataset<Row> count(
      Dataset<Row> documents, CountVectorizer parameters, Vocabulary vocabulary) {
    MapPartitionsFunction<Row, Row> countPartition =
        rows ->
            new SliceCountRows(
                rows, parameters, vocabulary.dictionary(), SliceCountRows.DEFAULT_MAX_PAIRS);
    return documents
        .select(TEXT_COLUMN, TOPIC_COLUMN, CATEGORY_COLUMN, TIME_COLUMN)
        .mapPartitions(countPartition, Encoders.row(COUNT_SCHEMA))
        .repartition(col(TOPIC_COLUMN), col(CATEGORY_COLUMN))
        .sortWithinPartitions(TOPIC_COLUMN, CATEGORY_COLUMN, TIME_COLUMN, TERM_COLUMN);
  }
}
