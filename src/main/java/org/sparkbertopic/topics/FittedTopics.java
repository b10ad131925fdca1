package org.sparkbertopic.topics;

import java.util.List;
import java.util.Locale;
import org.sparkbertopic.ctfidf.ClassTfidfModel;

/**
 * Everything that is known of the topics of a fitted model; a value.
 *
 * @param topics ascending by id, -1 first where there are outliers
 * @param embeddings {@code [topics][dimension]}: mean of each topic's document embeddings, rows as
 *     {@code topics}
 * @param ctfidf weights of the topics' terms
 */
public record FittedTopics(List<Topic> topics, float[][] embeddings, ClassTfidfModel ctfidf) {

  public FittedTopics {
    topics = List.copyOf(topics);
    if (embeddings.length != topics.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "embeddings must have a row for each of the %d topics, got %d",
              topics.size(),
              embeddings.length));
    }
  }
}
