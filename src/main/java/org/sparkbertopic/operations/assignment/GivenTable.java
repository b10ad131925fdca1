package org.sparkbertopic.operations.assignment;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_extract;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.topics.Topic;

/** A table of ids and topics that a person gives: checks it, and names what is wrong in it. */
public final class GivenTable {

  /** A whole number, also one that a table of decimals or of texts holds. */
  private static final String WHOLE = "^\\s*([+-]?\\d{1,9})(\\.0*)?\\s*$";

  private static final int EXAMPLES = 5;
  private static final String KEY = "__id";
  private static final String VALUE = "__topic";

  private GivenTable() {}

  /**
   * The table with whole numbers in its column of topics.
   *
   * @param idCol unique
   * @param topicCol a number, or a text that is one
   * @throws IllegalArgumentException if a column is missing, an id is missing or occurs twice, or a
   *     topic is not a whole number from -1
   */
  public static Dataset<Row> checked(Dataset<Row> table, String idCol, String topicCol) {
    List<String> names = Arrays.asList(table.columns());
    for (String needed : List.of(idCol, topicCol)) {
      if (!names.contains(needed)) {
        throw Checks.invalid(
            "assignments must have the columns '%s' and '%s', got %s; name them so, or rename those",
            idCol, topicCol, names);
      }
    }
    Column text = ColumnTypes.quoted(topicCol).cast("string");
    Dataset<Row> keyed = table.select(IdType.key(table, idCol).as(KEY), text.as(VALUE));
    requireNone(
        keyed.filter(col(KEY).isNull()), "ids must not be null, got %d rows without, such as %s");
    requireNone(
        keyed.filter(
            col(VALUE)
                .isNull()
                .or(not(col(VALUE).rlike(WHOLE)))
                .or(number(col(VALUE)).lt(Topic.OUTLIERS))),
        "topics must be whole numbers from -1 (outliers), got %d others, such as %s");
    List<Row> doubled =
        keyed
            .groupBy(KEY)
            .agg(count(lit(1)).as(VALUE))
            .filter(col(VALUE).gt(1))
            .orderBy(KEY)
            .limit(EXAMPLES)
            .collectAsList();
    if (!doubled.isEmpty()) {
      throw Checks.invalid(
          "ids must be different ones, got some more than once, such as %s; keep one row of each",
          doubled.stream()
              .map(row -> row.getString(0) + " (" + row.getLong(1) + " times)")
              .collect(Collectors.joining(", ")));
    }
    return table.withColumn(topicCol, number(text));
  }

  private static Column number(Column text) {
    return regexp_extract(text, WHOLE, 1).cast(DataTypes.IntegerType);
  }

  private static void requireNone(Dataset<Row> wrong, String message) {
    List<Row> some = wrong.orderBy(KEY, VALUE).limit(EXAMPLES).collectAsList();
    if (!some.isEmpty()) {
      throw Checks.invalid(
          message + "; correct these rows",
          wrong.count(),
          some.stream()
              .map(row -> row.getString(0) + ": " + row.getString(1))
              .collect(Collectors.joining(", ")));
    }
  }

  /**
   * All documents with the topics that a table gives.
   *
   * @param documents id, topic, and other columns, which stay
   * @param given id, topic, as {@link #checked} returns them
   * @param onlySome whether documents that the table does not name keep their topics
   * @throws IllegalArgumentException if the table names unknown documents, or not all of them
   */
  public static Dataset<Row> applied(Dataset<Row> documents, Dataset<Row> given, boolean onlySome) {
    Dataset<Row> table =
        given.select(IdType.key(given, InputColumns.ID).as(KEY), col(InputColumns.TOPIC).as(VALUE));
    Column key = IdType.key(documents, InputColumns.ID);
    Dataset<Row> unknown =
        table.join(
            documents.select(key.as("__known")), col(KEY).equalTo(col("__known")), "left_anti");
    requireIds(
        unknown,
        "ids must be those of the run's documents, got %d others, such as %s; leave them out");
    Dataset<Row> joined = documents.join(table, key.equalTo(col(KEY)), "left");
    if (!onlySome) {
      requireIds(
          joined.filter(col(VALUE).isNull()).select(key.as(KEY)),
          "all documents must have a topic, got none for %d, such as %s; add them, or give"
              + " --only-some to let them keep the topics that they have");
    }
    return joined
        .withColumn(InputColumns.TOPIC, coalesce(col(VALUE), col(InputColumns.TOPIC)))
        .drop(KEY, VALUE);
  }

  private static void requireIds(Dataset<Row> wrong, String message) {
    List<Row> some = wrong.select(KEY).orderBy(KEY).limit(EXAMPLES).collectAsList();
    if (!some.isEmpty()) {
      throw Checks.invalid(
          message,
          wrong.count(),
          some.stream().map(row -> row.getString(0)).collect(Collectors.joining(", ")));
    }
  }
}
