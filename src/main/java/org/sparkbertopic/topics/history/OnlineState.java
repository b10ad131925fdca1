package org.sparkbertopic.topics.history;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.sparkbertopic.topics.TopicMapping;

/**
 * What a model knows of its own growth. A value.
 *
 * @param history its chunks
 * @param buffer outliers that may still become topics
 * @param described the best terms of topics when they were described last, by topic; only where a
 *     description costs, so that it is not made again for the same terms
 */
public record OnlineState(
    ModelHistory history, OutlierBuffer buffer, Map<Integer, List<String>> described) {

  /** Of a model that was never updated. */
  public static final OnlineState NONE =
      new OnlineState(ModelHistory.NONE, OutlierBuffer.EMPTY, Map.of());

  public OnlineState {
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(buffer, "buffer");
    described = new TreeMap<>(described);
  }

  public boolean isNone() {
    return history.isEmpty() && buffer.size() == 0;
  }

  /** The state with the topics that a mapping makes. */
  public OnlineState mapped(TopicMapping mapping) {
    // operations describe all topics again
    return new OnlineState(history.mapped(mapping), buffer, Map.of());
  }

  /** The state after all topics were described. */
  public OnlineState describedAnew() {
    return new OnlineState(history, buffer, Map.of());
  }

  /** The state without outliers that may still become topics. */
  public OnlineState withoutBuffer() {
    return new OnlineState(history, OutlierBuffer.EMPTY, described);
  }
}
