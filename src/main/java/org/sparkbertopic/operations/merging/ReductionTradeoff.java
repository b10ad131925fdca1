package org.sparkbertopic.operations.merging;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * What a reduction of topics costs and how even its topics are.
 *
 * @param sizes documents of the topics, largest first, without the outliers
 * @param largestShare documents of the largest as a share of those in topics
 * @param distance how far documents' topics moved: mean over the documents of 1 - cosine between
 *     the embedding of the topic that they were in and that of the topic that it became; 0 where
 *     nothing was merged
 */
public record ReductionTradeoff(List<Long> sizes, double largestShare, double distance) {

  public ReductionTradeoff {
    sizes = List.copyOf(sizes);
  }

  /**
   * Of a mapping of a model's topics, without making the model.
   *
   * @param topics of the model before
   */
  public static ReductionTradeoff of(FittedTopics topics, TopicMapping mapping) {
    int merged = mapping.newIds().length;
    int first = merged > 0 && mapping.newIds()[0] == Topic.OUTLIERS ? 1 : 0;
    int dimension = topics.embeddings()[0].length;
    double[][] sums = new double[merged - first][dimension];
    long[] sizes = new long[sums.length];
    for (int row = topics.outlierRows(); row < topics.topics().size(); row++) {
      int to = mapping.apply(topics.topics().get(row).id());
      if (to != Topic.OUTLIERS) {
        long size = topics.topics().get(row).size();
        sizes[to] += size;
        for (int d = 0; d < dimension; d++) {
          sums[to][d] += Math.max(1, size) * topics.embeddings()[row][d];
        }
      }
    }
    double moved = 0;
    long total = 0;
    for (int row = topics.outlierRows(); row < topics.topics().size(); row++) {
      int to = mapping.apply(topics.topics().get(row).id());
      if (to != Topic.OUTLIERS) {
        long size = topics.topics().get(row).size();
        total += size;
        if (mapping.sources(to).size() > 1) {
          moved += size * (1 - cosine(topics.embeddings()[row], sums[to]));
        }
      }
    }
    List<Long> falling = Arrays.stream(sizes).boxed().sorted(Comparator.reverseOrder()).toList();
    long largest = falling.isEmpty() ? 0 : falling.get(0);
    return new ReductionTradeoff(
        falling, (double) largest / Math.max(1, total), moved / Math.max(1, total));
  }

  private static double cosine(float[] a, double[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int d = 0; d < a.length; d++) {
      dot += a[d] * b[d];
      aa += (double) a[d] * a[d];
      bb += b[d] * b[d];
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }
}
