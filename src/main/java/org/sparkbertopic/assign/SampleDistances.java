package org.sparkbertopic.assign;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbertopic.reduction.TrainingPoints;

/**
 * How far documents are from the sample that a layout was made of, by the metric of its reduction
 * (the cosine distance unless another was chosen).
 */
public final class SampleDistances {

  private final LayoutModel layout;
  private final TrainingPoints points;

  private SampleDistances(LayoutModel layout, TrainingPoints points) {
    this.layout = layout;
    this.points = points;
  }

  /** Empty where the reduction keeps no vectors, or there was no sample. */
  public static Optional<SampleDistances> of(LayoutModel layout) {
    return layout
        .reduction()
        .trainingPoints()
        .filter(points -> layout.sampleSize() > 0)
        .map(points -> new SampleDistances(layout, points));
  }

  /** The mean distance of documents to the nearest one of the sample; NaN if there are none. */
  public double mean(float[][] embeddings) {
    float[][] guided = new float[embeddings.length][];
    Arrays.setAll(guided, row -> layout.rules().guide(embeddings[row]));
    return mean(points.distances(guided));
  }

  /**
   * The same figure of the sample itself: the mean distance to the nearest other one.
   *
   * @param most rows to look at, taken evenly
   */
  public double meanOfSample(int most) {
    int rows = layout.sampleSize();
    int count = Math.min(most, rows);
    return mean(
        points.distancesOfTraining(
            IntStream.range(0, count).map(i -> (int) ((long) i * rows / count)).toArray()));
  }

  /** See {@link TrainingPoints#direction}. */
  public Optional<float[]> direction(int row) {
    return points.direction(row);
  }

  private static double mean(double[] distances) {
    return Arrays.stream(distances).filter(d -> !Double.isNaN(d)).average().orElse(Double.NaN);
  }
}
