package org.sparkbertopic.assign;

import java.util.Arrays;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.topics.Topic;

/**
 * Compares embeddings with those of all topics, by the cosine. The outliers' is left out. Sums of
 * doubles in the order of the numbers: equal embeddings get equal bits, alone or among others.
 * Immutable, safe for use by many threads.
 */
public final class TopicDirections {

  private final int[] topicIds;
  private final int dimension;

  /** {@code [topics * dimension]}, each topic's scaled to length 1; zeros stay. */
  private final double[] directions;

  /**
   * @param topicIds {@code [rows]} ascending; the row of -1, if any, is left out
   * @param embeddings {@code [rows][dimension]}
   */
  public TopicDirections(int[] topicIds, float[][] embeddings) {
    if (topicIds.length != embeddings.length) {
      throw Checks.invalid(
          "embeddings must have a row for each of the %d topics, got %d",
          topicIds.length, embeddings.length);
    }
    int first = topicIds.length > 0 && topicIds[0] == Topic.OUTLIERS ? 1 : 0;
    this.topicIds = Arrays.copyOfRange(topicIds, first, topicIds.length);
    this.dimension = embeddings.length == 0 ? 0 : embeddings[0].length;
    this.directions = new double[this.topicIds.length * dimension];
    for (int topic = 0; topic < this.topicIds.length; topic++) {
      float[] embedding = embeddings[topic + first];
      double length = Vectors.length(embedding);
      for (int i = 0; i < dimension && length > 0; i++) {
        directions[topic * dimension + i] = embedding[i] / length;
      }
    }
  }

  /** Ids of the topics, ascending; callers must not change it. */
  public int[] topicIds() {
    return topicIds;
  }

  /**
   * The cosine with every topic; 0 for an embedding of zeros.
   *
   * @param cosines {@code [topics]}, filled in the order of {@link #topicIds}
   */
  public void cosines(float[] embedding, double[] cosines) {
    double length = Vectors.length(embedding);
    for (int topic = 0; topic < topicIds.length; topic++) {
      double dot = 0;
      int offset = topic * dimension;
      for (int i = 0; i < dimension; i++) {
        dot += directions[offset + i] * embedding[i];
      }
      cosines[topic] = length > 0 ? dot / length : 0;
    }
  }
}
