package org.sparkbertopic.assign;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.compute.DirectionSum;

/**
 * How alike the documents of a cluster are: the median of their cosines with its centre. Each
 * document is compared with the centre of the others.
 */
public final class Cohesion {

  /** The share of a fit's clusters that a new topic may be looser than. */
  private static final double LOOSE = 0.1;

  private static final int FEW_CLUSTERS = 5;

  private static final float[] NONE = {};

  private Cohesion() {}

  /**
   * What nine of ten clusters of a layout reach. 0 where it has few clusters, or keeps no sample of
   * the documents that it was made of.
   */
  public static double usual(LayoutModel layout) {
    return SampleDistances.of(layout)
        .map(sample -> usual(layout, row -> sample.direction(row).orElse(NONE)))
        .orElse(0.0);
  }

  private static double usual(LayoutModel layout, IntFunction<float[]> directions) {
    return usual(
        ofClusters(layout, directions).values().stream()
            .mapToDouble(Double::doubleValue)
            .toArray());
  }

  /** The clusters of a layout that are looser than this, ascending; none if it keeps no sample. */
  public static int[] looser(LayoutModel layout, double least) {
    return SampleDistances.of(layout).stream()
        .flatMap(
            sample ->
                ofClusters(layout, row -> sample.direction(row).orElse(NONE)).entrySet().stream())
        .filter(cluster -> cluster.getValue() < least)
        .mapToInt(Map.Entry::getKey)
        .sorted()
        .toArray();
  }

  private static Map<Integer, Double> ofClusters(
      LayoutModel layout, IntFunction<float[]> directions) {
    return IntStream.range(0, layout.sampleSize())
        .filter(row -> layout.labels()[row] != ClusterModel.NOISE)
        .boxed()
        .collect(
            Collectors.groupingBy(
                row -> layout.labels()[row],
                Collectors.collectingAndThen(
                    Collectors.toList(), rows -> of(rows, directions, layout.dimension()))));
  }

  /** What nine of ten of some clusters reach; 0 where they are few. */
  static double usual(double[] cohesions) {
    if (cohesions.length < FEW_CLUSTERS) {
      return 0;
    }
    double[] sorted = cohesions.clone();
    Arrays.sort(sorted);
    return sorted[(int) (LOOSE * (sorted.length - 1))];
  }

  private static double of(List<Integer> rows, IntFunction<float[]> directions, int dimension) {
    DirectionSum sum = new DirectionSum(dimension);
    rows.forEach(row -> sum.add(directions.apply(row)));
    return of(
        rows.stream().mapToDouble(row -> sum.cosineWithOthers(directions.apply(row))).toArray());
  }

  /**
   * @param cosines of a cluster's documents with the centre of the others, at least one
   */
  public static double of(double[] cosines) {
    double[] sorted = cosines.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }
}
