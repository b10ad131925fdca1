package org.sparkbertopic.reduction.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.OnlineReductionModel.Continuation;
import org.sparkbertopic.reduction.ReductionModelContract;
import org.sparkbertopic.reduction.umap.Passages;
import org.sparkbertopic.testing.Npy;

class IncrementalPcaTest extends ReductionModelContract {

  private static final float[][] ALL = Npy.floats2d("golden/corpus/minilm_embeddings.npy");

  @Override
  protected DimensionReducer reducer() {
    return IncrementalPca.create();
  }

  private static float[][] rows(int from, int to) {
    return Arrays.copyOfRange(ALL, from, to);
  }

  private static IncrementalPcaModel fit(IncrementalPca pca, float[][] points, int threads) {
    try (Workers workers = Workers.of(threads)) {
      return pca.fit(points, FitContext.of(1, workers));
    }
  }

  private static Continuation next(IncrementalPcaModel model, float[][] batch, int threads) {
    try (Workers workers = Workers.of(threads)) {
      return model.continued(batch, FitContext.of(1, workers));
    }
  }

  private static IncrementalPcaModel continued(IncrementalPcaModel model, float[][] batch) {
    return (IncrementalPcaModel) next(model, batch, 2).model();
  }

  @Test
  void three_batches_give_the_axes_values_and_mean_of_scikit_learn() {
    IncrementalPcaModel model = fit(new IncrementalPca(5, 700), rows(0, 700), 2);
    model = continued(continued(model, rows(700, 1100)), rows(1100, 1200));
    assertEquals(1200, model.rowsSeen());
    assertArrayEquals(
        Npy.doubles1d("golden/online/pca_singular_values.npy"), model.singularValues(), 1e-8);
    assertArrayEquals(Npy.doubles1d("golden/online/pca_mean.npy"), model.mean(), 1e-12);
    double[][] expected = Npy.doubles2d("golden/online/pca_components.npy");
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(expected[i], model.components()[i], 1e-6, "axis " + i);
    }
  }

  @Test
  void a_fit_goes_through_the_batches_of_scikit_learn() {
    assertArrayEquals(
        Npy.doubles1d("golden/online/pca_fit_singular_values.npy"),
        fit(new IncrementalPca(5, 400), rows(0, 1203), 2).singularValues(),
        1e-8);
  }

  @Test
  void one_batch_is_principal_component_analysis() {
    IncrementalPcaModel model = fit(IncrementalPca.create(), Passages.training(), 2);
    try (Workers workers = Workers.of(2)) {
      PcaModel pca = Pca.create().fit(Passages.training(), FitContext.of(1, workers));
      for (int i = 0; i < 5; i++) {
        assertArrayEquals(pca.components()[i], model.components()[i], 1e-7);
      }
    }
  }

  @Test
  void batches_without_loss_are_principal_component_analysis_of_all_rows() {
    float[][] points = new float[90][];
    Arrays.setAll(points, row -> Arrays.copyOf(ALL[row], 6));
    IncrementalPcaModel model = fit(new IncrementalPca(6, 0), Arrays.copyOf(points, 4), 1);
    model = continued(model, Arrays.copyOfRange(points, 4, 50));
    model = continued(model, Arrays.copyOfRange(points, 50, 90));
    try (Workers workers = Workers.of(1)) {
      PcaModel pca = new Pca(6).fit(points, FitContext.of(1, workers));
      for (int i = 0; i < 6; i++) {
        assertArrayEquals(pca.components()[i], model.components()[i], 1e-10, "axis " + i);
      }
    }
  }

  @Test
  void the_model_that_is_continued_does_not_change() throws IOException {
    IncrementalPcaModel model = fit(IncrementalPca.create(), rows(0, 700), 2);
    byte[] before = write(model);
    continued(model, rows(700, 1100));
    assertArrayEquals(before, write(model));
  }

  @Test
  void a_saved_model_goes_on_as_the_model_itself_on_any_number_of_threads() throws IOException {
    IncrementalPcaModel model = fit(IncrementalPca.create(), rows(0, 700), 2);
    IncrementalPcaModel loaded = assertInstanceOf(IncrementalPcaModel.class, read(write(model)));
    byte[] expected = write(next(model, rows(700, 1100), 1).model());
    assertArrayEquals(expected, write(next(loaded, rows(700, 1100), 8).model()));
  }

  @Test
  void the_batch_has_its_places_and_transform_finds_them_again() {
    IncrementalPcaModel model =
        continued(fit(IncrementalPca.create(), rows(0, 700), 2), rows(700, 1100));
    assertSameBits(model.embedding(), model.transform(rows(700, 1100)));
  }

  /** Axes turn, so the coordinates of a point change: what they are of stays where it was. */
  @Test
  void places_of_the_former_model_are_carried_over() {
    float[][] flat = new float[60][];
    Arrays.setAll(flat, i -> new float[] {i % 7, i % 5, 0, 0});
    float[][] turned = new float[300][];
    Arrays.setAll(turned, i -> new float[] {i % 3, 20 * (i % 11), 0, 0});
    IncrementalPcaModel model = fit(new IncrementalPca(2, 0), flat, 1);
    Continuation next = next(model, turned, 1);
    float[][] expected = next.model().transform(flat);
    for (int i = 0; i < flat.length; i++) {
      float[] former = model.embedding()[i];
      double[] carried = next.carryOver().apply(new double[] {former[0], former[1]});
      assertArrayEquals(new double[] {expected[i][0], expected[i][1]}, carried, 1e-4);
      assertTrue(Math.abs(former[0] - expected[i][0]) > 1, "the axes did not turn");
    }
  }

  @Test
  void a_batch_of_one_row_and_equal_rows_are_possible() {
    float[][] one = {{1, 2, 3}};
    IncrementalPcaModel model = fit(new IncrementalPca(2, 0), one, 1);
    assertArrayEquals(new float[2], model.embedding()[0]);
    model = continued(continued(model, one), new float[][] {{1, 2, 5}});
    assertArrayEquals(new double[] {0, 0, 1}, model.components()[0], 1e-12);
    assertEquals(3, model.rowsSeen());
  }

  @Test
  void bad_batches_and_parameters_are_named() {
    IncrementalPcaModel model = fit(new IncrementalPca(2, 0), new float[][] {{1, 2, 3}}, 1);
    assertNames("at least one row", () -> continued(model, new float[0][]));
    assertNames("3 columns in every row, got 2", () -> continued(model, new float[][] {{1, 2}}));
    assertNames(
        "finite, got NaN in row 0, column 1",
        () -> continued(model, new float[][] {{1, Float.NaN, 2}}));
    assertNames("nComponents must be positive, got 0", () -> new IncrementalPca(0, 0));
    assertNames("batchSize must be 0 or more, got -1", () -> new IncrementalPca(2, -1));
    assertNames(
        "IncrementalPca.nComponents must be at most the length of the points, 3, got 4",
        () -> fit(new IncrementalPca(4, 0), new float[][] {{1, 2, 3}}, 1));
  }

  private static void assertNames(String expected, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(expected), message);
  }
}
