package org.sparkbertopic.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/** An embedder that learns from the documents it embeds, and what it has learnt. */
record TrainedEmbedder(Embedder embedder, TermVectors learnt) {

  /**
   * @throws UnusableInputException if the documents have no terms to learn from
   */
  static TrainedEmbedder of(
      EmbedderTrainer trainer, long seed, Corpus corpus, Dataset<Row> documents) {
    TermVectors learnt =
        corpus
            .workspace()
            .value(
                Stage.TRAIN,
                Fingerprint.of("trained embedder")
                    .with("documents", corpus.print())
                    .withJson("settings", PartJson.encode(trainer, EmbeddingModel.class))
                    .with("seed", seed)
                    .digest(),
                ValueFormats.TERM_VECTORS,
                () -> learn(trainer, seed, corpus, IdType.keyed(documents)));
    return new TrainedEmbedder(trainer.embedder(learnt), learnt);
  }

  private static TermVectors learn(
      EmbedderTrainer trainer, long seed, Corpus corpus, Dataset<Row> documents) {
    try {
      return trainer.train(documents, seed, corpus.workspace().progress());
    } catch (EmptyVocabularyException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }
}
