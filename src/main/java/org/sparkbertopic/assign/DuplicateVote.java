package org.sparkbertopic.assign;

import java.util.Arrays;
import org.sparkbertopic.clustering.ClusterModel;

/** Gives equal vectors one cluster if the clustering separated them. */
final class DuplicateVote {

  private DuplicateVote() {}

  /**
   * Changes {@code labels} and {@code probabilities} so that rows with equal vectors agree: the
   * cluster most of them have (the smaller label at a tie; noise only if none has a cluster), with
   * the largest probability that any of them has in it.
   */
  static void unify(VectorIndex index, int[] labels, double[] probabilities, int clusterCount) {
    int rows = labels.length;
    int[] groupSize = new int[rows];
    for (int row = 0; row < rows; row++) {
      groupSize[index.firstEqual(row)]++;
    }
    int[] start = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      start[row + 1] = start[row] + groupSize[row];
    }
    int[] members = new int[rows];
    int[] next = Arrays.copyOf(start, rows);
    for (int row = 0; row < rows; row++) {
      members[next[index.firstEqual(row)]++] = row;
    }
    int[] votes = new int[clusterCount];
    for (int first = 0; first < rows; first++) {
      if (groupSize[first] > 1) {
        unifyGroup(members, start[first], start[first + 1], labels, probabilities, votes);
      }
    }
  }

  private static void unifyGroup(
      int[] members, int from, int to, int[] labels, double[] probabilities, int[] votes) {
    int winner = ClusterModel.NOISE;
    for (int m = from; m < to; m++) {
      int label = labels[members[m]];
      if (label >= 0) {
        votes[label]++;
      }
    }
    for (int m = from; m < to; m++) {
      int label = labels[members[m]];
      if (label >= 0
          && (winner < 0
              || votes[label] > votes[winner]
              || (votes[label] == votes[winner] && label < winner))) {
        winner = label;
      }
    }
    double probability = 0;
    for (int m = from; m < to; m++) {
      if (labels[members[m]] == winner) {
        probability = Math.max(probability, probabilities[members[m]]);
      }
    }
    for (int m = from; m < to; m++) {
      int label = labels[members[m]];
      if (label >= 0) {
        votes[label] = 0;
      }
      labels[members[m]] = winner;
      probabilities[members[m]] = probability;
    }
  }
}
