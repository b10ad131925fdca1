package org.sparkbertopic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.sparkbertopic.stage.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.InputColumns.ID;
import static org.sparkbertopic.stage.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.InputColumns.TEXT;
import static org.sparkbertopic.stage.InputColumns.TOPIC;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.stage.ColumnTypes;

/**
 * The documents of a model with the topics that it gave them, in columns of one kind. Texts are
 * embedded once: {@link #close} lets go of what is kept on the executors' disks until then.
 */
final class ModelDocuments implements AutoCloseable {

  private final Dataset<Row> assignments;
  private final Dataset<Row> all;
  private final boolean embeds;

  private ModelDocuments(Dataset<Row> assignments, Dataset<Row> all, boolean embeds) {
    this.assignments = assignments;
    this.all = all;
    this.embeds = embeds;
  }

  /**
   * Reads a user's table.
   *
   * @param documents id, text, topic, and, where they are there, probability and embedding
   * @param columns names of the user's columns
   * @param vectors embeds the texts where there is no column of embeddings
   * @throws IllegalArgumentException if a column is missing
   */
  static ModelDocuments of(
      Dataset<Row> documents, BERTopicColumns columns, DocumentVectors vectors) {
    StructType schema = documents.schema();
    List<String> names = Arrays.asList(schema.fieldNames());
    for (String needed : List.of(ID, columns.getTopicCol())) {
      if (!names.contains(needed)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "documents must have the column '%s', got %s; give the documents with the topics that the model gave them",
                needed,
                names));
      }
    }
    SoftTopics.requireText(schema, columns.getTextCol());
    String embedding = vectors.given().orElse(EMBEDDING);
    boolean embeds = !names.contains(embedding);
    Dataset<Row> embedded =
        embeds
            ? vectors.append(documents)
            : documents.withColumn(
                DocumentVectors.EMBEDDING, ColumnTypes.embeddingOf(documents, embedding));
    Column id = col(ID).cast("string").as(ID);
    Column topic = ColumnTypes.quoted(columns.getTopicCol()).cast("int").as(TOPIC);
    String known = columns.getProbabilityCol();
    Column probability =
        (names.contains(known) ? ColumnTypes.quoted(known) : lit(null))
            .cast("double")
            .as(PROBABILITY);
    Dataset<Row> all =
        embedded.select(
            id,
            ColumnTypes.quoted(columns.getTextCol()).as(TEXT),
            topic,
            probability,
            col(DocumentVectors.EMBEDDING).as(EMBEDDING));
    return new ModelDocuments(
        documents.select(id, topic, probability),
        embeds ? all.persist(StorageLevel.DISK_ONLY()) : all,
        embeds);
  }

  /** {@code id}, {@code topic} and {@code probability} as they are; nothing is embedded for it. */
  Dataset<Row> assignments() {
    return assignments;
  }

  /** {@code id}, {@code text}, {@code topic}, {@code probability}, {@code embedding}. */
  Dataset<Row> all() {
    return all;
  }

  @Override
  public void close() {
    if (embeds) {
      all.unpersist();
    }
  }
}
