package org.sparkbertopic.reduction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.Passages;

/** What every reducer and its model must do. */
public abstract class ReductionModelContract {

  private static final long SEED = 11;

  private ReductionModel model;

  protected abstract DimensionReducer reducer();

  protected float[][] training() {
    return Passages.training();
  }

  protected float[][] unseen() {
    return Passages.unseen();
  }

  @BeforeEach
  protected void fit() {
    model = fit(training(), 2);
  }

  private ReductionModel fit(float[][] points, int threads) {
    try (Workers workers = Workers.of(threads)) {
      return reducer().fit(points, FitContext.of(SEED, workers));
    }
  }

  @Test
  void has_a_place_of_the_output_dimension_for_every_training_row() {
    assertEquals(training()[0].length, model.inputDimension());
    assertEquals(training().length, model.embedding().length);
    for (float[] place : model.embedding()) {
      assertEquals(model.outputDimension(), place.length);
      for (float value : place) {
        assertTrue(Float.isFinite(value));
      }
    }
  }

  @Test
  void fits_the_same_bits_on_one_two_and_eight_threads() {
    for (int threads : new int[] {1, 8}) {
      ReductionModel other = fit(training(), threads);
      assertSameBits(model.embedding(), other.embedding());
      assertSameBits(model.transform(unseen()), other.transform(unseen()));
    }
  }

  @Test
  void leaves_the_training_rows_as_they_were() {
    float[][] rows = deepCopy(training());
    fit(rows, 2);
    assertSameBits(training(), rows);
  }

  @Test
  void a_training_row_lands_where_it_was() {
    assertSameBits(model.embedding(), model.transform(deepCopy(training())));
  }

  @Test
  void a_point_lands_at_the_same_place_alone_in_a_batch_and_in_any_order() {
    float[][] expected = model.transform(unseen());
    float[][] reversed = unseen();
    Collections.reverse(Arrays.asList(reversed));
    float[][] ofReversed = model.transform(reversed);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], ofReversed[expected.length - 1 - i]);
      assertArrayEquals(expected[i], model.transform(new float[][] {unseen()[i]})[0]);
    }
  }

  @Test
  void many_threads_may_transform_at_once() throws InterruptedException, ExecutionException {
    float[][] expected = model.transform(unseen());
    ExecutorService executor =
        Executors.newFixedThreadPool(4, task -> new Thread(task, "transform-test"));
    try {
      List<Future<float[][]>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(executor.submit(() -> model.transform(unseen())));
      }
      for (Future<float[][]> result : results) {
        assertSameBits(expected, result.get());
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void a_model_that_was_saved_and_loaded_gives_the_same_bits() throws IOException {
    ReductionModel loaded = read(write(model));
    assertEquals(model.getClass(), loaded.getClass());
    assertEquals(model.inputDimension(), loaded.inputDimension());
    assertEquals(model.outputDimension(), loaded.outputDimension());
    assertSameBits(model.embedding(), loaded.embedding());
    assertSameBits(model.transform(unseen()), loaded.transform(unseen()));
    assertSameBits(model.transform(training()), loaded.transform(training()));
    assertArrayEquals(write(model), write(loaded));
  }

  @Test
  void a_model_of_a_later_version_is_refused_with_both_versions() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(model.format());
    out.writeInt(99);
    IOException error = assertThrows(IOException.class, () -> read(bytes.toByteArray()));
    assertTrue(
        error.getMessage().startsWith("unknown version 99, ")
            && error.getMessage().contains("supports at most "),
        error.getMessage());
  }

  @Test
  void nan_and_infinite_values_are_named_by_row_and_column() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[][] points = deepCopy(training());
      points[3][7] = bad;
      assertNames("row 3, column 7", () -> fit(points, 1));
      assertNames("row 3, column 7", () -> model.transform(points));
    }
  }

  @Test
  void rows_of_another_length_are_named() {
    float[][] points = deepCopy(training());
    points[5] = new float[3];
    assertNames("got 3 in row 5", () -> fit(points, 1));
    assertNames("got 3 in row 5", () -> model.transform(points));
  }

  @Test
  void no_rows_and_rows_without_columns_are_errors() {
    assertNames("at least one row, got 0", () -> fit(new float[0][], 1));
    assertNames("at least one column", () -> fit(new float[3][0], 1));
    assertEquals(0, model.transform(new float[0][]).length);
  }

  private static void assertNames(String expected, Executable call) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call);
    assertTrue(error.getMessage().contains(expected), error.getMessage());
  }

  public static byte[] write(ReductionModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReductionModels.write(model, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  public static ReductionModel read(byte[] bytes) throws IOException {
    return ReductionModels.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  public static void assertSameBits(float[][] expected, float[][] found) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], found[i], "row " + i);
    }
  }

  private static float[][] deepCopy(float[][] rows) {
    float[][] copy = new float[rows.length][];
    Arrays.setAll(copy, i -> rows[i].clone());
    return copy;
  }
}
