package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.Topic;

/**
 * Collects the topic of every row of an input in the input's order, for Python to pair with the
 * documents: 12 bytes of the driver's memory a row.
 */
public final class OrderedTopics {

  /** Inputs of more rows get no list: it would take 12 MB of the driver's memory and 20 of disk. */
  public static final long MAX_ROWS = 1_000_000;

  private static final String KEY = "key";

  private OrderedTopics() {}

  /**
   * The rows' topics; unknown where there are more than {@link #MAX_ROWS}, or the input has no
   * order ({@link RowOrder}).
   *
   * @param input as {@link Intake#of} takes it
   * @param assignments id, topic: of the documents that have one
   * @param documents how many they are
   * @param order of the input's rows
   */
  public static DocumentTopics of(
      Dataset<?> input,
      InputColumns columns,
      IntakeSummary summary,
      Dataset<Row> assignments,
      long documents,
      RowOrder order) {
    if (summary.documents() + summary.rejectedTotal() > MAX_ROWS) {
      return DocumentTopics.UNKNOWN;
    }
    Optional<Dataset<Row>> numbered = order.number(input.toDF());
    if (numbered.isEmpty()) {
      return DocumentTopics.UNKNOWN;
    }
    // Kept, because a sort looks at its rows twice.
    Dataset<Row> rows =
        Intake.of(numbered.get(), columns, Map.of(RowOrder.POSITION, RowOrder.POSITION))
            .positions(summary)
            .join(assignments.select(col(ID), col(TOPIC)), new String[] {ID}, "left")
            .select(
                col(RowOrder.POSITION),
                coalesce(col(TOPIC), lit(Topic.OUTLIERS)).as(TOPIC),
                when(col(TOPIC).isNull(), lit(DocumentTopics.NO_DOCUMENT))
                    .otherwise(xxhash64(IdType.key(assignments, ID)))
                    .as(KEY))
            .persist(StorageLevel.MEMORY_AND_DISK());
    Collected collected;
    try {
      collected = collect(rows.orderBy(RowOrder.POSITION).select(TOPIC, KEY));
    } finally {
      rows.unpersist();
    }
    long found =
        Arrays.stream(collected.keys).filter(key -> key != DocumentTopics.NO_DOCUMENT).count();
    return found == documents
        ? DocumentTopics.of(collected.topics, collected.keys)
        : DocumentTopics.UNKNOWN;
  }

  /**
   * The rows' topics after some documents got others.
   *
   * @param changed id, topic: of these documents
   */
  public static DocumentTopics reassigned(DocumentTopics topics, Dataset<Row> changed) {
    if (!topics.hasKeys()) {
      return DocumentTopics.UNKNOWN;
    }
    Collected collected =
        collect(changed.select(col(TOPIC), xxhash64(IdType.key(changed, ID)).as(KEY)).orderBy(KEY));
    return topics.reassigned(collected.keys, collected.topics);
  }

  private record Collected(int[] topics, long[] keys) {}

  private static Collected collect(Dataset<Row> rows) {
    int[] topics = new int[1024];
    long[] keys = new long[1024];
    int size = 0;
    for (Iterator<Row> each = rows.toLocalIterator(); each.hasNext(); size++) {
      Row row = each.next();
      if (size == topics.length) {
        topics = Arrays.copyOf(topics, 2 * size);
        keys = Arrays.copyOf(keys, 2 * size);
      }
      topics[size] = row.getInt(0);
      keys[size] = row.getLong(1);
    }
    return new Collected(Arrays.copyOf(topics, size), Arrays.copyOf(keys, size));
  }
}
