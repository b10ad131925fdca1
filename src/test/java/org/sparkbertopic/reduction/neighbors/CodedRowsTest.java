package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class CodedRowsTest {

  private static float[][] units(int count, int dimension) {
    Random random = new Random(3);
    float[][] rows = new float[count][dimension];
    for (float[] row : rows) {
      double squares = 0;
      for (int i = 0; i < dimension; i++) {
        row[i] = (float) random.nextGaussian();
        squares += row[i] * row[i];
      }
      for (int i = 0; i < dimension; i++) {
        row[i] /= (float) Math.sqrt(squares);
      }
    }
    return rows;
  }

  @Test
  void ranks_are_near_those_of_the_rows_for_any_count_and_length() {
    for (int dimension : new int[] {8, 24, 384}) {
      float[][] rows = units(50, dimension);
      CodedRows.Query query = CodedRows.of(rows).orElseThrow().newQuery();
      query.set(rows[7]);
      int[] ids = {3, 49, 7, 0, 12, 12, 30};
      for (int count = 0; count <= ids.length; count++) {
        float[] ranks = new float[ids.length];
        query.ranks(ids, count, ranks);
        for (int i = 0; i < count; i++) {
          float expected = DistanceKernel.ONE_MINUS_DOT.between(rows[7], rows[ids[i]]);
          assertEquals(expected, ranks[i], 0.01f, dimension + " " + i);
        }
      }
    }
  }

  @Test
  void a_row_of_zeros_is_as_far_as_its_cosine_says() {
    float[][] rows = {new float[16], units(1, 16)[0]};
    CodedRows.Query query = CodedRows.of(rows).orElseThrow().newQuery();
    float[] ranks = new float[2];
    query.set(rows[1]);
    query.ranks(new int[] {0, 1}, 2, ranks);
    assertArrayEquals(new float[] {1, 0}, ranks, 0.01f);
    query.set(rows[0]);
    query.ranks(new int[] {0, 1}, 2, ranks);
    assertArrayEquals(new float[] {1, 1}, ranks);
  }
}
