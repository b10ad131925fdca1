package org.sparkbertopic.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.topics.Topic;

/**
 * Two partitions of the same documents, counted by Spark. The driver collects one row for each pair
 * of topic and label that occurs, up to a limit.
 */
public final class PartitionTable {

  /** Most pairs of topic and label that come to the driver: about 100 MB. */
  public static final int MOST_CELLS = 1_000_000;

  private static final String ROW = "row";
  private static final String COLUMN = "column";
  private static final String DOCUMENTS = "documents";

  private final List<Contingency.Cell> cells;

  private PartitionTable(List<Contingency.Cell> cells) {
    this.cells = cells;
  }

  /**
   * Counts the documents that have both a topic and a label; others are left out.
   *
   * @param documents one row for each document
   * @param topic an int column, -1 for outliers
   * @param label a column of any type that can be cast to string
   * @throws IllegalArgumentException if there are more than {@link #MOST_CELLS} pairs
   */
  public static PartitionTable of(Dataset<Row> documents, Column topic, Column label) {
    List<Row> rows =
        documents
            .select(topic.cast("int").as(ROW), label.cast("string").as(COLUMN))
            .na()
            .drop()
            .groupBy(ROW, COLUMN)
            .agg(count(lit(1)).as(DOCUMENTS))
            .select(col(ROW), col(COLUMN), col(DOCUMENTS))
            .limit(MOST_CELLS + 1)
            .collectAsList();
    if (rows.size() > MOST_CELLS) {
      throw Checks.invalid(
          "labels must make at most %,d pairs with topics, got more; name a column of classes, not one that differs in every document",
          MOST_CELLS);
    }
    return new PartitionTable(
        rows.stream()
            .map(row -> new Contingency.Cell(row.getInt(0), row.getString(1), row.getLong(2)))
            .toList());
  }

  /** Agreement over all documents; the outliers count as a topic. */
  public Agreement all() {
    return Contingency.of(cells).agreement();
  }

  /** Agreement over the documents that have a topic. */
  public Agreement clustered() {
    return Contingency.of(cells.stream().filter(cell -> cell.topic() != Topic.OUTLIERS).toList())
        .agreement();
  }

  /**
   * Agreement over the documents that are outliers in neither partition, if the labels are topics
   * as well.
   */
  public Agreement clusteredInBoth() {
    String outliers = Integer.toString(Topic.OUTLIERS);
    return Contingency.of(
            cells.stream()
                .filter(cell -> cell.topic() != Topic.OUTLIERS && !cell.label().equals(outliers))
                .toList())
        .agreement();
  }
}
