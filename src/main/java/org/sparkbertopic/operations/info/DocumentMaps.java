package org.sparkbertopic.operations.info;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.report.figures.PlaneLayout;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.ModelColumns;
import org.sparkbertopic.stage.table.ColumnTypes;

/**
 * A bounded number of a table's documents on a plane. They are chosen by the hash of the id, or of
 * the text, so the choice depends on neither partitions nor order. Those without a topic or a
 * vector are left out.
 */
public final class DocumentMaps {

  private static final String ID = "__figure_id";
  private static final String TEXT = "__figure_text";
  private static final String TOPIC = "__figure_topic";

  /** Longer than what figures show, so that they can mark what is cut. */
  private static final int TEXT_CHARACTERS = 200;

  private DocumentMaps() {}

  /**
   * Brings documents to the driver, and lays them out by UMAP where they have no places.
   *
   * @param documents the model's columns of text and topic, that of ids if there is one, and
   *     embeddings or places
   * @param coordinates column with two numbers for each document; empty: of their embeddings, or of
   *     the embeddings of their texts
   * @param most documents
   * @param seed of the choice and the layout
   * @throws IllegalArgumentException if a column is missing or of a wrong type
   */
  public static DocumentMap of(
      Dataset<Row> documents,
      ModelColumns columns,
      DocumentVectors vectors,
      Optional<String> coordinates,
      int most,
      long seed) {
    Checks.require(most >= 1, "maxDocuments", "positive", most, "5000 suit a page");
    List<String> names = Arrays.asList(documents.columns());
    for (String needed : List.of(columns.topic(), columns.text())) {
      Checks.require(
          names.contains(needed),
          "documents",
          "a table with the column " + needed,
          names,
          "give what transform returned");
    }
    boolean hasIds = names.contains(columns.id());
    Column text = ColumnTypes.quoted(columns.text());
    Column key = hasIds ? ColumnTypes.quoted(columns.id()) : text;
    Dataset<Row> chosen =
        documents
            .filter(ColumnTypes.quoted(columns.topic()).isNotNull().and(text.isNotNull()))
            .orderBy(xxhash64(lit(seed), key), key)
            .limit(most);
    Dataset<Row> placed =
        coordinates.isPresent()
            ? chosen.withColumn(
                DocumentVectors.EMBEDDING, ColumnTypes.embeddingOf(chosen, coordinates.get()))
            : vectors.append(chosen);
    List<Row> rows =
        placed
            .select(
                (hasIds ? key.cast(DataTypes.StringType) : lit("")).as(ID),
                substring(text, 1, TEXT_CHARACTERS).as(TEXT),
                ColumnTypes.quoted(columns.topic()).cast(DataTypes.IntegerType).as(TOPIC),
                ColumnTypes.quoted(DocumentVectors.EMBEDDING))
            .na()
            .drop(new String[] {TEXT, TOPIC, DocumentVectors.EMBEDDING})
            .collectAsList();
    return map(rows, hasIds, coordinates.isPresent(), seed);
  }

  private static DocumentMap map(List<Row> rows, boolean hasIds, boolean placed, long seed) {
    float[][] vectors = new float[rows.size()][];
    int[] topics = new int[rows.size()];
    List<String> ids = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      Row row = rows.get(i);
      List<Float> vector = row.getList(3);
      vectors[i] = new float[vector.size()];
      for (int d = 0; d < vectors[i].length; d++) {
        vectors[i][d] = vector.get(d);
      }
      topics[i] = row.getInt(2);
      texts.add(row.getString(1));
      if (hasIds) {
        ids.add(row.isNullAt(0) ? "" : row.getString(0));
      }
    }
    float[][] places = placed ? vectors : PlaneLayout.ofDocuments(vectors, seed);
    return new DocumentMap(places, topics, ids, texts);
  }
}
