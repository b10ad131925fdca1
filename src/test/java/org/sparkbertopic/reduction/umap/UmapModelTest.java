package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.ReductionModelContract;

class UmapModelTest extends ReductionModelContract {

  @Override
  protected DimensionReducer reducer() {
    return Umap.bertopic().withNEpochs(60);
  }

  /** Two groups far from each other, with a repeated row. */
  private static float[][] groups() {
    float[][] points = new float[60][];
    for (int i = 0; i < points.length; i++) {
      float side = i % 2 == 0 ? 1 : -1;
      points[i] = new float[] {side, side * 0.2f + i / 400f, 0.1f * (i % 7), 0.3f};
    }
    points[10] = points[0].clone();
    return points;
  }

  @Test
  void a_picture_has_the_same_bits_from_the_fit_from_a_loaded_model_and_on_any_threads()
      throws IOException {
    UmapModel fitted;
    float[][] picture;
    try (Workers workers = Workers.of(2)) {
      fitted = Umap.create().withNNeighbors(8).fit(groups(), FitContext.of(5, workers));
      picture = fitted.picture(workers, Progress.NONE);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    fitted.write(new DataOutputStream(bytes));
    UmapModel loaded =
        (UmapModel)
            new UmapModel.Reader()
                .read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    try (Workers workers = Workers.of(1)) {
      assertArrayEquals(picture, loaded.picture(workers, Progress.NONE));
    }
    assertEquals(60, picture.length);
    assertEquals(2, picture[0].length);
    assertArrayEquals(picture[0], picture[10]);
    // each point is next to one of its own group
    for (int i = 0; i < picture.length; i++) {
      assertEquals(i % 2, nearest(picture, i) % 2, "point " + i);
    }
  }

  private static int nearest(float[][] places, int of) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < places.length; i++) {
      double distance = Math.hypot(places[i][0] - places[of][0], places[i][1] - places[of][1]);
      if (i != of && distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  @Test
  void a_picture_of_one_point_has_it_at_the_origin() {
    try (Workers workers = Workers.of(1)) {
      UmapModel fitted =
          Umap.create().fit(new float[][] {{1, 2}, {1, 2}}, FitContext.of(5, workers));
      float[][] picture = fitted.picture(workers, Progress.NONE);
      assertArrayEquals(new float[][] {{0, 0}, {0, 0}}, picture);
      assertTrue(fitted.embedding().length == 2);
    }
  }
}
