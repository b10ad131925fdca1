package org.sparkbertopic.operations.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** Finds the topics close to a vector. */
public final class TopicSearch {

  /** BERTopic's {@code top_n}. */
  public static final int DEFAULT_TOP_N = 5;

  /**
   * A topic that was found.
   *
   * @param topicId its id
   * @param similarity cosine of the angle between its embedding and the vector
   */
  public record Match(int topicId, double similarity) {}

  private TopicSearch() {}

  /**
   * The topics whose embeddings are closest to a vector, best first, equal ones by id. Outliers are
   * no topic and not among them. A vector of zeros is as far from all topics.
   *
   * @param vector {@code [dimension]}, embedded by the model that embedded the documents
   * @param n how many at most
   * @throws IllegalArgumentException if the vector is of another length or not finite, or n is not
   *     positive
   */
  public static List<Match> nearest(FittedTopics topics, float[] vector, int n) {
    if (n < 1) {
      throw Checks.invalid(
          "the number of topics to find must be at least 1, got %s; BERTopic's default is %s",
          n, DEFAULT_TOP_N);
    }
    return nearest(topics.ids(), topics.embeddings(), vector, n);
  }

  /**
   * As {@link #nearest(FittedTopics, float[], int)}, of topics as arrays, which executors have.
   *
   * @param ids {@code [topics]}
   * @param embeddings {@code [topics][dimension]}
   */
  public static List<Match> nearest(int[] ids, float[][] embeddings, float[] vector, int n) {
    List<Match> matches = new ArrayList<>();
    for (int row = 0; row < ids.length; row++) {
      requireFits(vector, embeddings[row].length);
      if (ids[row] != Topic.OUTLIERS) {
        matches.add(new Match(ids[row], Vectors.cosine(vector, embeddings[row])));
      }
    }
    matches.sort(
        Comparator.comparingDouble(Match::similarity).reversed().thenComparingInt(Match::topicId));
    return List.copyOf(matches.subList(0, Math.min(n, matches.size())));
  }

  private static void requireFits(float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw Checks.invalid(
          "the vector must have %d numbers as the topics' embeddings, got %d; embed by the model of the fit",
          dimension, vector.length);
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "the vector must be finite, got " + value + "; look where it comes from");
      }
    }
  }
}
