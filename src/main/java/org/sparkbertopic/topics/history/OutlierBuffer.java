package org.sparkbertopic.topics.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Outliers of the last chunks, so many that the driver can hold them: newest chunks first, of a
 * chunk those with the smallest hash of the id. A value.
 *
 * @param outliers in this order
 */
public record OutlierBuffer(List<BufferedOutlier> outliers) {

  public static final OutlierBuffer EMPTY = new OutlierBuffer(List.of());

  private static final Comparator<BufferedOutlier> ORDER =
      Comparator.comparingInt(BufferedOutlier::chunk)
          .reversed()
          .thenComparingLong(BufferedOutlier::key)
          .thenComparing(BufferedOutlier::id);

  public OutlierBuffer {
    outliers = List.copyOf(outliers);
  }

  /**
   * The buffer with the outliers of another chunk.
   *
   * @param size most outliers to keep
   */
  public OutlierBuffer plus(List<BufferedOutlier> more, int size) {
    List<BufferedOutlier> all = new ArrayList<>(outliers);
    all.addAll(more);
    all.sort(ORDER);
    return new OutlierBuffer(all.subList(0, Math.min(size, all.size())));
  }

  /** Without these documents: the key of an outlier is the hash of its id. */
  OutlierBuffer without(KnownIds documents) {
    return new OutlierBuffer(
        outliers.stream().filter(outlier -> !documents.contains(outlier.key())).toList());
  }

  /** With weights multiplied. */
  public OutlierBuffer times(double factor) {
    return new OutlierBuffer(outliers.stream().map(outlier -> outlier.times(factor)).toList());
  }

  public int size() {
    return outliers.size();
  }
}
