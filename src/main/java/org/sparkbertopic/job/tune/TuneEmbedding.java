package org.sparkbertopic.job.tune;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.corpus.TermVectorEmbedder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.stage.EmbedStage;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/** The embeddings that a fit would make, kept in the workspace: trained first where it would be. */
final class TuneEmbedding {

  private TuneEmbedding() {}

  /**
   * Embeds documents.
   *
   * @param documents id, text
   * @param total how many
   * @param print of what the documents were made from
   */
  static Dataset<Row> of(
      BERTopic estimator, Dataset<Row> documents, long total, String print, Workspace workspace) {
    Embedder embedder = embedder(estimator, documents, print, workspace);
    return new EmbedStage(embedder).run(documents, total, print(print, embedder), workspace);
  }

  private static String print(String documents, Embedder embedder) {
    return Fingerprint.of("embeddings")
        .with("documents", documents)
        .with("embedder", embedder.fingerprint())
        .digest();
  }

  private static Embedder embedder(
      BERTopic estimator, Dataset<Row> documents, String print, Workspace workspace) {
    EmbeddingModel model = estimator.getEmbedder();
    if (model instanceof EmbedderTrainer trainer) {
      TermVectors learnt =
          workspace.value(
              Stage.TRAIN,
              Fingerprint.of("trained embedder")
                  .with("documents", print)
                  .withJson("settings", PartJson.encode(model, EmbeddingModel.class))
                  .with("seed", estimator.getSeed())
                  .digest(),
              ValueFormats.TERM_VECTORS,
              () -> trainer.train(documents, estimator.getSeed(), workspace.progress()));
      return TermVectorEmbedder.of(trainer, learnt);
    }
    return (Embedder) model;
  }
}
