package org.sparkbertopic.embedding.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits texts into batches of equal token length, within a budget of tokens.
 *
 * <p>With equal lengths no token is padding: a row of a batch is computed from the same numbers in
 * the same order as the text alone, so its vector has the same bits (decision 0002).
 */
final class TokenBatches {

  private TokenBatches() {}

  /**
   * Plans batches by descending length, so that the first one shows whether memory suffices.
   *
   * @param lengths {@code [texts]} token counts
   * @param tokenBudget the most tokens in a batch; a longer text gets its own batch
   * @param mostTexts most texts in a batch
   * @return the indices of the texts, batch by batch; each index once
   */
  static List<int[]> plan(int[] lengths, int tokenBudget, int mostTexts) {
    int[] order = byDescendingLength(lengths);
    List<int[]> batches = new ArrayList<>();
    int from = 0;
    while (from < order.length) {
      int length = lengths[order[from]];
      int texts = Math.min(mostTexts, Math.max(1, tokenBudget / Math.max(1, length)));
      int limit = from + Math.min(texts, order.length - from);
      int to = from + 1;
      while (to < limit && lengths[order[to]] == length) {
        to++;
      }
      batches.add(Arrays.copyOfRange(order, from, to));
      from = to;
    }
    return batches;
  }

  /** A counting sort: stable, and without boxed indices. */
  private static int[] byDescendingLength(int[] lengths) {
    int longest = 0;
    for (int length : lengths) {
      longest = Math.max(longest, length);
    }
    int[] next = new int[longest + 2];
    for (int length : lengths) {
      next[longest - length + 1]++;
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    int[] order = new int[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      order[next[longest - lengths[i]]++] = i;
    }
    return order;
  }
}
