package org.sparkbertopic.stage.represent;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.stage.represent.TopicGrowth.MovedDocument;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.Topic;

/** Sums of embeddings by topic, to which documents are added. */
final class EmbeddingSums {

  private final FixedPoint fixedPoint;
  private final int dimension;
  private final Map<Integer, long[]> sums = new TreeMap<>();
  private final Map<Integer, long[]> changed = new TreeMap<>();

  /**
   * @param factor of the sums so far
   */
  EmbeddingSums(FittedTopics before, RunningTotals totals, double factor) {
    this.fixedPoint = totals.fixedPoint();
    this.dimension = before.embeddings()[0].length;
    for (int row = 0; row < before.topics().size(); row++) {
      sums.put(before.topics().get(row).id(), scaled(totals.embeddings()[row], factor));
    }
  }

  FixedPoint fixedPoint() {
    return fixedPoint;
  }

  long[] of(int topic) {
    long[] sum = changed.getOrDefault(topic, sums.get(topic));
    return sum == null ? new long[dimension] : sum.clone();
  }

  boolean isChanged(int topic) {
    return changed.containsKey(topic);
  }

  void add(int topic, TopicSummary summary, double weight) {
    add(topic, scaled(summary.embeddingSums(), weight));
  }

  /** Moves an outlier to its topic. */
  void move(MovedDocument document) {
    long[] vector = new long[dimension];
    fixedPoint.add(document.embedding(), vector);
    long[] weighted = scaled(vector, document.weight());
    add(document.topic(), weighted);
    add(Topic.OUTLIERS, Arrays.stream(weighted).map(value -> -value).toArray());
  }

  private void add(int topic, long[] added) {
    changed.put(topic, RunningTotals.plus(of(topic), added));
  }

  private static long[] scaled(long[] sum, double factor) {
    return factor == 1 ? sum : Arrays.stream(sum).map(x -> Math.round(x * factor)).toArray();
  }
}
