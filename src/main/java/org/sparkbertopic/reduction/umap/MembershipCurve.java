package org.sparkbertopic.reduction.umap;

/**
 * The curve 1 / (1 + a x^(2b)): how strongly two points of the layout at distance x are connected.
 * It is the least-squares fit to a curve that is 1 up to minDist and falls off as exp(-(x -
 * minDist) / spread) beyond, over 300 points of [0, 3 spread] (McInnes et al. 2018, section 3.2).
 *
 * @param a the scale
 * @param b the steepness
 */
record MembershipCurve(double a, double b) {

  /** umap-learn's number of samples. */
  private static final int SAMPLES = 300;

  /** Far more than the fit needs. */
  private static final int MAX_STEPS = 1000;

  /** The fit ends when a and b change by less than this share. */
  private static final double SMALL_STEP = 1e-12;

  /** Fits the curve by the Levenberg-Marquardt method, from a = b = 1. */
  static MembershipCurve fit(double minDist, double spread) {
    double[] x = new double[SAMPLES];
    double[] y = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      x[i] = 3 * spread * i / (SAMPLES - 1);
      y[i] = x[i] < minDist ? 1 : StrictMath.exp(-(x[i] - minDist) / spread);
    }
    double a = 1;
    double b = 1;
    double damping = 1e-3;
    double error = squaredError(x, y, a, b);
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] normal = normalEquations(x, y, a, b);
      double haa = normal[0] * (1 + damping);
      double hbb = normal[2] * (1 + damping);
      double determinant = haa * hbb - normal[1] * normal[1];
      double stepA = (hbb * normal[3] - normal[1] * normal[4]) / determinant;
      double stepB = (haa * normal[4] - normal[1] * normal[3]) / determinant;
      double nextError =
          a + stepA > 0 && b + stepB > 0
              ? squaredError(x, y, a + stepA, b + stepB)
              : Double.POSITIVE_INFINITY;
      if (nextError <= error) {
        a += stepA;
        b += stepB;
        error = nextError;
        damping = Math.max(damping / 10, 1e-15);
        if (Math.abs(stepA) < SMALL_STEP * a && Math.abs(stepB) < SMALL_STEP * b) {
          break;
        }
      } else {
        damping *= 10;
        if (damping > 1e15) {
          break;
        }
      }
    }
    return new MembershipCurve(a, b);
  }

  private static double squaredError(double[] x, double[] y, double a, double b) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double residual = y[i] - 1 / (1 + a * StrictMath.pow(x[i], 2 * b));
      sum += residual * residual;
    }
    return sum;
  }

  /** {Jaa, Jab, Jbb, ga, gb}: the entries of J'J and of J' times the residuals. */
  private static double[] normalEquations(double[] x, double[] y, double a, double b) {
    double[] sums = new double[5];
    for (int i = 0; i < x.length; i++) {
      if (x[i] == 0) {
        continue; // the curve is 1 there whatever a and b
      }
      double power = StrictMath.pow(x[i], 2 * b);
      double value = 1 / (1 + a * power);
      double byA = -power * value * value;
      double byB = byA * a * 2 * StrictMath.log(x[i]);
      double residual = y[i] - value;
      sums[0] += byA * byA;
      sums[1] += byA * byB;
      sums[2] += byB * byB;
      sums[3] += byA * residual;
      sums[4] += byB * residual;
    }
    return sums;
  }
}
