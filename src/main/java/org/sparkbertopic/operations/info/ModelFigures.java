package org.sparkbertopic.operations.info;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.operations.slices.TopicSlice;
import org.sparkbertopic.report.figures.TopicFigures;
import org.sparkbertopic.report.figures.input.MergeTree;
import org.sparkbertopic.report.figures.input.SliceRow;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.history.ModelHistory;

/** What operations give, as figures take it. */
public final class ModelFigures {

  private static final String TOPIC = InputColumns.TOPIC;
  private static final String FREQUENCY = "frequency";
  private static final String WORDS = "words";

  private ModelFigures() {}

  /** The figures of a model; the hierarchy is computed when a figure needs it. */
  public static TopicFigures of(FittedTopics topics, ModelHistory history) {
    return new TopicFigures(topics, byCtfidf -> tree(topics, byCtfidf), history);
  }

  private static MergeTree tree(FittedTopics topics, boolean byCtfidf) {
    TopicSpace space = byCtfidf ? TopicSpace.CTFIDF : TopicSpace.EMBEDDINGS;
    try (Workers workers = Workers.ofAllCores()) {
      return tree(topics, TopicHierarchy.of(topics, space, workers));
    }
  }

  private static MergeTree tree(FittedTopics topics, TopicHierarchy hierarchy) {
    List<Integer> ids = topics.topics().stream().map(t -> t.id()).filter(id -> id >= 0).toList();
    return new MergeTree(
        ids,
        hierarchy.merges().stream()
            .map(
                merge ->
                    new MergeTree.Merge(
                        merge.left(),
                        merge.right(),
                        merge.distance(),
                        merge.words().stream().map(TermScore::term).toList()))
            .toList());
  }

  /** Rows of topics over time and per class, such as {@code TopicSlices.values()}. */
  public static List<SliceRow> rows(List<TopicSlice> slices) {
    return slices.stream()
        .map(
            slice ->
                new SliceRow(
                    slice.topic(),
                    slice.timestamp(),
                    slice.category(),
                    slice.frequency(),
                    slice.words().stream().map(TermScore::term).toList()))
        .toList();
  }

  /**
   * Rows of a table of topics over time, per class, or both, as {@code TopicSlices.table()} has it;
   * brings them to the driver.
   *
   * @param table {@code topic} int, {@code frequency}, {@code words} array of string, and {@code
   *     timestamp}, {@code class}, or both
   * @throws IllegalArgumentException if a column is missing
   */
  public static List<SliceRow> rows(Dataset<Row> table) {
    List<String> names = List.of(table.columns());
    for (String needed : List.of(TOPIC, FREQUENCY, WORDS)) {
      Checks.require(
          names.contains(needed),
          "table",
          "one of topics over time or per class, with the column " + needed,
          names,
          "give what topicsOverTime or topicsPerClass returned");
    }
    return table
        .select(
            col(TOPIC).cast(DataTypes.IntegerType).as(TOPIC),
            text(names, InputColumns.TIMESTAMP),
            text(names, InputColumns.CLASS),
            col(FREQUENCY).cast(DataTypes.LongType).as(FREQUENCY),
            col(WORDS))
        .na()
        .drop(new String[] {TOPIC, FREQUENCY, WORDS})
        .collectAsList()
        .stream()
        .map(
            row ->
                new SliceRow(
                    row.getInt(0),
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getList(4)))
        .toList();
  }

  private static Column text(List<String> names, String column) {
    Column none = lit("");
    return (names.contains(column) ? coalesce(col(column).cast(DataTypes.StringType), none) : none)
        .as(column);
  }
}
