package org.sparkbertopic.report.figures.input;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Objects;
import org.sparkbertopic.topics.history.ModelHistory;

/**
 * Measures of topics that a model does not hold itself.
 *
 * @param coherence of topics by their ids, such as NPMI; empty: not drawn
 * @param similarity mean cosine of a topic's documents and its centre, by ids; empty: not drawn
 * @param history of a model that has grown; {@link ModelHistory#NONE}: the model's own
 */
@RecordBuilder
public record QualityData(
    Map<Integer, Double> coherence, Map<Integer, Double> similarity, ModelHistory history)
    implements QualityDataBuilder.With {

  public QualityData {
    coherence = Map.copyOf(coherence);
    similarity = Map.copyOf(similarity);
    Objects.requireNonNull(history, "history");
  }

  /** Nothing but what the model holds. */
  public static QualityData create() {
    return new QualityData(Map.of(), Map.of(), ModelHistory.NONE);
  }
}
