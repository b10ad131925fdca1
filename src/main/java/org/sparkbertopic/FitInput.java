package org.sparkbertopic;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.stage.LabelClasses;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.workspace.Workspace;

/**
 * What an assignment works on.
 *
 * @param estimator its parameters
 * @param documents id, text and, where asked for, label
 * @param embeddings id, embedding
 * @param embedder of names and seed words; empty where only embeddings are given
 */
record FitInput(
    BERTopic estimator,
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
        some, estimator.getLabelCol().isPresent() ? "setLabelCol" : "setGivenTopicCol");
  }
}
