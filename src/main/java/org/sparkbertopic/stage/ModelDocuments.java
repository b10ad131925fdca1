package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.Content;
import org.sparkbertopic.stage.table.TextColumn;
import org.sparkbertopic.topics.Topic;

/**
 * The documents of a model with the topics that it gave them, in columns of one kind. Texts are
 * embedded once and kept on the executors' disks until {@link #close}.
 */
public final class ModelDocuments implements AutoCloseable {

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
   * @param table id, text, topic, and, where they are there, probability and embedding
   * @param columns names of the user's columns
   * @param vectors embeds the texts where there is no column of embeddings
   * @throws IllegalArgumentException if a column is missing
   */
  public static ModelDocuments of(
      Dataset<Row> table, ModelColumns columns, DocumentVectors vectors) {
    String idCol = columns.id();
    StructType schema = table.schema();
    List<String> names = Arrays.asList(schema.fieldNames());
    for (String needed : List.of(idCol, columns.topic())) {
      if (!names.contains(needed)) {
        throw Checks.invalid(
            "documents must have the column '%s', got %s; give the documents with the topics"
                + " that the model gave them",
            needed, names);
      }
    }
    TextColumn.require(schema, columns.text());
    Dataset<Row> documents = withoutSetAside(table, columns);
    String embedding = vectors.given().orElse(EMBEDDING);
    boolean embeds = !names.contains(embedding);
    Dataset<Row> embedded =
        embeds
            ? vectors.append(documents)
            : documents.withColumn(
                DocumentVectors.EMBEDDING, ColumnTypes.embeddingOf(documents, embedding));
    Column id = ColumnTypes.quoted(idCol).as(ID);
    Column topic = ColumnTypes.quoted(columns.topic()).cast("int").as(TOPIC);
    String known = columns.probability();
    Column probability =
        (names.contains(known) ? ColumnTypes.quoted(known) : lit(null))
            .cast("double")
            .as(PROBABILITY);
    Dataset<Row> all =
        embedded.select(
            id,
            ColumnTypes.quoted(columns.text()).as(TEXT),
            topic,
            probability,
            col(DocumentVectors.EMBEDDING).as(EMBEDDING));
    if (!names.contains(known)) {
      // Only this tells which outliers were set aside because they have no vector.
      all =
          all.filter(
              col(TOPIC)
                  .isNull()
                  .or(col(TOPIC).notEqual(Topic.OUTLIERS))
                  .or(Content.isVector(col(EMBEDDING))));
    }
    return new ModelDocuments(
        documents.select(id, topic, probability),
        embeds ? all.persist(StorageLevel.DISK_ONLY()) : all,
        embeds);
  }

  /**
   * The documents without those that the fit, or {@code transform}, set aside: outliers without
   * content, or without a probability where there is a column of them.
   */
  public static Dataset<Row> withoutSetAside(Dataset<Row> documents, ModelColumns columns) {
    List<String> names = Arrays.asList(documents.columns());
    if (!names.contains(columns.topic())) {
      return documents;
    }
    Column topic = ColumnTypes.quoted(columns.topic());
    Dataset<Row> kept = documents;
    if (names.contains(columns.text())) {
      Column text = ColumnTypes.quoted(columns.text());
      kept =
          kept.filter(
              topic
                  .isNull()
                  .or(topic.notEqual(Topic.OUTLIERS))
                  .or(coalesce(Content.isIn(text.cast("string")), lit(false))));
    }
    if (names.contains(columns.probability())) {
      Column probability = ColumnTypes.quoted(columns.probability());
      kept =
          kept.filter(
              topic.isNull().or(topic.notEqual(Topic.OUTLIERS)).or(probability.isNotNull()));
    }
    return kept;
  }

  /**
   * The documents with the model's columns under the names that the stages know, and without what
   * was set aside; all other columns stay.
   */
  public static Dataset<Row> named(Dataset<Row> table, ModelColumns columns) {
    Dataset<Row> documents = withoutSetAside(table, columns);
    List<String> names = Arrays.asList(documents.columns());
    return names.contains(ID) || !names.contains(columns.id())
        ? documents
        : documents.withColumnRenamed(columns.id(), ID);
  }

  /** {@code id}, {@code topic} and {@code probability} as they are; nothing is embedded for it. */
  public Dataset<Row> assignments() {
    return assignments;
  }

  /** {@code id}, {@code text}, {@code topic}, {@code probability}, {@code embedding}. */
  public Dataset<Row> all() {
    return all;
  }

  @Override
  public void close() {
    if (embeds) {
      all.unpersist();
    }
  }
}
