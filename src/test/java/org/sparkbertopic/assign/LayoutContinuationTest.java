package org.sparkbertopic.assign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.StreamingKMeans;
import org.sparkbertopic.clustering.mllib.StreamingKMeansModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.linear.IncrementalPca;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.testing.SparkTest;

/** What holds for a layout that batches continue. */
class LayoutContinuationTest extends SparkTest {

  private static final float[][] ALL = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
  private static final DimensionReducer PCA = IncrementalPca.create();
  private static final Clusterer K_MEANS =
      StreamingKMeans.create().withNClusters(12).withMaxIterations(20);

  private static LayoutModel first;

  @BeforeAll
  static void fit() {
    spark();
    first = fit(PCA, K_MEANS, rows(0, 500));
  }

  private static float[][] rows(int from, int to) {
    return Arrays.copyOfRange(ALL, from, to);
  }

  private static LayoutModel fit(DimensionReducer reducer, Clusterer clusterer, float[][] sample) {
    try (Workers workers = Workers.of(2)) {
      return LayoutModel.fit(sample, reducer, clusterer, FitContext.of(1, workers));
    }
  }

  private static LayoutModel next(LayoutModel layout, float[][] batch, int sampleSize) {
    try (Workers workers = Workers.of(2)) {
      return layout.continued(batch, sampleSize, FitContext.of(1, workers));
    }
  }

  private static int[] clusters(LayoutModel layout, float[][] embeddings) {
    return Arrays.stream(layout.assign(embeddings)).mapToInt(Prediction::label).toArray();
  }

  @Test
  void clusters_keep_their_numbers_and_the_layout_that_is_continued_its_bytes() throws IOException {
    byte[] before = write(first);
    LayoutModel second = next(first, rows(500, 1000), 10_000);
    assertEquals(first.clusterCount(), second.clusterCount());
    assertArrayEquals(before, write(first));
    StreamingKMeansModel model = assertInstanceOf(StreamingKMeansModel.class, second.clustering());
    assertEquals(1000, Arrays.stream(model.weights()).sum(), 1e-2);
  }

  @Test
  void documents_of_every_batch_in_the_sample_keep_their_cluster() {
    LayoutModel second = next(first, rows(500, 1000), 10_000);
    LayoutModel third = next(second, rows(1000, 1500), 10_000);
    assertArrayEquals(clusters(first, rows(0, 500)), clusters(third, rows(0, 500)));
    assertArrayEquals(clusters(second, rows(500, 1000)), clusters(third, rows(500, 1000)));
    assertEquals(1500, third.sampleSize());
  }

  @Test
  void a_small_sample_keeps_the_newest_and_the_documents_of_the_batch_have_what_is_predicted() {
    LayoutModel second = next(first, rows(500, 1000), 700);
    assertEquals(700, second.sampleSize());
    LayoutModel third = next(second, rows(1000, 1500), 400);
    assertEquals(500, third.sampleSize());
    LayoutModel none = next(second, rows(1000, 1500), 0);
    float[][] batch = rows(1000, 1500);
    int[] places =
        Arrays.stream(third.places(batch))
            .mapToInt(place -> third.clustering().predict(place).label())
            .toArray();
    assertArrayEquals(places, clusters(third, batch));
    assertArrayEquals(places, clusters(none, batch));
  }

  @Test
  void equal_embeddings_of_a_batch_have_the_cluster_of_the_sample() {
    float[][] batch = rows(450, 900);
    LayoutModel second = next(first, batch, 10_000);
    assertArrayEquals(clusters(first, rows(450, 500)), clusters(second, rows(450, 500)));
    assertEquals(900, second.sampleSize());
  }

  @Test
  void a_saved_layout_goes_on_as_the_layout_itself() throws IOException {
    LayoutModel loaded =
        LayoutModel.read(new DataInputStream(new ByteArrayInputStream(write(first))));
    assertArrayEquals(
        write(next(first, rows(500, 1000), 800)), write(next(loaded, rows(500, 1000), 800)));
  }

  /** Turning axes would put documents to clusters of other documents. */
  @Test
  void nearly_all_documents_of_earlier_batches_stay_when_the_axes_turn() {
    LayoutModel last = first;
    for (int from = 500; from < 1500; from += 250) {
      last = next(last, rows(from, from + 250), 0);
    }
    int[] before = clusters(first, rows(0, 500));
    int[] after = clusters(last, rows(0, 500));
    int same = 0;
    for (int row = 0; row < before.length; row++) {
      same += before[row] == after[row] ? 1 : 0;
    }
    assertTrue(same > 0.75 * before.length, same + " of " + before.length + " stayed");
  }

  @Test
  void without_a_reduction_the_clustering_alone_goes_on() {
    LayoutModel layout = fit(new NoReduction(), K_MEANS, rows(0, 300));
    LayoutModel next = next(layout, rows(300, 600), 1000);
    assertEquals(600, next.sampleSize());
    assertEquals(384, next.reduction().outputDimension());
  }

  @Test
  void guided_layouts_draw_the_documents_of_a_batch_too() {
    LayoutRules guided = LayoutRules.NONE.withGuidance(Guidance.of(new float[][] {ALL[3]}, ALL[4]));
    LayoutModel layout;
    try (Workers workers = Workers.of(2)) {
      layout =
          LayoutModel.fit(
              new LayoutSample(rows(0, 300), Optional.empty()),
              guided,
              PCA,
              K_MEANS,
              FitContext.of(1, workers));
    }
    LayoutModel next = next(layout, rows(300, 600), 0);
    assertArrayEquals(next.labels(), clusters(next, rows(300, 600)));
  }

  @Test
  void parts_that_cannot_be_continued_are_named_with_those_that_can() {
    Clusterer kMeans = KMeans.create().withNClusters(5);
    assertRefused(
        fit(Pca.create(), Hdbscan.create(), rows(0, 300)),
        "must have the reduction incremental-pca or none and the clustering streaming-kmeans, got"
            + " 'pca' and 'hdbscan'; fit with these parts");
    assertRefused(fit(PCA, kMeans, rows(0, 300)), "got 'incremental-pca' and 'centroids'");
    assertThrows(IllegalArgumentException.class, () -> next(first, new float[0][], 10));
    assertThrows(IllegalArgumentException.class, () -> next(first, new float[1][3], 10));
  }

  private static void assertRefused(LayoutModel layout, String expected) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> next(layout, rows(300, 400), 10))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }

  private static byte[] write(LayoutModel layout) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    layout.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
