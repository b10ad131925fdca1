package org.sparkbertopic.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class MeanPoolingTest {

  @Test
  void aTextsVectorPointsWhereTheMeanOfItsTokensDoesAndHasLengthOne() {
    float[] tokens = {1, 0, 5, 8, /* second text */ 0, -1, 0, -3};
    float[][] vectors = MeanPooling.pool(FloatBuffer.wrap(tokens), 2, 2, 2);
    assertEquals(2, vectors.length);
    assertArrayEquals(new float[] {0.6f, 0.8f}, vectors[0], 1e-7f);
    assertArrayEquals(new float[] {0, -1}, vectors[1], 1e-7f);
  }

  @Test
  void tokensThatCancelGiveTheZeroVectorAndNotNaN() {
    float[][] vectors = MeanPooling.pool(FloatBuffer.wrap(new float[] {1, -2, -1, 2}), 1, 2, 2);
    assertArrayEquals(new float[] {0, 0}, vectors[0]);
  }
}
