package org.sparkbertopic.assign;

import java.util.Arrays;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.topics.Topic;

/**
 * For each term, the topics that have it and its share of their direction. Compares a text with all
 * topics at the cost of the topics that share a term with it. The outlier topic is left out.
 * Immutable; 12 bytes for each entry of the weights and 12 for each term.
 */
public final class TermTopics {

  private final int[] topicIds;

  /** Entries of term c are at {@code starts[c]} to {@code starts[c + 1]}. */
  private final int[] starts;

  /** Place of the topic in {@link #topicIds}, ascending within a term. */
  private final int[] places;

  /** Weights, each divided by the length of its topic's row. */
  private final double[] shares;

  /** The largest share of each term, whatever its sign. */
  private final double[] largest;

  private TermTopics(int[] topicIds, int[] starts, int[] places, double[] shares) {
    this.topicIds = topicIds;
    this.starts = starts;
    this.places = places;
    this.shares = shares;
    this.largest = new double[starts.length - 1];
    for (int column = 0; column < largest.length; column++) {
      for (int i = starts[column]; i < starts[column + 1]; i++) {
        largest[column] = Math.max(largest[column], Math.abs(shares[i]));
      }
    }
  }

  /** Turns topic x term weights by term. Time linear in the entries. */
  public static TermTopics of(TermMatrix weights) {
    int[] pointers = weights.rowPointers();
    int[] starts = new int[weights.vocabulary().size() + 1];
    int firstRow = weights.rows() > 0 && weights.topicIds()[0] == Topic.OUTLIERS ? 1 : 0;
    int from = pointers[firstRow];
    int to = pointers[weights.rows()];
    for (int i = from; i < to; i++) {
      starts[weights.columns()[i] + 1]++;
    }
    for (int column = 1; column < starts.length; column++) {
      starts[column] += starts[column - 1];
    }
    int[] next = starts.clone();
    int[] places = new int[to - from];
    double[] shares = new double[to - from];
    for (int row = firstRow; row < weights.rows(); row++) {
      double length = length(weights.values(), pointers[row], pointers[row + 1]);
      for (int i = pointers[row]; i < pointers[row + 1]; i++) {
        int entry = next[weights.columns()[i]]++;
        places[entry] = row - firstRow;
        shares[entry] = length == 0 ? 0 : weights.values()[i] / length;
      }
    }
    int[] ids = Arrays.copyOfRange(weights.topicIds(), firstRow, weights.rows());
    return new TermTopics(ids, starts, places, shares);
  }

  private static double length(double[] values, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += values[i] * values[i];
    }
    return Math.sqrt(squares);
  }

  /** Ids of the topics, ascending, without the outliers; callers must not change it. */
  public int[] topicIds() {
    return topicIds;
  }

  /** Number of terms. */
  public int terms() {
    return starts.length - 1;
  }

  /**
   * Adds a term's part to the products of a text with the topics.
   *
   * @param products {@code [topicIds]}
   */
  void addProducts(int column, double weight, TopicSums products) {
    for (int i = starts[column]; i < starts[column + 1]; i++) {
      products.add(places[i], weight * shares[i]);
    }
  }

  /** No topic gets more, or less, from a term of weight 1 than this. */
  double largest(int column) {
    return largest[column];
  }

  /**
   * A topic's share of a term of weight 1; 0 where it does not have the term.
   *
   * @param place of the topic in {@link #topicIds}
   */
  double share(int column, int place) {
    int entry = Arrays.binarySearch(places, starts[column], starts[column + 1], place);
    return entry < 0 ? 0 : shares[entry];
  }
}
