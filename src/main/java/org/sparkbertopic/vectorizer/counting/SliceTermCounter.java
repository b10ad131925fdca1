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
 * Counts the terms of a fixed vocabulary in slices of documents: of each topic, in each category (a
 * class), at each time.
 *
 * <p>One pass over the documents, then one shuffle of whole numbers: every task adds up what it
 * reads in a buffer of bounded size and passes sums on. Nothing comes to the driver.
 */
public final class SliceTermCounter {

  /** String column of the text; null counts as no text. */
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

  /** In place of a term: the count is one of documents. Comes before every term. */
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
   * Counts; lazy.
   *
   * @param documents the columns text (string), topic, category and time (int, not null)
   * @param parameters how texts become terms; its limits do not take part
   * @param vocabulary the terms that are counted
   * @return topic, category, time, column, count: all rows of a topic and category in one
   *     partition, sorted by topic, category, time and column. A row may come in parts: the counts
   *     of neighbours that agree in the rest are to be added
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
