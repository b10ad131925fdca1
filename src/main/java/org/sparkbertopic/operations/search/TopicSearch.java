package org.sparkbertopic.operations.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.RowProducts;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.compute.Workers;
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
    requireNumber(n);
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

  /**
   * The topics closest to each topic, as {@link #nearest(FittedTopics, float[], int)} finds them,
   * without itself. O(topics² dimension) time on all threads, O(topics n) memory.
   *
   * @param n how many at most, for each topic
   * @return a list for each row of the topics; empty for the outliers
   * @throws IllegalArgumentException if n is not positive
   */
  public static List<List<Match>> nearestOfEach(FittedTopics topics, int n, Workers workers) {
    requireNumber(n);
    int offset = topics.outlierRows();
    int[] ids = topics.ids();
    float[][] embeddings = topics.embeddings();
    double[] lengths = Arrays.stream(embeddings).mapToDouble(Vectors::length).toArray();
    RowProducts products = RowProducts.of(embeddings);
    List<List<Match>> found = new ArrayList<>(Collections.nCopies(ids.length, List.of()));
    workers.forEachRange(
        ids.length - offset,
        1,
        (from, to) -> {
          for (int row = from + offset; row < to + offset; row++) {
            double[] cosines = new double[ids.length];
            products.with(embeddings[row], ids.length, cosines);
            for (int other = offset; other < ids.length; other++) {
              double product = lengths[row] * lengths[other];
              cosines[other] = product == 0 ? 0 : cosines[other] / product;
            }
            found.set(row, best(ids, cosines, row, offset, n));
          }
        });
    return List.copyOf(found);
  }

  /** Best first, equal ones by id, by insertion: few are wanted of many. */
  private static List<Match> best(int[] ids, double[] cosines, int own, int offset, int n) {
    int[] rows = new int[n];
    int taken = 0;
    for (int row = offset; row < ids.length; row++) {
      if (row == own || (taken == n && cosines[row] <= cosines[rows[n - 1]])) {
        continue;
      }
      int place = taken == n ? n - 1 : taken++;
      while (place > 0 && cosines[row] > cosines[rows[place - 1]]) {
        rows[place] = rows[place - 1];
        place--;
      }
      rows[place] = row;
    }
    return Arrays.stream(rows, 0, taken)
        .mapToObj(row -> new Match(ids[row], cosines[row]))
        .toList();
  }

  private static void requireNumber(int n) {
    if (n < 1) {
      throw Checks.invalid(
          "the number of topics to find must be at least 1, got %s; BERTopic's default is %s",
          n, DEFAULT_TOP_N);
    }
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
