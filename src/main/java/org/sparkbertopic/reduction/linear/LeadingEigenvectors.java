package org.sparkbertopic.reduction.linear;

import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * The largest eigenvalues of a symmetric operator and their eigenvectors, by subspace iteration
 * with a Chebyshev filter (Zhou, Saad, Tiago, Chelikowsky: Self-consistent-field calculations using
 * Chebyshev-filtered subspace iteration, 2006). Each iteration filters a block of somewhat more
 * vectors than wanted by a polynomial that is small on the unwanted part of the spectrum, makes the
 * block orthonormal, and rotates it to the best approximations in its span. Deterministic; multiple
 * eigenvalues do no harm. Memory: four blocks.
 *
 * @param values descending
 * @param vectors {@code [wanted][size]}, of length 1
 * @param converged whether all residuals |Av - lambda v| are below the tolerance
 */
public record LeadingEigenvectors(double[] values, double[][] vectors, boolean converged) {

  /**
   * Degree of the filter: higher degrees need fewer iterations but more products. Ours, by time.
   */
  private static final int DEGREE = 24;

  /** A bound: the result has the approximations, and says so, if it is reached. */
  private static final int MAX_ITERATIONS = 60;

  /** Entries per range, so that a range takes far longer than its start. */
  private static final int GRAIN = 1 << 14;

  /**
   * Computes them.
   *
   * @param wanted at most the size
   * @param hint the first eigenvector if known, or null
   * @param tolerance largest residual, for an operator of norm 1
   */
  public static LeadingEigenvectors of(
      SymmetricOperator operator,
      int wanted,
      double[] hint,
      double tolerance,
      long seed,
      Workers workers) {
    return new Iteration(operator, wanted, hint, tolerance, seed, workers).run();
  }

  private static final class Iteration {
    private final SymmetricOperator operator;
    private final int wanted;
    private final double tolerance;
    private final long seed;
    private final int size;
    private final int columns;
    private final Workers workers;
    private final BlockVectors blocks;
    private double[] x;
    private double[] ax;
    private double[] spare;

    Iteration(
        SymmetricOperator operator,
        int wanted,
        double[] hint,
        double tolerance,
        long seed,
        Workers workers) {
      this.operator = operator;
      this.wanted = wanted;
      this.tolerance = tolerance;
      this.seed = seed;
      this.size = operator.size();
      this.columns = Math.min(size, wanted + Math.max(6, wanted / 2));
      this.workers = workers;
      this.blocks = new BlockVectors(size, columns, workers);
      this.x = new double[Math.multiplyExact(size, columns)];
      this.ax = new double[x.length];
      this.spare = new double[x.length];
      for (int column = 0; column < columns; column++) {
        blocks.fillRandom(x, column, CounterRandom.bits(seed, column));
      }
      if (hint != null) {
        for (int row = 0; row < size; row++) {
          x[row * columns] = hint[row];
        }
      }
    }

    LeadingEigenvectors run() {
      blocks.orthonormalize(x, seed);
      double[] values = rotateToRitzVectors();
      boolean converged = residual(values) <= tolerance;
      for (int i = 0; i < MAX_ITERATIONS && !converged; i++) {
        filter(values[columns - 1]);
        blocks.orthonormalize(x, CounterRandom.bits(seed, i));
        values = rotateToRitzVectors();
        converged = residual(values) <= tolerance;
      }
      double[][] vectors = new double[wanted][size];
      for (int row = 0; row < size; row++) {
        for (int i = 0; i < wanted; i++) {
          vectors[i][row] = x[row * columns + i];
        }
      }
      return new LeadingEigenvectors(Arrays.copyOf(values, wanted), vectors, converged);
    }

    private double[] rotateToRitzVectors() {
      operator.multiply(x, columns, ax);
      double[][] projected = blocks.products(x, ax);
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < i; j++) {
          double mean = (projected[i][j] + projected[j][i]) / 2;
          projected[i][j] = mean;
          projected[j][i] = mean;
        }
      }
      SymmetricEigen eigen = SymmetricEigen.of(projected);
      blocks.transform(x, eigen.vectors());
      blocks.transform(ax, eigen.vectors());
      return eigen.values();
    }

    /** The largest residual |Av - lambda v| of the wanted eigenvectors. */
    private double residual(double[] values) {
      double largest = 0;
      for (int i = 0; i < wanted; i++) {
        double sum = 0;
        for (int row = 0; row < size; row++) {
          double off = ax[row * columns + i] - values[i] * x[row * columns + i];
          sum += off * off;
        }
        largest = Math.max(largest, Math.sqrt(sum));
      }
      return largest;
    }

    /**
     * Applies the Chebyshev polynomial of the interval from the lower bound to {@code cut}, scaled
     * to 1 at the largest eigenvalue so that nothing overflows.
     */
    private void filter(double cut) {
      double low = operator.lowerBound();
      double half = Math.max((cut - low) / 2, 1e-12);
      double center = (cut + low) / 2;
      double sigma = half / Math.max(1 - center, half);
      double first = sigma;
      // ax holds the operator's product already.
      combine(ax, x, sigma / half, center * sigma / half, null, 0, spare);
      double[] previous = x;
      double[] current = spare;
      double[] free = ax;
      for (int degree = 2; degree <= DEGREE; degree++) {
        double next = 1 / (2 / first - sigma);
        operator.multiply(current, columns, free);
        combine(
            free, current, 2 * next / half, 2 * next * center / half, previous, sigma * next, free);
        double[] oldest = previous;
        previous = current;
        current = free;
        free = oldest;
        sigma = next;
      }
      x = current;
      ax = previous;
      spare = free;
    }

    /** target = a * p - b * q - c * r. */
    private void combine(
        double[] p, double[] q, double a, double b, double[] r, double c, double[] target) {
      workers.forEachRange(
          target.length,
          GRAIN,
          (from, to) -> {
            if (r == null) {
              for (int i = from; i < to; i++) {
                target[i] = a * p[i] - b * q[i];
              }
            } else {
              for (int i = from; i < to; i++) {
                target[i] = a * p[i] - b * q[i] - c * r[i];
              }
            }
          });
    }
  }
}
