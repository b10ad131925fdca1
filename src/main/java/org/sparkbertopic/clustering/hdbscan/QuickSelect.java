package org.sparkbertopic.clustering.hdbscan;

import org.sparkbertopic.compute.CounterRandom;

/** Quickselect (Hoare 1961) on keys with their row numbers; equal keys are ordered by row. */
final class QuickSelect {

  /** Shorter ranges are sorted by insertion, which is faster. */
  private static final int SHORT = 16;

  private QuickSelect() {}

  /**
   * Reorders {@code [from, to)} of both arrays so that entries before {@code middle} are smaller
   * than those after. Expected linear time for any input: pivots are drawn by a hash of the
   * position.
   */
  static void partition(double[] keys, int[] rows, int from, int to, int middle) {
    int low = from;
    int high = to - 1;
    while (high - low >= SHORT) {
      int pivot = low + CounterRandom.bounded(CounterRandom.bits(low, high), high - low + 1);
      double key = keys[pivot];
      int row = rows[pivot];
      int i = low;
      int j = high;
      while (i <= j) {
        while (before(keys[i], rows[i], key, row)) {
          i++;
        }
        while (before(key, row, keys[j], rows[j])) {
          j--;
        }
        if (i <= j) {
          swap(keys, rows, i++, j--);
        }
      }
      if (middle <= j) {
        high = j;
      } else if (middle >= i) {
        low = i;
      } else {
        return;
      }
    }
    insertionSort(keys, rows, low, high);
  }

  private static void insertionSort(double[] keys, int[] rows, int low, int high) {
    for (int i = low + 1; i <= high; i++) {
      double key = keys[i];
      int row = rows[i];
      int j = i - 1;
      for (; j >= low && before(key, row, keys[j], rows[j]); j--) {
        keys[j + 1] = keys[j];
        rows[j + 1] = rows[j];
      }
      keys[j + 1] = key;
      rows[j + 1] = row;
    }
  }

  private static boolean before(double key, int row, double otherKey, int otherRow) {
    return key < otherKey || (key == otherKey && row < otherRow);
  }

  private static void swap(double[] keys, int[] rows, int i, int j) {
    double key = keys[i];
    keys[i] = keys[j];
    keys[j] = key;
    int row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
  }
}
