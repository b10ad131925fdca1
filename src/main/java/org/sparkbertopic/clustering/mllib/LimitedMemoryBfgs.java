package org.sparkbertopic.clustering.mllib;

import java.util.function.DoubleConsumer;

/**
 * Minimises a smooth convex function by L-BFGS (Liu, Nocedal: On the limited memory BFGS method for
 * large scale optimization, 1989), with a line search that halves and doubles until both of Wolfe's
 * conditions hold (Lewis, Overton: Nonsmooth optimization via quasi-Newton methods, 2013).
 *
 * <p>Ours, though libraries have it: theirs add numbers up in an order that depends on the machine.
 */
final class LimitedMemoryBfgs {

  /** A function of many numbers. */
  interface Objective {

    /**
     * @param gradient filled
     * @return the value
     */
    double valueAndGradient(double[] at, double[] gradient);
  }

  /** As many steps are remembered, as scipy does. */
  private static final int MEMORY = 10;

  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int MOST_TRIALS = 40;

  private final int maxIterations;
  private final double tolerance;

  LimitedMemoryBfgs(int maxIterations, double tolerance) {
    this.maxIterations = maxIterations;
    this.tolerance = tolerance;
  }

  /**
   * Where the function is least, near enough.
   *
   * @param start not changed
   * @param progress told the share of the iterations done
   */
  double[] minimize(Objective objective, double[] start, DoubleConsumer progress) {
    int size = start.length;
    double[] at = start.clone();
    double[] gradient = new double[size];
    double value = objective.valueAndGradient(at, gradient);
    double[][] moves = new double[MEMORY][];
    double[][] changes = new double[MEMORY][];
    int remembered = 0;
    for (int iteration = 0; iteration < maxIterations; iteration++) {
      if (largest(gradient) <= tolerance) {
        break;
      }
      double[] direction = direction(gradient, moves, changes, remembered);
      double first = remembered == 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
      Trial trial = search(objective, at, value, gradient, direction, first);
      if (trial == null) {
        break; // no smaller value can be told apart
      }
      double[] move = difference(trial.at, at);
      double[] change = difference(trial.gradient, gradient);
      if (dot(move, change) > 0) {
        moves[remembered % MEMORY] = move;
        changes[remembered % MEMORY] = change;
        remembered++;
      }
      at = trial.at;
      value = trial.value;
      gradient = trial.gradient;
      progress.accept((double) (iteration + 1) / maxIterations);
    }
    return at;
  }

  /** The gradient times the negative inverse Hessian that the remembered steps suggest. */
  private static double[] direction(
      double[] gradient, double[][] moves, double[][] changes, int remembered) {
    double[] direction = gradient.clone();
    int oldest = Math.max(0, remembered - MEMORY);
    double[] factors = new double[MEMORY];
    for (int i = remembered - 1; i >= oldest; i--) {
      double[] move = moves[i % MEMORY];
      double[] change = changes[i % MEMORY];
      factors[i % MEMORY] = dot(move, direction) / dot(move, change);
      addScaled(-factors[i % MEMORY], change, direction);
    }
    if (remembered > 0) {
      double[] move = moves[(remembered - 1) % MEMORY];
      double[] change = changes[(remembered - 1) % MEMORY];
      double scale = dot(move, change) / dot(change, change);
      for (int j = 0; j < direction.length; j++) {
        direction[j] *= scale;
      }
    }
    for (int i = oldest; i < remembered; i++) {
      double[] move = moves[i % MEMORY];
      double[] change = changes[i % MEMORY];
      double factor = dot(change, direction) / dot(move, change);
      addScaled(factors[i % MEMORY] - factor, move, direction);
    }
    for (int j = 0; j < direction.length; j++) {
      direction[j] = -direction[j];
    }
    return direction;
  }

  private record Trial(double[] at, double value, double[] gradient) {}

  private static Trial search(
      Objective objective,
      double[] at,
      double value,
      double[] gradient,
      double[] direction,
      double firstStep) {
    double slope = dot(gradient, direction);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double step = firstStep;
    Trial lower = null;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      double[] next = at.clone();
      addScaled(step, direction, next);
      double[] nextGradient = new double[at.length];
      double nextValue = objective.valueAndGradient(next, nextGradient);
      if (!(nextValue <= value + SUFFICIENT_DECREASE * step * slope)) {
        high = step;
      } else {
        lower = nextValue < value ? new Trial(next, nextValue, nextGradient) : lower;
        if (dot(nextGradient, direction) >= CURVATURE * slope) {
          return lower;
        }
        low = step;
      }
      step = high == Double.POSITIVE_INFINITY ? 2 * low : 0.5 * (low + high);
    }
    return lower;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  private static void addScaled(double factor, double[] values, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * values[i];
    }
  }
}
