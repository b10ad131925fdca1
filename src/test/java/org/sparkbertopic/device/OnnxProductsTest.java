package org.sparkbertopic.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.onnx.OnnxDevice;
import org.sparkbertopic.embedding.onnx.folder.OnnxStructure;
import org.sparkbertopic.reduction.neighbors.ExactSearch;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NearestNeighbors;
import org.sparkbertopic.reduction.umap.Passages;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.reduction.umap.UmapModel;

class OnnxProductsTest {

  private static final ProductDevice ONNX_CPU = new OnnxProductDevice(false);

  @Test
  void the_model_is_a_whole_onnx_file_of_two_operators() {
    byte[] bytes = new byte[ProductGraph.of(rows(3, 8, 1), new float[3]).remaining()];
    ProductGraph.of(rows(3, 8, 1), new float[3]).get(bytes);
    OnnxStructure structure = OnnxStructure.read(bytes, "products");
    assertEquals("[Gemm, TopK]", structure.operators().toString());
  }

  @Test
  void the_largest_scores_are_those_of_double_precision() {
    float[][] rows = rows(50, 24, 1);
    float[] addends = rows(1, 50, 2)[0];
    float[][] queries = rows(9, 24, 3);
    int[] ids = new int[9 * 4];
    float[] scores = new float[9 * 4];
    try (ProductDevice.Products products = ONNX_CPU.open(rows, addends)) {
      products.largest(queries, 4, ids, scores);
    }
    requireLargest(rows, addends, queries, ids, scores);
  }

  @Test
  void rows_in_several_parts_are_merged() {
    float[][] rows = rows(50, 24, 1);
    float[] addends = rows(1, 50, 2)[0];
    float[][] queries = rows(9, 24, 3);
    int[] ids = new int[9 * 4];
    float[] scores = new float[9 * 4];
    // 16 rows in a part: the last has 2, fewer than are wanted
    try (OnnxProducts products =
        new OnnxProducts(rows, addends, () -> OnnxDevice.CPU, 16 * 24 + 1)) {
      products.largest(queries, 4, ids, scores);
    }
    requireLargest(rows, addends, queries, ids, scores);
  }

  private static void requireLargest(
      float[][] rows, float[] addends, float[][] queries, int[] ids, float[] scores) {
    for (int query = 0; query < queries.length; query++) {
      double[] all = new double[rows.length];
      for (int row = 0; row < rows.length; row++) {
        all[row] = addends[row];
        for (int i = 0; i < rows[0].length; i++) {
          all[row] += (double) queries[query][i] * rows[row][i];
        }
      }
      double[] sorted = all.clone();
      Arrays.sort(sorted);
      double[] found = new double[4];
      for (int i = 0; i < 4; i++) {
        found[i] = all[ids[query * 4 + i]];
        assertEquals(found[i], scores[query * 4 + i], 1e-5);
      }
      Arrays.sort(found);
      assertArrayEquals(Arrays.copyOfRange(sorted, 46, 50), found, 0);
    }
  }

  @Test
  void neighbours_of_the_passages_are_those_of_comparing_all_pairs() {
    for (Metric metric : new Metric[] {Metric.COSINE, Metric.EUCLIDEAN}) {
      MetricSpace space = MetricSpace.of(metric, Passages.training());
      float[][] rows = Passages.prepare(space, Passages.training());
      try (Workers workers = Workers.of(2);
          ExactSearch search = new ExactSearch(rows, space, ONNX_CPU)) {
        KnnGraph expected = NearestNeighbors.findExactly(rows, space, 15, workers);
        KnnGraph found = search.graph(15, workers, done -> {});
        int swapped = 0;
        for (int i = 0; i < expected.indices().length; i++) {
          swapped += expected.indices()[i] == found.indices()[i] ? 0 : 1;
          assertEquals(expected.distances()[i], found.distances()[i], 1e-7);
        }
        // Both sort by exact distances; the CPU's search cuts its list by single precision.
        assertTrue(swapped <= 2, metric + ": " + swapped + " places differ");
        assertEquals(0, search.scanned());
      }
    }
  }

  @Test
  void a_layout_places_points_the_same_in_any_batch_and_on_any_number_of_threads() {
    float[][] training = Arrays.copyOf(Passages.training(), 300);
    float[][] others = Arrays.copyOfRange(Passages.training(), 300, 340);
    Umap umap = Umap.create().withNEpochs(20);
    try (Workers one = Workers.of(1);
        Workers two = Workers.of(2)) {
      FitContext context = FitContext.of(1, one).on(Optional.of(ONNX_CPU));
      UmapModel model = umap.fit(training, context);
      assertArrayEquals(
          model.embedding(),
          umap.fit(training, FitContext.of(1, two).on(Optional.of(ONNX_CPU))).embedding());
      float[][] placed = model.transform(others);
      assertArrayEquals(placed, model.transform(others, two));
      assertArrayEquals(placed[7], model.transform(new float[][] {others[7]})[0]);
      // With as few rows the CPU's search compares all as well.
      assertArrayEquals(placed, model.on(Optional.empty()).transform(others));
      assertEquals(Optional.of(ONNX_CPU), model.device());
    }
  }

  @Test
  void a_device_is_a_value_that_executors_receive() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new OnnxProductDevice(true));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(new OnnxProductDevice(true), in.readObject());
    }
  }

  @Test
  void cuda_without_its_provider_is_an_error_that_says_what_to_install() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> NeighborsDevice.CUDA.products());
    assertTrue(e.getMessage().startsWith("setNeighborsDevice must be CUDA only "), e.getMessage());
    assertTrue(e.getMessage().contains("onnxruntime_gpu"), e.getMessage());
    assertEquals(Optional.empty(), NeighborsDevice.AUTO.products());
    assertEquals(Optional.empty(), NeighborsDevice.CPU.products());
    assertEquals(Optional.of(ONNX_CPU), NeighborsDevice.ONNX_CPU.products());
  }

  private static float[][] rows(int rows, int length, long seed) {
    float[][] made = new float[rows][length];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < length; i++) {
        made[row][i] = (float) (CounterRandom.unit(CounterRandom.bits(seed, row, i)) - 0.5);
      }
    }
    return made;
  }
}
