package org.sparkbertopic.online;

import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.SampleDistances;
import org.sparkbertopic.clustering.ClusterModel;

/**
 * How alike the documents of a cluster are: the median of their cosines with its centre. Each
 * document is compared with the centre of the others.
 */
final class Cohesion {

  /** The share of a fit's clusters that a new topic may be looser than. */
  private static final double LOOSE = 0.1;

  private static final int FEW_CLUSTERS = 5;

  private Cohesion() {}

  /**
   * What nine of ten clusters of a layout reach. 0 where it has few clusters, or keeps no sample of
   * the documents that it was made of.
   */
  static double usual(LayoutModel layout) {
    return SampleDistances.of(layout)
        .map(sample -> usual(layout, row -> sample.direction(row).orElse(null)))
        .orElse(0.0);
  }

  private static double usual(LayoutModel layout, IntFunction<float[]> directions) {
    int[] labels = layout.labels();
    TreeMap<Integer, DirectionSum> sums = new TreeMap<>();
    for (int row = 0; row < layout.sampleSize(); row++) {
      float[] direction = directions.apply(row);
      if (labels[row] != ClusterModel.NOISE && direction != null) {
        sums.computeIfAbsent(labels[row], label -> new DirectionSum(direction.length))
            .add(direction);
      }
    }
    if (sums.size() < FEW_CLUSTERS) {
      return 0;
    }
    double[] cohesions =
        sums.entrySet().stream()
            .mapToDouble(
                cluster ->
                    of(
                        IntStream.range(0, layout.sampleSize())
                            .filter(row -> labels[row] == cluster.getKey())
                            .mapToObj(directions)
                            .filter(Objects::nonNull)
                            .mapToDouble(cluster.getValue()::cosineWithOthers)
                            .toArray()))
            .sorted()
            .toArray();
    return cohesions[(int) (LOOSE * (cohesions.length - 1))];
  }

  /**
   * @param cosines of a cluster's documents with the centre of the others, at least one
   */
  static double of(double[] cosines) {
    double[] sorted = cosines.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }
}
