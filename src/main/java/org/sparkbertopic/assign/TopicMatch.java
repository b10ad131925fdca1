package org.sparkbertopic.assign;

import org.sparkbertopic.topics.Topic;

/**
 * The topic that something is most like.
 *
 * @param topic id, the smallest of equally similar ones; {@link Topic#OUTLIERS} if there is none
 * @param score how much, in (0, 1]; 0 if there is none
 */
public record TopicMatch(int topic, double score) {

  /** Like no topic. */
  public static final TopicMatch NONE = new TopicMatch(Topic.OUTLIERS, 0);

  public boolean changesNothing() {
    return topic == Topic.OUTLIERS;
  }

  /** The strongest of a document's topics. */
  public static TopicMatch strongest(TopicWeights weights) {
    return weights.isEmpty() ? NONE : of(weights.topics()[0], weights.weights()[0]);
  }

  /** The largest of similarities, the first of equal ones; none if no one is above 0. */
  public static TopicMatch largest(int[] topicIds, double[] similarities) {
    int best = -1;
    for (int i = 0; i < similarities.length; i++) {
      if (similarities[i] > (best < 0 ? 0 : similarities[best])) {
        best = i;
      }
    }
    return best < 0 ? NONE : of(topicIds[best], similarities[best]);
  }

  /** Rounding may leave a cosine a little above 1. */
  static TopicMatch of(int topic, double score) {
    return new TopicMatch(topic, Math.min(1, score));
  }
}
