package org.sparkbertopic.assign;

import java.util.Arrays;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.RowProducts;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.topics.Topic;

/**
 * Compares embeddings with those of all topics, by the cosine. The outliers' is left out. Sums of
 * doubles in the order of the numbers: equal embeddings get equal bits, alone or among others.
 * Immutable, safe for use by many threads.
 */
public final class TopicDirections {

  private final int[] topicIds;

  /** Of each topic's embedding, scaled to length 1; zeros stay. */
  private final RowProducts directions;

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
    double[][] scaled = new double[this.topicIds.length][];
    for (int topic = 0; topic < scaled.length; topic++) {
      float[] embedding = embeddings[topic + first];
      double length = Vectors.length(embedding);
      scaled[topic] = new double[embedding.length];
      for (int i = 0; i < embedding.length && length > 0; i++) {
        scaled[topic][i] = embedding[i] / length;
      }
    }
    this.directions = RowProducts.of(scaled);
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
    directions.with(embedding, topicIds.length, cosines);
    for (int topic = 0; topic < topicIds.length; topic++) {
      cosines[topic] = length > 0 ? cosines[topic] / length : 0;
    }
  }
}
