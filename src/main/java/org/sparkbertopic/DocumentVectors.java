package org.sparkbertopic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.stage.ColumnTypes;

/**
 * Gives documents their embeddings: those of a column, or of their texts.
 *
 * @param given column of embeddings; empty: texts are embedded
 * @param textColumn column of the texts
 * @param embedder of the texts; empty where there is none
 */
record DocumentVectors(Optional<String> given, String textColumn, Optional<Embedder> embedder) {

  /** Column that {@link #append} adds. */
  static final String EMBEDDING = "__bertopic_embedding";

  /** What embeds words and phrases for representations. */
  static Optional<Function<List<String>, float[][]>> ofWords(Optional<Embedder> embedder) {
    return embedder.map(Embedder::forWords).map(words -> texts -> words.embed(texts).vectors());
  }

  /**
   * The vector of a text that documents are searched with.
   *
   * @throws IllegalArgumentException if there is no embedder
   */
  static float[] ofQuery(Optional<Embedder> embedder, String text) {
    Embedder queries =
        embedder
            .map(Embedder::forQueries)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model was fitted on given embeddings and cannot embed texts; give a vector by the same model"));
    return queries.embed(List.of(text)).vectors()[0];
  }

  /** Whether texts are embedded: there is no column, and there is a model. */
  boolean embeds(Dataset<Row> documents) {
    return given.isEmpty() || (embedder.isPresent() && !has(documents, given.get()));
  }

  private static boolean has(Dataset<Row> documents, String column) {
    return Arrays.stream(documents.columns()).anyMatch(column::equalsIgnoreCase);
  }

  /**
   * The documents with {@link #EMBEDDING}, an array of float; lazy.
   *
   * @throws IllegalArgumentException if there is neither a column nor an embedder
   */
  Dataset<Row> append(Dataset<Row> documents) {
    if (!embeds(documents)) {
      return documents.withColumn(EMBEDDING, ColumnTypes.embeddingOf(documents, given.get()));
    }
    Embedder model =
        embedder.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model was fitted on given embeddings, or by Python, and cannot embed texts; set embeddingCol to a column of embeddings by the same model, or textEmbedder to that model"));
    EmbeddingCounters counters =
        EmbeddingCounters.register(documents.sparkSession().sparkContext());
    return TextEmbedding.of(model).embed(documents, textColumn, EMBEDDING, counters);
  }
}
