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
 * @param knownIds of the documents that were counted, where the input named them; none in models of
 *     earlier snapshots and in those of very many documents
 */
public record OnlineState(
    ModelHistory history,
    OutlierBuffer buffer,
    Map<Integer, List<String>> described,
    KnownIds knownIds) {

  /** Of a model that was never updated. */
  public static final OnlineState NONE =
      new OnlineState(ModelHistory.NONE, OutlierBuffer.EMPTY, Map.of(), KnownIds.NONE);

  public OnlineState {
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(buffer, "buffer");
    Objects.requireNonNull(knownIds, "knownIds");
    described = new TreeMap<>(described);
  }

  /** Whether the model has not grown since its fit. */
  public boolean changesNothing() {
    return history.isEmpty() && buffer.size() == 0;
  }

  /** The state with the topics that a mapping makes. */
  public OnlineState mapped(TopicMapping mapping) {
    // operations describe all topics again
    return new OnlineState(history.mapped(mapping), buffer, Map.of(), knownIds);
  }

  /** The state after all topics were described. */
  public OnlineState describedAnew() {
    return new OnlineState(history, buffer, Map.of(), knownIds);
  }

  /** The state without outliers that may still become topics. */
  public OnlineState withoutBuffer() {
    return new OnlineState(history, OutlierBuffer.EMPTY, described, knownIds);
  }

  /** The state in which these documents wait no longer, because they have a topic. */
  public OnlineState withoutWaiting(KnownIds documents) {
    return new OnlineState(history, buffer.without(documents), described, knownIds);
  }

  public OnlineState withKnownIds(KnownIds ids) {
    return new OnlineState(history, buffer, described, ids);
  }
}
