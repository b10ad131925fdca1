package org.sparkbertopic.online;

import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.SampleDistances;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.compute.Vectors;

/**
 * How many of some later outliers one expects in a place, if documents are spread as those of the
 * fit were: as many as of the outliers in the sample that the layout was made of, in proportion,
 * and one more, since a place that the sample has nothing of is not empty.
 *
 * @param outliers directions of the sample's outliers; empty where the layout keeps none
 * @param perDocument later documents for each one of the sample
 */
record ExpectedDocuments(List<float[]> outliers, double perDocument) {

  /** What chance adds to an expected number is hardly ever more than so many of its deviations. */
  private static final double DEVIATIONS = 3;

  /** Documents of topics that the fit knew come and go by less. */
  private static final double GROWTH = 2;

  /**
   * @param documents how many came later
   */
  static ExpectedDocuments of(LayoutModel layout, double documents) {
    List<float[]> outliers = new ArrayList<>();
    SampleDistances.of(layout)
        .ifPresent(
            sample -> {
              for (int row = 0; row < layout.sampleSize(); row++) {
                if (layout.labels()[row] == ClusterModel.NOISE) {
                  sample.direction(row).ifPresent(outliers::add);
                }
              }
            });
    return new ExpectedDocuments(outliers, documents / Math.max(1, layout.sampleSize()));
  }

  /** Whether a ball has more outliers than the fit's sample and chance explain. */
  boolean isExceededBy(int found, float[] center, double leastCosine) {
    long inSample =
        outliers.stream().filter(row -> Vectors.cosine(row, center) >= leastCosine).count();
    double expected = (inSample + 1) * perDocument;
    return outliers.isEmpty() || found > GROWTH * expected + DEVIATIONS * Math.sqrt(expected);
  }
}
