package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.REASON;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * The table of assignments: {@code id} in the type of the input's, {@code topic} int, {@code
 * probability} double, {@code reason} string. It has one row for every id of the input, so that a
 * join with the input loses nothing. Rows that were set aside have topic -1, no probability, and a
 * reason; documents have no reason. No topic counts the rows that were set aside.
 */
public final class Assignments {

  private Assignments() {}

  /** The columns, for ids of a type. */
  public static StructType schema(DataType id) {
    return new StructType()
        .add(ID, id)
        .add(TOPIC, DataTypes.IntegerType)
        .add(PROBABILITY, DataTypes.DoubleType)
        .add(REASON, DataTypes.StringType);
  }

  /** Documents with their topics: id, topic, probability. */
  public static Dataset<Row> ofDocuments(Dataset<Row> documents) {
    return documents.select(
        col(ID), col(TOPIC), col(PROBABILITY), lit(null).cast(DataTypes.StringType).as(REASON));
  }

  /** Rows that were set aside: id, reason. */
  public static Dataset<Row> ofSetAside(Dataset<Row> setAside) {
    return setAside.select(
        col(ID),
        lit(Topic.OUTLIERS).as(TOPIC),
        lit(null).cast(DataTypes.DoubleType).as(PROBABILITY),
        col(REASON));
  }

  /** The rows that belong to a topic or are outliers: id, topic, probability. */
  public static Dataset<Row> documents(Dataset<Row> assignments) {
    return assignments.filter(col(REASON).isNull()).select(col(ID), col(TOPIC), col(PROBABILITY));
  }

  /** The rows that were set aside. */
  public static Dataset<Row> setAside(Dataset<Row> assignments) {
    return assignments.filter(col(REASON).isNotNull());
  }

  /** The rows with the topics that a mapping makes. */
  public static Dataset<Row> mapped(Dataset<Row> assignments, TopicMapping mapping) {
    return assignments.withColumn(TOPIC, TopicNumbering.mappedColumn(TOPIC, mapping));
  }

  /** Other topics for the documents; what was set aside stays. */
  public static Dataset<Row> reassigned(Dataset<Row> assignments, Dataset<Row> documents) {
    return ofDocuments(documents).unionByName(setAside(assignments));
  }

  /**
   * Whether {@code transform} set a row aside: it is in topic -1 without any probability.
   *
   * @param topic an int column
   */
  public static Column isSetAside(Column topic, Column probability) {
    return topic.equalTo(Topic.OUTLIERS).and(probability.isNull());
  }
}
