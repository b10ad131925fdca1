package org.sparkbertopic.clustering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.ClusterModel.Prediction;

class CosineBallModelTest {

  /** East within 60 degrees, north within 37 degrees, and north again. */
  private static final CosineBallModel BALLS =
      CosineBallModel.of(new float[][] {{100, 0}, {0, 1}, {0, 5}}, new double[] {0.5, 0.8, 0.8}, 2);

  @Test
  void the_nearest_ball_that_reaches_wins_and_in_a_tie_the_first() throws IOException {
    assertEquals(new Prediction(0, 1), BALLS.predict(new double[] {3, 0}));
    assertEquals(new Prediction(1, 0.8), BALLS.predict(new double[] {3, 4}));
    assertEquals(new Prediction(0, 0.8), BALLS.predict(new double[] {4, 3}));
    assertEquals(new Prediction(-1, 0), BALLS.predict(new double[] {-1, 1}));
    assertEquals(new Prediction(-1, 0), BALLS.predict(new double[] {0, 0}));
    ClusterModel read = ClustererContract.read(ClustererContract.write(BALLS));
    assertEquals(3, read.clusterCount());
    assertEquals(new Prediction(1, 0.8), read.predict(new double[] {3, 4}));
  }

  @Test
  void a_point_belongs_to_its_own_ball_alone() {
    assertArrayEquals(new double[] {0, 0.8, 0}, BALLS.membershipVector(new double[] {3, 4}));
    assertArrayEquals(new double[3], BALLS.membershipVector(new double[] {-1, 1}));
  }

  @Test
  void a_ball_needs_a_direction_and_a_limit() {
    assertThrows(
        IllegalArgumentException.class,
        () -> CosineBallModel.of(new float[][] {{0, 0}}, new double[] {0.5}, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> CosineBallModel.of(new float[][] {{1, 0}}, new double[] {0}, 2));
  }
}
