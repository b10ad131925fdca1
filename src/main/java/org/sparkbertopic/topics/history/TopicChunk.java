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
 * @param scores of the words: c-TF-IDF with the model's idf; none where they are unknown
 */
public record TopicChunk(
    int chunk,
    int topic,
    long documents,
    double similarity,
    List<String> words,
    List<Double> scores) {

  public TopicChunk {
    words = List.copyOf(words);
    scores = scores == null ? List.of() : List.copyOf(scores);
    if (!scores.isEmpty() && scores.size() != words.size()) {
      throw new IllegalArgumentException(
          "scores must be as many as words, " + words.size() + ", got " + scores.size());
    }
  }
}
