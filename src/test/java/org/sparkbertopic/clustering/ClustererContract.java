package org.sparkbertopic.clustering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every clusterer that is asked for a number of clusters must do. */
public abstract class ClustererContract extends AnyClustererContract {

  @Test
  void as_many_clusters_as_points_and_one_cluster_are_possible() {
    double[][] points = uniform(5, 2, 1);
    assertEquals(5, Arrays.stream(fit(points, 5, 1).labels()).distinct().count());
    assertArrayEquals(new int[5], fit(points, 1, 1).labels());
  }

  @Test
  void more_clusters_than_points_are_an_error_that_says_what_to_do() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> fit(uniform(3, 2, 1), 4, 1));
    assertTrue(
        error.getMessage().contains("must be at most the number of points, 3, got 4; ask"),
        error.getMessage());
  }

  @Test
  void no_cluster_is_an_error() {
    assertTrue(message(() -> clusterer(0)).contains("must be positive, got 0"));
  }
}
