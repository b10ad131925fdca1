package org.sparkbertopic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.distribution.DistributionStage;
import org.sparkbertopic.persistence.SavedModel;

/** Several topics for each document: checks what is asked for and hands it to the stages. */
final class SoftTopics {

  private SoftTopics() {}

  static Dataset<Row> distribution(
      SavedModel model,
      Optional<Embedder> embedder,
      Dataset<Row> documents,
      String textColumn,
      DistributionSettings settings) {
    requireText(documents.schema(), textColumn);
    requireNew(documents.schema(), BERTopicModel.DISTRIBUTION_COL);
    DistributionStage stage = new DistributionStage(settings, model.vectorizer());
    return switch (settings.by()) {
      case CTFIDF ->
          stage.byTerms(documents, textColumn, BERTopicModel.DISTRIBUTION_COL, model.topics());
      case EMBEDDING ->
          stage.byEmbeddings(
              documents,
              textColumn,
              BERTopicModel.DISTRIBUTION_COL,
              model.topics(),
              embedder.orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "by must be CTFIDF for a model that was fitted on given embeddings, got EMBEDDING: the model cannot embed windows of text; set textEmbedder to the model that made the embeddings, or take CTFIDF")));
    };
  }

  static Dataset<Row> distributionByWord(
      SavedModel model, Dataset<Row> documents, String textColumn, DistributionSettings settings) {
    requireText(documents.schema(), textColumn);
    requireNew(documents.schema(), BERTopicModel.DISTRIBUTION_COL);
    requireNew(documents.schema(), BERTopicModel.WORDS_COL);
    if (settings.by() != DistributionSettings.By.CTFIDF) {
      throw new IllegalArgumentException(
          "by must be CTFIDF for the topics of words, got " + settings.by());
    }
    return new DistributionStage(settings, model.vectorizer())
        .byWord(
            documents,
            textColumn,
            BERTopicModel.DISTRIBUTION_COL,
            BERTopicModel.WORDS_COL,
            model.topics());
  }

  /**
   * @throws IllegalArgumentException if there is no such column, or it has no strings
   */
  static void requireText(StructType schema, String column) {
    boolean isThere = Arrays.asList(schema.fieldNames()).contains(column);
    if (!isThere || !schema.apply(column).dataType().equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the text column must be a column of strings, got '%s' of %s; the model looks at texts: set textCol to their column",
              column,
              isThere
                  ? schema.apply(column).dataType().catalogString()
                  : "the columns " + Arrays.toString(schema.fieldNames())));
    }
  }

  static void requireNew(StructType schema, String column) {
    for (String present : schema.fieldNames()) {
      if (present.equalsIgnoreCase(column)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "the column '%s' is in the input already; rename it", column));
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the clustering has no probabilities
   */
  static void requireMemberships(LayoutModel layout) {
    if (!layout.hasMemberships() && !layout.isByCosine()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "probabilities must come from a clustering that knows them, got a model by %s; fit with HDBSCAN or zero-shot topics, or take distributions",
              layout.clustering().format()));
    }
  }
}
