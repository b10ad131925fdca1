package org.sparkbertopic.pipeline.permission;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.TableStep;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Stands for a loaded embedder that needs what the user did not allow. Everything but its name is
 * refused, so that operations without embedding still work.
 */
public record RefusedEmbedder(String name, String refusal) implements Embedder {

  private static final long serialVersionUID = 1L;

  private UnusableInputException refused() {
    return new UnusableInputException(refusal);
  }

  @Override
  public String fingerprint() {
    throw refused();
  }

  @Override
  public int dimension() {
    throw refused();
  }

  @Override
  public EmbeddedTexts embed(List<String> texts) {
    throw refused();
  }

  @Override
  public Embedder forExecutors(SparkContext spark) {
    throw refused();
  }

  @Override
  public Optional<TableStep> asTableStep() {
    throw refused();
  }
}
