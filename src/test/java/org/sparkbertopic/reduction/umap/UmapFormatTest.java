package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.ReductionModelContract;
import org.sparkbertopic.reduction.ReductionModels;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.NearestNeighborsTest;

class UmapFormatTest {

  private static final int GROUP = 140;

  private static float[][] points;
  private static byte[] written;

  @BeforeAll
  static void fit() throws IOException {
    points = NearestNeighborsTest.randomPoints(4 * GROUP, 6, 23);
    for (int i = 0; i < points.length; i++) {
      points[i][i / GROUP] += 10;
    }
    Umap umap =
        Umap.bertopic()
            .withNNeighbors(5)
            .withNComponents(2)
            .withMinDist(0.1)
            .withNEpochs(50)
            .withInit(UmapInit.PCA)
            .withMetric(Metric.EUCLIDEAN);
    written = ReductionModelContract.write(UmapTest.fit(umap, points, 7));
  }

  /** The file was written by the release of version 1, from the points and parameters above. */
  @Test
  void a_model_of_version1_is_read() throws IOException {
    UmapModel model = read(versionOne());
    UmapModel newest = read(written);
    assertEquals(newest.parameters(), model.parameters());
    ReductionModelContract.assertSameBits(model.embedding(), model.transform(points));
    float[][] unseen = NearestNeighborsTest.randomPoints(40, 6, 24);
    for (int i = 0; i < unseen.length; i++) {
      unseen[i][i / 10] += 10;
    }
    int[][] orders = LayoutQuality.orders(model.transform(unseen), model.embedding(), false);
    for (int i = 0; i < unseen.length; i++) {
      assertEquals(i / 10, orders[i][0] / GROUP);
    }
  }

  @Test
  void a_model_of_version1_is_written_as_the_newest_version() throws IOException {
    UmapModel model = read(versionOne());
    UmapModel again = read(ReductionModelContract.write(model));
    ReductionModelContract.assertSameBits(model.embedding(), again.embedding());
    assertArrayEquals(ReductionModelContract.write(model), ReductionModelContract.write(again));
  }

  @Test
  void models_and_parts_of_earlier_versions_are_neither_annealed_nor_smoothed() throws IOException {
    UmapModel model = read(versionOne());
    assertEquals(1, model.parameters().annealing());
    assertEquals(0, model.parameters().smoothing());
    String former =
        PartJson.encode(Umap.create(), DimensionReducer.class)
            .replace(",\"annealing\":2.0,\"smoothing\":3", "");
    assertEquals(
        Umap.create().withAnnealing(1).withSmoothing(0),
        PartJson.decode(former, DimensionReducer.class));
  }

  @Test
  void every_parameter_is_kept() throws IOException {
    Umap umap =
        new Umap(
            7, 3, 0.2, 2, Metric.HELLINGER, 9, 0.5, UmapInit.RANDOM, 0.3, 2, 4, 6, 0.75, 1.5, 1);
    float[][] positive =
        NearestNeighborsTest.suited(Metric.HELLINGER, NearestNeighborsTest.randomPoints(30, 4, 1));
    UmapModel model = UmapTest.fit(umap, positive, 1);
    assertEquals(umap, read(ReductionModelContract.write(model)).parameters());
  }

  @Test
  void a_model_that_was_cut_off_anywhere_is_an_error_that_says_so() {
    for (int i = 0; i < 400; i++) {
      int length = lot(1, i, written.length);
      assertDamaged(Arrays.copyOf(written, length), "cut to " + length);
    }
  }

  @Test
  void a_flipped_bit_anywhere_is_an_error_that_says_so() {
    for (int i = 0; i < 800; i++) {
      // Half of them in the short part before the arrays, where a bit means most.
      int place = lot(2, i, i % 2 == 0 ? 150 : written.length);
      byte[] flipped = written.clone();
      flipped[place] ^= (byte) (1 << lot(3, i, 8));
      assertDamaged(flipped, "flipped at " + place);
    }
  }

  @Test
  void any_byte_anywhere_is_an_error_that_says_so() {
    for (int i = 0; i < 400; i++) {
      byte[] changed = written.clone();
      int bytes = 1 + lot(4, i, 8);
      for (int j = 0; j < bytes; j++) {
        changed[lot(5, i * 8 + j, written.length)] += (byte) (1 + lot(6, i * 8 + j, 255));
      }
      if (!Arrays.equals(changed, written)) {
        assertDamaged(changed, "changed, case " + i);
      }
    }
  }

  /** The old version has no checksum: some damage passes, but none may end in another error. */
  @Test
  void lengths_that_are_not_true_never_take_memory_in_either_version() throws IOException {
    for (byte[] model : new byte[][] {written, versionOne()}) {
      for (int place = 0; place < 400; place++) {
        byte[] huge = model.clone();
        huge[place] = 0x7F;
        Arrays.fill(huge, place + 1, place + 4, (byte) 0xFF);
        try {
          read(huge);
        } catch (IOException e) {
          assertIsOurs(e, "huge length at " + place);
        }
      }
    }
  }

  private static void assertDamaged(byte[] bytes, String what) {
    IOException error = assertThrows(IOException.class, () -> read(bytes), what);
    assertIsOurs(error, what);
  }

  private static void assertIsOurs(IOException error, String what) {
    String message = String.valueOf(error.getMessage());
    assertTrue(
        message.startsWith("the model is damaged: ")
            || message.startsWith("unknown version ")
            || message.startsWith("no reader for a reduction model of format "),
        what + ": " + error);
  }

  private static int lot(long kind, int number, int bound) {
    return CounterRandom.bounded(CounterRandom.bits(99, kind, number), bound);
  }

  private static UmapModel read(byte[] bytes) throws IOException {
    return (UmapModel) ReductionModels.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private static byte[] versionOne() throws IOException {
    try (InputStream in = UmapFormatTest.class.getResourceAsStream("/models/umap-v1.bin")) {
      return in.readAllBytes();
    }
  }
}
