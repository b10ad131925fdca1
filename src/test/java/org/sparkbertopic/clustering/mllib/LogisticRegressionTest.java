package org.sparkbertopic.clustering.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClustererContract;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.testing.SparkTest;

class LogisticRegressionTest extends SparkTest {

  private static final int CLASSES = 3;

  /** Overlapping classes: a share of the labels is drawn by lot. */
  private static int[] labels(double[][] points) {
    int[] labels = new int[points.length];
    for (int row = 0; row < labels.length; row++) {
      long lot = CounterRandom.bits(99, row);
      labels[row] =
          CounterRandom.unit(lot) < 0.2
              ? CounterRandom.bounded(CounterRandom.next(lot, 1), CLASSES)
              : points[row][0] > 0.5 ? 0 : points[row][1] > 0.4 ? 1 : 2;
    }
    return labels;
  }

  private static LogisticRegressionModel fit(
      LogisticRegression regression, double[][] points, int[] labels, int threads) {
    spark();
    try (Workers workers = Workers.of(threads)) {
      return regression.fit(points, labels, FitContext.of(1, workers));
    }
  }

  private static double loss(LogisticRegressionModel model, double[][] points, int[] labels) {
    double sum = 0;
    for (int row = 0; row < points.length; row++) {
      sum -= Math.log(model.classProbabilities(points[row])[labels[row]]);
    }
    return sum;
  }

  /** The probabilities of the first three points, by scikit-learn's LogisticRegression(C=c). */
  private static void assertAsScikitLearn(boolean binary, double c, double[][] expected) {
    double[][] points = new double[200][3];
    int[] labels = new int[200];
    for (int row = 0; row < 200; row++) {
      for (int j = 0; j < 3; j++) {
        points[row][j] = Math.sin(1.7 * row + 2.3 * j + 0.1 * row * j) * (1 + j);
      }
      double noise = Math.sin(5.0 * row * row);
      double score = points[row][0] + 0.4 * noise;
      labels[row] =
          binary ? score > 0 ? 1 : 0 : score > 0.4 ? 0 : points[row][1] + 0.5 * noise > 0 ? 1 : 2;
    }
    LogisticRegressionModel model =
        fit(LogisticRegression.create().withInverseRegularization(c), points, labels, 1);
    for (int row = 0; row < expected.length; row++) {
      assertArrayEquals(expected[row], model.classProbabilities(points[row]), 1e-4);
    }
  }

  @Test
  void probabilities_are_those_of_scikit_learn() {
    assertAsScikitLearn(
        false,
        1,
        new double[][] {
          {0.16497438, 0.76426626, 0.07075935},
          {0.94930045, 0.00032304, 0.05037651},
          {0.07695993, 0.09990762, 0.82313245}
        });
    assertAsScikitLearn(
        false,
        0.05,
        new double[][] {
          {0.33021316, 0.56425726, 0.10552958},
          {0.71794863, 0.02284769, 0.25920368},
          {0.28478439, 0.17678301, 0.53843261}
        });
    assertAsScikitLearn(
        true,
        1,
        new double[][] {
          {0.50092609, 0.49907391}, {0.01290831, 0.98709169}, {0.64511503, 0.35488497}
        });
    assertAsScikitLearn(
        true,
        0.05,
        new double[][] {
          {0.51547471, 0.48452529}, {0.16971916, 0.83028084}, {0.53372747, 0.46627253}
        });
  }

  @Test
  void without_much_penalty_no_model_nearby_fits_better() {
    double[][] points = ClustererContract.uniform(600, 3, 4);
    int[] labels = labels(points);
    LogisticRegression free = LogisticRegression.create().withInverseRegularization(1e6);
    LogisticRegressionModel model = fit(free, points, labels, 2);
    double best = loss(model, points, labels);
    for (double inverse : new double[] {0.1, 1, 10}) {
      LogisticRegressionModel other =
          fit(free.withInverseRegularization(inverse), points, labels, 2);
      assertTrue(best < loss(other, points, labels), "C = " + inverse);
    }
    // at the optimum the predicted shares add up to the labels' counts
    double[] sums = new double[CLASSES];
    double[] counts = new double[CLASSES];
    for (int row = 0; row < points.length; row++) {
      double[] shares = model.classProbabilities(points[row]);
      for (int c = 0; c < CLASSES; c++) {
        sums[c] += shares[c];
      }
      counts[labels[row]]++;
    }
    assertArrayEquals(counts, sums, 1e-2);
  }

  @Test
  void given_labels_stay_and_rows_without_get_the_likeliest_class() {
    double[][] points = ClustererContract.uniform(400, 3, 4);
    int[] labels = labels(points);
    int[] partly = labels.clone();
    for (int row = 0; row < 400; row += 4) {
      partly[row] = Classifier.UNKNOWN;
    }
    LogisticRegressionModel model = fit(LogisticRegression.create(), points, partly, 1);
    int right = 0;
    for (int row = 0; row < 400; row++) {
      if (partly[row] == Classifier.UNKNOWN) {
        assertEquals(model.predict(points[row]).label(), model.labels()[row]);
        right += model.labels()[row] == labels[row] ? 1 : 0;
      } else {
        assertEquals(labels[row], model.labels()[row]);
      }
      assertEquals(
          model.classProbabilities(points[row])[model.labels()[row]], model.probabilities()[row]);
    }
    assertTrue(right > 65, "of 100 unlabelled rows right: " + right);
    assertEquals(CLASSES, model.clusterCount());
  }

  @Test
  void the_same_bits_on_any_threads_and_after_write_and_read() throws IOException {
    double[][] points = ClustererContract.uniform(3000, 6, 4);
    int[] labels = labels(points);
    LogisticRegressionModel model = fit(LogisticRegression.create(), points, labels, 1);
    byte[] bytes = ClustererContract.write(model);
    assertArrayEquals(
        bytes, ClustererContract.write(fit(LogisticRegression.create(), points, labels, 4)));
    ClusterModel read = ClustererContract.read(bytes);
    assertArrayEquals(bytes, ClustererContract.write(read));
    assertEquals(model.predict(points[3]), read.predict(points[3]));
  }

  @Test
  void where_the_points_lie_does_not_change_the_probabilities() {
    double[][] points = ClustererContract.uniform(300, 2, 6);
    double[][] moved = new double[300][];
    Arrays.setAll(moved, row -> new double[] {points[row][0] + 1000, points[row][1] - 500});
    int[] labels = labels(points);
    LogisticRegressionModel here = fit(LogisticRegression.create(), points, labels, 1);
    LogisticRegressionModel there = fit(LogisticRegression.create(), moved, labels, 1);
    assertArrayEquals(here.classProbabilities(points[0]), there.classProbabilities(moved[0]), 1e-6);
  }

  @Test
  void one_class_no_labels_and_bad_labels_are_errors_that_say_what_to_do() {
    double[][] points = ClustererContract.uniform(4, 2, 1);
    LogisticRegression regression = LogisticRegression.create();
    assertEquals(
        "labels must be of at least two classes, got one; label documents of every topic, or take a clusterer",
        ClustererContract.message(() -> fit(regression, points, new int[] {1, 1, -1, 1}, 1)));
    assertTrue(
        ClustererContract.message(() -> fit(regression, points, new int[] {-1, -1, -1, -1}, 1))
            .contains("got none"));
    assertTrue(
        ClustererContract.message(() -> fit(regression, points, new int[] {0, 1, -2, 0}, 1))
            .contains("got -2 in row 2"));
    assertTrue(
        ClustererContract.message(() -> fit(regression, points, new int[3], 1))
            .contains("one for each of the 4 points"));
    try (Workers workers = Workers.of(1)) {
      assertTrue(
          ClustererContract.message(() -> regression.fit(points, FitContext.of(1, workers)))
              .startsWith("labels must be given to a classifier"));
    }
  }

  @Test
  void sizes_that_no_memory_holds_are_told() throws IOException {
    for (int[] sizes :
        new int[][] {{Integer.MAX_VALUE, 1}, {1 << 15, 1 << 15}, {1 << 20, 1 << 20}}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(LogisticRegressionModel.FORMAT);
      out.writeInt(1);
      out.writeInt(sizes[0]);
      out.writeInt(sizes[1]);
      assertThrows(IOException.class, () -> ClustererContract.read(bytes.toByteArray()));
    }
  }
}
