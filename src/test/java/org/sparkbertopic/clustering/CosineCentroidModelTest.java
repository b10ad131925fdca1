package org.sparkbertopic.clustering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.ClusterModel.Prediction;

class CosineCentroidModelTest {

  @Test
  void the_smallest_angle_wins_whatever_the_lengths() throws IOException {
    CosineCentroidModel model =
        CosineCentroidModel.of(new float[][] {{0, 0}, {100, 0}, {0, 1}, {0, 5}}, 2);
    assertEquals(new Prediction(1, 1), model.predict(new double[] {3, 0}));
    assertEquals(new Prediction(2, 0.8), model.predict(new double[] {3, 4}));
    assertEquals(new Prediction(1, 0), model.predict(new double[] {-1, -2}));
    assertEquals(new Prediction(-1, 0), model.predict(new double[] {0, 0}));
    ClusterModel read = ClustererContract.read(ClustererContract.write(model));
    assertEquals(4, read.clusterCount());
    assertEquals(new Prediction(2, 0.8), read.predict(new double[] {3, 4}));
  }

  @Test
  void without_centres_everything_is_noise() {
    assertEquals(
        new Prediction(-1, 0),
        CosineCentroidModel.of(new float[0][], 2).predict(new double[] {1, 2}));
  }
}
