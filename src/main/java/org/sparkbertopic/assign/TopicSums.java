package org.sparkbertopic.assign;

import java.util.Arrays;

/** A sum for each topic; only topics that were added to cost anything. */
final class TopicSums {

  private final double[] sums;
  private final boolean[] isTouched;
  private final int[] touched;
  private int count;

  TopicSums(int topics) {
    this.sums = new double[topics];
    this.isTouched = new boolean[topics];
    this.touched = new int[topics];
  }

  void clear() {
    for (int i = 0; i < count; i++) {
      sums[touched[i]] = 0;
      isTouched[touched[i]] = false;
    }
    count = 0;
  }

  void add(int place, double value) {
    if (!isTouched[place]) {
      isTouched[place] = true;
      touched[count++] = place;
    }
    sums[place] += value;
  }

  /** How many places were added to. */
  int count() {
    return count;
  }

  /** The {@code index}-th place that was added to. */
  int place(int index) {
    return touched[index];
  }

  /** What was added to a place together. */
  double sum(int place) {
    return sums[place];
  }

  /** The topics with their sums divided by {@code divisor}. */
  TopicWeights weights(int[] topicIds, double divisor, int topK) {
    int[] ids = new int[count];
    double[] values = new double[count];
    Arrays.setAll(ids, i -> topicIds[touched[i]]);
    Arrays.setAll(values, i -> sums[touched[i]] / divisor);
    return TopicWeights.of(ids, values, count, topK);
  }

  /** All sums together, in the order of the places. */
  double total() {
    int[] places = Arrays.copyOf(touched, count);
    Arrays.sort(places);
    double total = 0;
    for (int place : places) {
      total += sums[place];
    }
    return total;
  }
}
