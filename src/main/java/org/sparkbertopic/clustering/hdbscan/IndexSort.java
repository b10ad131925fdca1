package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;

/** Sorts the indices of an array by its values (argsort), without boxing. */
final class IndexSort {

  private IndexSort() {}

  /** Indices of {@code keys} in ascending order of key; equal keys keep their order. */
  static int[] ascending(double[] keys, int length) {
    int[] from = new int[length];
    Arrays.setAll(from, i -> i);
    int[] to = new int[length];
    for (int width = 1; width < length; width = width > length / 2 ? length : 2 * width) {
      for (int start = 0; start < length; ) {
        int middle = (int) Math.min((long) start + width, length);
        int end = (int) Math.min((long) middle + width, length);
        merge(keys, from, to, start, middle, end);
        start = end;
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(double[] keys, int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = left < middle && (right >= end || keys[from[left]] <= keys[from[right]]);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }
}
