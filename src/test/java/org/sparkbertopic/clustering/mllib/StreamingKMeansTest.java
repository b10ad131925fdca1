package org.sparkbertopic.clustering.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererContract;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.testing.Npy;

class StreamingKMeansTest extends ClustererContract {

  private static final StreamingKMeans DEFAULTS = StreamingKMeans.create();

  @Override
  protected Clusterer clusterer(int clusters) {
    spark();
    return DEFAULTS.withNClusters(clusters).withMaxIterations(10);
  }

  /** Spark trains, whose rows are in partitions whatever their number. */
  @Override
  protected int rowsOnManyThreads() {
    return 500;
  }

  private static StreamingKMeansModel next(
      StreamingKMeansModel model, double[][] batch, int threads) {
    try (Workers workers = Workers.of(threads)) {
      return model.continued(batch, UnaryOperator.identity(), FitContext.of(1, workers));
    }
  }

  private static StreamingKMeansModel of(
      double[][] centers, double[] weights, StreamingKMeans parameters) {
    spark();
    double[] flat = Arrays.stream(centers).flatMapToDouble(Arrays::stream).toArray();
    return new StreamingKMeansModel(
        new CentroidModel(centers[0].length, flat, new int[0]),
        weights,
        parameters.decay(),
        parameters.timeUnit());
  }

  private static double[][] passages(int from, int to) {
    double[][] all = Npy.doubles2d("golden/corpus/minilm_embeddings.npy");
    return Arrays.stream(all, from, to).map(row -> Arrays.copyOf(row, 5)).toArray(double[][]::new);
  }

  @Test
  void without_decay_three_batches_give_the_centres_of_scikit_learns_mini_batch_k_means() {
    StreamingKMeansModel model = of(passages(0, 8), new double[8], DEFAULTS);
    model = next(next(next(model, passages(0, 700), 2), passages(700, 1100), 2), rest(), 2);
    double[] counts = Npy.doubles1d("golden/online/kmeans_counts.npy");
    double[][] expected = Npy.doubles2d("golden/online/kmeans_centers.npy");
    // a cluster without points so far has not the weight 0: it does not die
    assertArrayEquals(counts, model.weights(), 1e-4);
    for (int c = 0; c < 8; c++) {
      assertArrayEquals(expected[c], model.centers()[c], 1e-6, "cluster " + c);
    }
  }

  private static double[][] rest() {
    return passages(1100, 1500);
  }

  @Test
  void centres_and_weights_follow_the_rule_of_mllib() {
    double[][] first = uniform(400, 3, 1);
    double[][] batch = uniform(90, 3, 2);
    for (StreamingKMeans parameters :
        new StreamingKMeans[] {
          DEFAULTS.withDecayFactor(0.5),
          DEFAULTS.withHalfLife(3),
          DEFAULTS.withDecayFactor(0.99).withTimeUnit(DecayUnit.POINTS),
          DEFAULTS.withHalfLife(200).withTimeUnit(DecayUnit.POINTS)
        }) {
      spark();
      StreamingKMeansModel model;
      try (Workers workers = Workers.of(1)) {
        model = parameters.withNClusters(4).fit(first, FitContext.of(3, workers));
      }
      assertEquals(400, Arrays.stream(model.weights()).sum());
      StreamingKMeansModel next = next(model, batch, 1);
      double factor =
          parameters.halfLife() == 0
              ? parameters.decayFactor()
              : Math.exp(Math.log(0.5) / parameters.halfLife());
      double discount =
          parameters.timeUnit() == DecayUnit.POINTS ? Math.pow(factor, batch.length) : factor;
      double[][] sums = new double[4][3];
      int[] counts = new int[4];
      for (double[] point : batch) {
        int cluster = model.predict(point).label();
        counts[cluster]++;
        Arrays.setAll(sums[cluster], j -> sums[cluster][j] + point[j]);
      }
      for (int c = 0; c < 4; c++) {
        double former = model.weights()[c] * discount;
        double weight = former + counts[c];
        assertEquals(weight, next.weights()[c], 1e-9);
        for (int j = 0; j < 3; j++) {
          double center = (model.centers()[c][j] * former + sums[c][j]) / weight;
          assertEquals(center, next.centers()[c][j], 1e-12);
        }
      }
    }
  }

  /** MLlib would have split the largest cluster at the 27th batch. */
  @Test
  void a_cluster_without_points_keeps_its_number_and_its_place() {
    double[][] centers = {{0, 0}, {10, 10}};
    StreamingKMeansModel model = of(centers, new double[] {5, 5}, DEFAULTS.withDecayFactor(0.2));
    double[][] near = {{0, 1}, {0, -1}};
    for (int batch = 0; batch < 20; batch++) {
      model = next(model, near, 1);
    }
    assertArrayEquals(centers[1], model.centers()[1]);
    model = next(model, new double[][] {{12, 12}}, 1);
    assertArrayEquals(new double[] {12, 12}, model.centers()[1], 1e-6);
    assertArrayEquals(new int[] {1}, model.labels());
  }

  @Test
  void a_factor_of_zero_forgets_all_earlier_points() {
    StreamingKMeansModel model =
        of(new double[][] {{0}, {10}}, new double[] {900, 900}, DEFAULTS.withDecayFactor(0));
    model = next(model, new double[][] {{1}, {3}, {11}}, 1);
    assertArrayEquals(new double[] {2}, model.centers()[0], 1e-6);
    assertArrayEquals(new double[] {11}, model.centers()[1], 1e-6);
  }

  @Test
  void a_saved_model_goes_on_as_the_model_itself_and_that_does_not_change() throws IOException {
    StreamingKMeansModel model = (StreamingKMeansModel) fit(uniform(300, 3, 1), 6, 1);
    byte[] before = write(model);
    byte[] expected = write(next(model, uniform(50, 3, 2), 1));
    assertArrayEquals(before, write(model));
    assertArrayEquals(
        expected, write(next((StreamingKMeansModel) read(before), uniform(50, 3, 2), 8)));
  }

  @Test
  void each_row_of_a_batch_has_the_cluster_that_is_predicted() {
    double[][] batch = uniform(200, 3, 2);
    StreamingKMeansModel model =
        next((StreamingKMeansModel) fit(uniform(300, 3, 1), 6, 1), batch, 2);
    assertEquals(200, model.labels().length);
    for (int row = 0; row < 200; row++) {
      assertEquals(model.predict(batch[row]).label(), model.labels()[row]);
    }
  }

  /** All coordinates of the reduction have turned by a quarter. */
  @Test
  void centres_are_carried_over_before_points_are_assigned() {
    StreamingKMeansModel model =
        of(new double[][] {{10, 0}, {0, 10}}, new double[] {1, 1}, DEFAULTS);
    try (Workers workers = Workers.of(1)) {
      StreamingKMeansModel next =
          model.continued(
              new double[][] {{0, 12}, {-12, 0}},
              place -> new double[] {-place[1], place[0]},
              FitContext.of(1, workers));
      assertArrayEquals(new int[] {0, 1}, next.labels());
      assertArrayEquals(new double[] {0, 11}, next.centers()[0], 1e-12);
      assertArrayEquals(new double[] {-11, 0}, next.centers()[1], 1e-12);
    }
  }

  @Test
  void bad_batches_and_parameters_are_named() {
    StreamingKMeansModel model = of(new double[][] {{0, 0}}, new double[] {1}, DEFAULTS);
    assertTrue(message(() -> next(model, new double[0][], 1)).contains("at least one row"));
    assertTrue(message(() -> next(model, new double[1][3], 1)).contains("2 columns"));
    assertTrue(message(() -> DEFAULTS.withDecayFactor(1.5)).contains("from 0 to 1, got 1.5"));
    assertTrue(message(() -> DEFAULTS.withHalfLife(-1)).contains("0 or more and finite, got -1"));
    assertTrue(
        message(() -> DEFAULTS.withHalfLife(2).withDecayFactor(0.5))
            .contains("decayFactor must be 1 where halfLife is given, got 0.5"));
  }
}
