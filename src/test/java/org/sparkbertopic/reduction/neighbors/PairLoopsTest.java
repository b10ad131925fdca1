package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.compute.CounterRandom;

class PairLoopsTest {

  private static final PairLoops PLAIN = new PlainPairLoops();

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 16, 24, 104, 384, 768, 1000})
  void the_vector_api_gives_the_bits_of_plain_java(int length) {
    assumeFalse(PairLoops.BEST instanceof PlainPairLoops, "a processor with narrow registers");
    float[][] rows = rows(5, length);
    assertSame(PLAIN.dot(rows[0], rows[1]), PairLoops.BEST.dot(rows[0], rows[1]));
    assertSame(PLAIN.squares(rows[0], rows[1]), PairLoops.BEST.squares(rows[0], rows[1]));
    assertSame(PLAIN.differences(rows[0], rows[1]), PairLoops.BEST.differences(rows[0], rows[1]));
    for (DistanceKernel kernel : DistanceKernel.values()) {
      assertArrayEquals(four(PLAIN, kernel, rows), four(PairLoops.BEST, kernel, rows));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 104, 384})
  void sums_are_the_ones_of_the_definition(int length) {
    float[][] rows = rows(2, length);
    double dot = 0;
    double squares = 0;
    double differences = 0;
    for (int i = 0; i < length; i++) {
      double difference = (double) rows[0][i] - rows[1][i];
      dot += (double) rows[0][i] * rows[1][i];
      squares += difference * difference;
      differences += Math.abs(difference);
    }
    assertEquals(dot, PLAIN.dot(rows[0], rows[1]), 1e-4);
    assertEquals(squares, PLAIN.squares(rows[0], rows[1]), 1e-4 * squares);
    assertEquals(differences, PLAIN.differences(rows[0], rows[1]), 1e-5 * differences);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 112, 384})
  void coded_sums_and_exact_squares_are_the_same_on_every_machine(int length) {
    byte[] codes = new byte[5 * length];
    int[] x = new int[length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (CounterRandom.bounded(CounterRandom.bits(4, i), 255) - 127);
    }
    for (int i = 0; i < length; i++) {
      x[i] = codes[4 * length + i];
    }
    int[] expected = new int[4];
    for (int row = 0; row < 4; row++) {
      for (int i = 0; i < length; i++) {
        expected[row] += x[i] * codes[row * length + i];
      }
    }
    float[][] rows = rows(2, length);
    for (PairLoops loops : new PairLoops[] {PLAIN, PairLoops.BEST}) {
      int[] sums = new int[4];
      loops.fourCodedDots(x, codes, 0, length, 2 * length, 3 * length, sums);
      assertArrayEquals(expected, sums);
      assertEquals(PLAIN.exactSquares(rows[0], rows[1]), loops.exactSquares(rows[0], rows[1]), 0.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 128, 512})
  void packed_sums_are_the_same_on_every_machine(int length) {
    long[][] rows = new long[5][length];
    long[] expected = new long[4];
    for (int row = 0; row < 5; row++) {
      for (int i = 0; i < length; i++) {
        rows[row][i] = CounterRandom.bits(5, row, i);
      }
    }
    for (int row = 0; row < 4; row++) {
      for (int i = 0; i < length; i++) {
        expected[row] += rows[4][i] * rows[row][i];
      }
    }
    for (PairLoops loops : new PairLoops[] {PLAIN, PairLoops.BEST}) {
      long[] sums = new long[4];
      loops.fourPackedDots(rows[4], rows[0], rows[1], rows[2], rows[3], sums);
      assertArrayEquals(expected, sums);
    }
  }

  @Test
  void one_pair_has_the_same_bits_alone_and_among_four() {
    float[][] rows = rows(5, 384);
    for (PairLoops loops : new PairLoops[] {PLAIN, PairLoops.BEST}) {
      float[] dots = four(loops, DistanceKernel.ONE_MINUS_DOT, rows);
      float[] squares = four(loops, DistanceKernel.SQUARED_EUCLIDEAN, rows);
      float[] differences = four(loops, DistanceKernel.MANHATTAN, rows);
      for (int i = 0; i < 4; i++) {
        assertSame(loops.dot(rows[0], rows[i + 1]), dots[i]);
        assertSame(loops.squares(rows[0], rows[i + 1]), squares[i]);
        assertSame(loops.differences(rows[0], rows[i + 1]), differences[i]);
      }
    }
  }

  @Test
  void the_vector_api_is_taken_where_the_module_is_there() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    assumeTrue("amd64".equals(System.getProperty("os.arch")), "AVX is certain");
    assumeFalse("off".equals(System.getProperty(PairLoops.VECTOR_PROPERTY)));
    assertEquals("SimdPairLoops", PairLoops.BEST.getClass().getSimpleName());
  }

  private static float[] four(PairLoops loops, DistanceKernel kernel, float[][] rows) {
    float[] sums = new float[PairLoops.FOUR];
    switch (kernel) {
      case ONE_MINUS_DOT -> loops.fourDots(rows[0], rows[1], rows[2], rows[3], rows[4], sums);
      case SQUARED_EUCLIDEAN ->
          loops.fourSquares(rows[0], rows[1], rows[2], rows[3], rows[4], sums);
      case MANHATTAN -> loops.fourDifferences(rows[0], rows[1], rows[2], rows[3], rows[4], sums);
    }
    return Arrays.copyOf(sums, 4);
  }

  private static void assertSame(float expected, float actual) {
    assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual));
  }

  private static float[][] rows(int count, int length) {
    float[][] rows = new float[count][length];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < length; i++) {
        rows[row][i] = (float) (CounterRandom.unit(CounterRandom.bits(5, row, i)) - 0.5);
      }
    }
    return rows;
  }
}
