package org.sparkbertopic.topics.history;

import java.util.List;

/**
 * A topic in one chunk.
 *
 * @param chunk place of the chunk in the history
 * @param topic its id
 * @param documents assigned to it in the chunk
 * @param similarity mean cosine of these documents and the topic; NaN where it is unknown
 * @param words the best terms of these documents, by the model's weights
 */
public record TopicChunk(
    int chunk, int topic, long documents, double similarity, List<String> words) {

  public TopicChunk {
    words = List.copyOf(words);
  }
}
