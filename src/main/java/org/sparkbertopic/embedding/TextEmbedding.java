package org.sparkbertopic.embedding;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;

/**
 * Adds a column of vectors to a table, computed on the executors. All rows and columns stay, and
 * rows keep their order and partition. Memory per task: one chunk of rows and its vectors.
 *
 * @param embedder the embedder
 * @param rowsPerChunk the most rows that a task holds at a time; their texts are sorted by length,
 *     so more rows give fuller batches
 */
@RecordBuilder
public record TextEmbedding(Embedder embedder, int rowsPerChunk)
    implements Serializable, TextEmbeddingBuilder.With {

  /** Enough for batches of several texts, and only a few seconds of work between two counts. */
  public static final int DEFAULT_ROWS_PER_CHUNK = 512;

  /** Spark's {@code array<float>}, no element null. */
  public static final ArrayType VECTOR = DataTypes.createArrayType(DataTypes.FloatType, false);

  private static final long serialVersionUID = 1L;

  public TextEmbedding {
    Objects.requireNonNull(embedder, "embedder");
    if (rowsPerChunk < 1) {
      throw Checks.invalid(
          "rowsPerChunk must be positive, got %s; leave it at %s",
          rowsPerChunk, DEFAULT_ROWS_PER_CHUNK);
    }
  }

  public static TextEmbedding of(Embedder embedder) {
    return new TextEmbedding(embedder, embedder.rowsPerCall());
  }

  /**
   * Embeds a table lazily, when an action runs.
   *
   * @param rows a table, or a stream of them
   * @param textCol a column of strings; null gives null
   * @param outCol the new column, {@code array<float>}
   * @param counters incremented as rows are embedded
   * @throws IllegalArgumentException if the text column is missing or not of strings, or the new
   *     column already exists
   */
  public Dataset<Row> embed(
      Dataset<Row> rows, String textCol, String outCol, EmbeddingCounters counters) {
    StructType schema = rows.schema();
    StructType withVector = schemaWith(schema, textCol, outCol);
    int textIndex = schema.fieldIndex(textCol);
    Optional<TableStep> step = embedder.asTableStep();
    if (step.isPresent()) {
      return TableEmbedding.embed(
          rows, textIndex, withVector, step.get(), embedder.dimension(), counters);
    }
    TextEmbedding sent =
        new TextEmbedding(
            embedder.settled().forExecutors(rows.sparkSession().sparkContext()), rowsPerChunk);
    MapPartitionsFunction<Row, Row> embedPartition =
        partition -> new EmbeddingIterator(sent, partition, textIndex, counters);
    return rows.mapPartitions(embedPartition, Encoders.row(withVector));
  }

  /** The schema of the result of {@link #embed}; fails as that does. */
  public static StructType schemaWith(StructType schema, String textCol, String outCol) {
    String[] names = schema.fieldNames();
    if (!Arrays.asList(names).contains(textCol)) {
      throw Checks.invalid(
          "inputCol must be a column of the table, got %s; its columns are %s",
          textCol, String.join(", ", names));
    }
    if (!schema.apply(textCol).dataType().equals(DataTypes.StringType)) {
      throw Checks.invalid(
          "inputCol must be a column of strings, got %s of %s; cast it or choose another",
          textCol, schema.apply(textCol).dataType().catalogString());
    }
    if (Arrays.asList(names).contains(outCol)) {
      throw Checks.invalid(
          "outputCol must be a new column, got %s, which the table has; drop it or choose"
              + " another name",
          outCol);
    }
    return schema.add(outCol, VECTOR, true);
  }
}
