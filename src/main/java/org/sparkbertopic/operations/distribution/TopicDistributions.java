package org.sparkbertopic.operations.distribution;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.table.TextColumn;

/** Several topics for each document: checks the request and runs the stage. */
public final class TopicDistributions {

  /** Column of a document's topics. */
  public static final String DISTRIBUTION_COL = "distribution";

  /** Column of the topics of a document's words. */
  public static final String WORDS_COL = "words";

  private TopicDistributions() {}

  public static Dataset<Row> distribution(
      SavedModel model,
      Optional<Embedder> embedder,
      Dataset<Row> documents,
      String textColumn,
      DistributionSettings settings) {
    TextColumn.require(documents.schema(), textColumn);
    TextColumn.requireNew(documents.schema(), DISTRIBUTION_COL);
    DistributionStage stage = new DistributionStage(settings, model.vectorizer());
    return switch (settings.by()) {
      case CTFIDF -> stage.byTerms(documents, textColumn, DISTRIBUTION_COL, model.topics());
      case EMBEDDING ->
          stage.byEmbeddings(
              documents,
              textColumn,
              DISTRIBUTION_COL,
              model.topics(),
              embedder.orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "by must be CTFIDF for a model that was fitted on given embeddings, got"
                              + " EMBEDDING: the model cannot embed windows of text; set"
                              + " textEmbedder to the model that made the embeddings, or take"
                              + " CTFIDF")));
    };
  }

  public static Dataset<Row> distributionByWord(
      SavedModel model, Dataset<Row> documents, String textColumn, DistributionSettings settings) {
    TextColumn.require(documents.schema(), textColumn);
    TextColumn.requireNew(documents.schema(), DISTRIBUTION_COL);
    TextColumn.requireNew(documents.schema(), WORDS_COL);
    if (settings.by() != DistributionSettings.By.CTFIDF) {
      throw new IllegalArgumentException(
          "by must be CTFIDF for the topics of words, got " + settings.by());
    }
    return new DistributionStage(settings, model.vectorizer())
        .byWord(documents, textColumn, DISTRIBUTION_COL, WORDS_COL, model.topics());
  }
}
