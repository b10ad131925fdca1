package org.sparkbertopic.embedding;

import static org.apache.spark.sql.functions.col;

import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.vectorizer.counting.TermVectors;
import org.sparkbertopic.vectorizer.language.TextPreparation;

/**
 * Prepares documents before another trainer learns from them, and before its embedder embeds them:
 * {@link PreparedEmbedder} for embedders that are trained on the corpus.
 *
 * @param trainer learns from the prepared texts
 * @param preparation what to change in them
 */
public record PreparedTrainer(EmbedderTrainer trainer, TextPreparation preparation)
    implements EmbedderTrainer {

  private static final long serialVersionUID = 1L;

  private static final String TEXT = "text";

  public PreparedTrainer {
    Objects.requireNonNull(trainer, "trainer");
    Objects.requireNonNull(preparation, "preparation");
  }

  /** The trainer itself if there is nothing to prepare. */
  public static EmbedderTrainer of(EmbedderTrainer trainer, TextPreparation preparation) {
    return preparation.changesNothing() ? trainer : new PreparedTrainer(trainer, preparation);
  }

  /** The name of the trainer. */
  @Override
  public String name() {
    return trainer.name();
  }

  @Override
  public TermVectors train(Dataset<Row> documents, long seed, Progress progress) {
    return trainer.train(
        documents.withColumn(TEXT, PreparedEmbedder.prepared(col(TEXT), preparation)),
        seed,
        progress);
  }

  @Override
  public Embedder embedder(TermVectors learnt) {
    return PreparedEmbedder.of(trainer.embedder(learnt), preparation);
  }
}
