package org.sparkbertopic.online;

import java.util.Map;
import java.util.stream.Collectors;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.OutlierBuffer;

/**
 * The outliers that wait for a topic, with a new chunk's among them.
 *
 * @param buffer the outliers
 * @param size most that it holds
 * @param earlier history before the chunk
 * @param documents of the chunk
 * @param outliers of the chunk, those that the buffer has no room for among them
 */
record WaitingOutliers(
    OutlierBuffer buffer, int size, ModelHistory earlier, long documents, long outliers) {

  /** A search costs as much as the buffer holds, so it must not come with every small chunk. */
  private static final int SEARCHES_PER_BUFFER = 10;

  /**
   * Whether it is time to look for topics: whenever so many outliers have come that they fill a
   * tenth of the buffer. Fewer cost little, and are looked at with every chunk.
   */
  boolean isSearchDue() {
    long step = Math.max(1, size / SEARCHES_PER_BUFFER);
    long before =
        earlier.chunks().stream()
            .filter(chunk -> !chunk.name().equals(Chunk.FIT))
            .mapToLong(Chunk::outliers)
            .sum();
    long after = before + outliers;
    return outliers > 0 && (after < step || after / step > before / step);
  }

  /** How many documents the buffer's outliers are the outliers of. */
  double documentsBehind() {
    Map<Integer, Long> held =
        buffer.outliers().stream()
            .collect(Collectors.groupingBy(BufferedOutlier::chunk, Collectors.counting()));
    double behind = 0;
    for (Map.Entry<Integer, Long> chunk : held.entrySet()) {
      boolean isNew = chunk.getKey() == earlier.chunks().size();
      long all = isNew ? outliers : earlier.chunks().get(chunk.getKey()).outliers();
      long of = isNew ? documents : earlier.chunks().get(chunk.getKey()).documents();
      behind += of * Math.min(1, (double) chunk.getValue() / Math.max(1, all));
    }
    return behind;
  }
}
