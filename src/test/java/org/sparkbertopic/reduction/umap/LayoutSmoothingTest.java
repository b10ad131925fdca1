package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.Workers;

class LayoutSmoothingTest {

  private static final UmapForces FORCES = new UmapForces(MembershipCurve.fit(0, 1), 1);

  /** A path 0 - 1 - 2 with equal weights, and vertex 3 alone. */
  private static final FuzzyGraph PATH =
      new FuzzyGraph(
          new int[] {0, 1, 3, 4, 4}, new int[] {1, 0, 2, 1}, new float[] {0.5f, 0.5f, 0.5f, 0.5f});

  @Test
  void no_round_leaves_the_places_as_they_are() {
    float[] places = {0, 1, 2, 3};
    assertArrayEquals(places, smooth(places, 0));
  }

  @Test
  void every_point_goes_half_of_the_way_to_the_mean_of_its_neighbours() {
    // The neighbours of vertex 1 are equally far from it, so their weights are equal.
    assertArrayEquals(new float[] {0.5f, 1, 1.5f, 9}, smooth(new float[] {0, 1, 2, 9}, 1), 1e-6f);
  }

  @Test
  void a_round_begins_where_the_last_one_ended() {
    float[] once = smooth(new float[] {0, 1, 3, 9}, 1);
    assertArrayEquals(smooth(once, 1), smooth(new float[] {0, 1, 3, 9}, 2));
  }

  @Test
  void a_neighbour_that_the_layout_put_elsewhere_hardly_counts() {
    float[] places = smooth(new float[] {0, 0.1f, 50, 9}, 1);
    // The mean of the neighbours of vertex 1 is 25; weighted by the layout it is near 0.
    assertEquals(0.1, places[1], 0.1);
  }

  @Test
  void a_new_point_moves_among_training_points_that_stay() {
    float[] training = {0, 2, 50};
    float[] placed = {7, 1};
    new LayoutSmoothing(FORCES, 1, 1)
        .ofPoint(placed, 1, new int[] {1, 0}, new float[] {1, 0}, training);
    assertArrayEquals(new float[] {7, 1.5f}, placed, 1e-6f);
    assertArrayEquals(new float[] {0, 2, 50}, training);
  }

  private static float[] smooth(float[] places, int rounds) {
    try (Workers workers = Workers.of(2)) {
      return new LayoutSmoothing(FORCES, 1, rounds).ofGraph(PATH, places, workers);
    }
  }
}
