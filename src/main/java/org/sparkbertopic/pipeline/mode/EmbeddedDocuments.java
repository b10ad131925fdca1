package org.sparkbertopic.pipeline.mode;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.stage.LabelClasses;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Workspace;

/**
 * What a way to fit works on.
 *
 * @param documents id, text and, where asked for, label
 * @param embeddings id, embedding
 * @param embedder of names and seed words; empty where only embeddings are given
 */
public record EmbeddedDocuments(
    FitPlan plan,
    Workspace workspace,
    IntakeSummary summary,
    Dataset<Row> documents,
    Dataset<Row> embeddings,
    Optional<Embedder> embedder) {

  /** Reads the column of labels or given topics. */
  LabelClasses classes() {
    return classes(documents);
  }

  /** As {@link #classes()}, of some of the documents. */
  LabelClasses classes(Dataset<Row> some) {
    return LabelClasses.of(
        some, plan.columns().label().isPresent() ? "setLabelCol" : "setGivenTopicCol");
  }

  /**
   * Embeds names or seed words.
   *
   * @throws UnusableInputException if the model cannot have made the given embeddings
   */
  float[][] embed(List<String> texts) {
    Embedder model = embedder.orElseThrow();
    int dimension = summary.dimension();
    if (dimension > 0 && model.dimension() != dimension) {
      throw UnusableInputException.of(
          "setEmbedder must be the model that made the given embeddings, of %d numbers each,"
              + " got %s, which makes %d; name that model",
          dimension, model.name(), model.dimension());
    }
    return model.embed(texts).vectors();
  }
}
