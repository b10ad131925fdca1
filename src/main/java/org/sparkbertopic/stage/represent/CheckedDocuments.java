package org.sparkbertopic.stage.represent;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.size;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.vectorizer.counting.RowObserver;

/**
 * Assigned documents whose columns, ids and embeddings are checked while their terms are counted.
 */
final class CheckedDocuments {

  private static final String MAGNITUDE = "magnitude";
  private static final String DIMENSION = "dimension";

  private final Dataset<Row> counted;
  private final EmbeddingRangeAccumulator ranges = new EmbeddingRangeAccumulator();

  private CheckedDocuments(Dataset<Row> documents) {
    this.counted = firstPassColumns(documents);
    documents.sparkSession().sparkContext().register(ranges, "embedding range");
  }

  /**
   * @throws IllegalArgumentException if a column is missing
   */
  static CheckedDocuments of(Dataset<Row> documents) {
    requireColumns(documents);
    return new CheckedDocuments(documents);
  }

  /** What is to be counted. */
  Dataset<Row> counted() {
    return counted;
  }

  /** Checks each row that is counted. */
  RowObserver observer() {
    return observer(ranges);
  }

  /**
   * What the embeddings were like, once all rows were counted.
   *
   * @throws IllegalArgumentException if they differ in length
   */
  EmbeddingRange range() {
    requireOneDimension(ranges.value());
    return ranges.value();
  }

  private static void requireColumns(Dataset<Row> documents) {
    List<String> columns = Arrays.asList(documents.columns());
    for (String name :
        List.of(
            RepresentStage.ID_COLUMN,
            RepresentStage.TEXT_COLUMN,
            RepresentStage.TOPIC_COLUMN,
            RepresentStage.EMBEDDING_COLUMN)) {
      if (!columns.contains(name)) {
        throw Checks.invalid(
            "documents must have the column \"%s\", got %s; rename or join it", name, columns);
      }
    }
  }

  /** Spark finds the extremes of an array without boxing its values. */
  private static Dataset<Row> firstPassColumns(Dataset<Row> documents) {
    Column embedding = col(RepresentStage.EMBEDDING_COLUMN).cast("array<float>");
    return documents.select(
        IdType.key(documents, RepresentStage.ID_COLUMN).as(RepresentStage.ID_COLUMN),
        col(RepresentStage.TEXT_COLUMN),
        col(RepresentStage.TOPIC_COLUMN).cast("int").as(RepresentStage.TOPIC_COLUMN),
        greatest(array_max(embedding), negate(array_min(embedding))).as(MAGNITUDE),
        size(embedding).as(DIMENSION));
  }

  private static RowObserver observer(EmbeddingRangeAccumulator ranges) {
    return row -> {
      String id = row.getAs(RepresentStage.ID_COLUMN);
      if (id == null) {
        throw new IllegalArgumentException(
            "id must not be null, got a row without; give every document an id");
      }
      Float magnitude = row.getAs(MAGNITUDE);
      if (magnitude == null || !Float.isFinite(magnitude)) {
        throw Checks.invalid(
            "embedding must be an array of finite numbers, got %s in document \"%s\"; embed it"
                + " again",
            magnitude == null ? "none" : magnitude, id);
      }
      int dimension = row.<Integer>getAs(DIMENSION);
      ranges.add(new EmbeddingRange(magnitude, dimension, dimension));
    };
  }

  private static void requireOneDimension(EmbeddingRange range) {
    if (range.maxDimension() > 0 && range.minDimension() != range.maxDimension()) {
      throw Checks.invalid(
          "embedding must have one dimension in all documents, got from %d to %d; embed them"
              + " with one model",
          range.minDimension(), range.maxDimension());
    }
  }
}
