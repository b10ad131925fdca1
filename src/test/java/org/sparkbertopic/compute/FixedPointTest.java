package org.sparkbertopic.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedPointTest {

  @Test
  void gives_the_mean_of_any_magnitude_to_the_last_bit_of_a_float() {
    Random random = new Random(5);
    for (float magnitude : new float[] {Float.MIN_VALUE, 1e-30f, 0.7f, 1, 1e10f, 3e38f}) {
      int n = 1000;
      FixedPoint fixedPoint = FixedPoint.of(magnitude, n);
      long[] sums = new long[1];
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = 0; i < n; i++) {
        float value = i == 0 ? magnitude : magnitude * (random.nextFloat() - 0.3f);
        fixedPoint.add(new float[] {value}, sums);
        exact = exact.add(new BigDecimal((double) value));
      }
      float expected = (float) exact.divide(BigDecimal.valueOf(n)).doubleValue();
      assertEquals(expected, fixedPoint.mean(sums[0], n), Math.ulp(expected));
    }
  }

  @Test
  void never_overflows_when_every_value_is_the_largest() {
    for (long values : new long[] {1, 2, 3, 1023, 1024, 1025, 10_000_000_000L}) {
      for (float magnitude :
          new float[] {Math.nextDown(1f), 1f, Math.nextUp(1f), Float.MAX_VALUE}) {
        long[] one = new long[1];
        FixedPoint fixedPoint = FixedPoint.of(magnitude, values);
        fixedPoint.add(new float[] {-magnitude}, one);
        long sum = Math.multiplyExact(one[0], values);
        assertTrue(one[0] < 0);
        assertEquals(-magnitude, fixedPoint.mean(sum, values));
      }
    }
  }

  @Test
  void means_of_nothing_but_zeros_are_zero() {
    FixedPoint fixedPoint = FixedPoint.of(0, 3);
    long[] sums = new long[2];
    fixedPoint.add(new float[] {0, -0f}, sums);
    assertEquals(0, fixedPoint.mean(sums[0], 3));
    assertEquals(0, fixedPoint.mean(sums[1], 3));
  }
}
