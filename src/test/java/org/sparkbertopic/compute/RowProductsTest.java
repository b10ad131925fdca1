package org.sparkbertopic.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowProductsTest {

  @Test
  void products_have_the_bits_of_single_ones() {
    Random random = new Random(7);
    for (int rows : new int[] {0, 1, 127, 128, 129, 300}) {
      for (int dimension : new int[] {1, 3, 4, 50}) {
        float[][] matrix = new float[rows][dimension];
        double[][] doubles = new double[rows][dimension];
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < dimension; i++) {
            matrix[row][i] = (float) random.nextGaussian();
            doubles[row][i] = random.nextGaussian();
          }
        }
        float[] vector = new float[dimension];
        double[] precise = new double[dimension];
        for (int i = 0; i < dimension; i++) {
          vector[i] = (float) random.nextGaussian();
          precise[i] = random.nextGaussian();
        }
        for (int count : new int[] {0, rows / 2, rows}) {
          double[] products = new double[rows + 1];
          products[count] = -1;
          RowProducts.of(matrix).with(vector, count, products);
          assertEquals(-1, products[count], "behind the rows that were asked for");
          double[] ofDoubles = new double[rows];
          RowProducts.of(doubles).with(precise, count, ofDoubles);
          for (int row = 0; row < count; row++) {
            assertEquals(Vectors.dot(matrix[row], vector), products[row]);
            assertEquals(Vectors.dot(doubles[row], precise), ofDoubles[row]);
          }
        }
      }
    }
  }
}
