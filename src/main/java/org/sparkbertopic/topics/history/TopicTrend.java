package org.sparkbertopic.topics.history;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A topic in one chunk, and what the chunks up to then say of it.
 *
 * @param chunk name of the chunk
 * @param day days since 1970-01-01 of the chunk
 * @param topic its id
 * @param documents assigned to it in the chunk; may be 0
 * @param share of the chunk's documents
 * @param similarity mean cosine of these documents and the topic; NaN where it is unknown
 * @param words the best terms of these documents
 * @param popularity see {@link TopicTrends}; NaN for outliers
 * @param signal what it says; empty for outliers
 */
public record TopicTrend(
    String chunk,
    long day,
    int topic,
    long documents,
    double share,
    double similarity,
    List<String> words,
    double popularity,
    Optional<Signal> signal) {

  public TopicTrend {
    Objects.requireNonNull(chunk, "chunk");
    Objects.requireNonNull(signal, "signal");
    words = List.copyOf(words);
  }
}
