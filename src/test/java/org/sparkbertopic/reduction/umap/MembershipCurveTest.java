package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembershipCurveTest {

  @ParameterizedTest
  @CsvSource({
    "0.0, 1.0, 1.9328083975546724, 0.7904949734010681",
    "0.1, 1.0, 1.5769434601962196, 0.8950608779914887",
    "0.5, 1.0, 0.583030020479462, 1.3341669929263487",
    "0.25, 2.0, 0.41627349693884963, 0.9218551322340262"
  })
  void curve_is_the_least_squares_fit_that_scipy_finds(
      double minDist, double spread, double a, double b) {
    MembershipCurve curve = MembershipCurve.fit(minDist, spread);
    assertEquals(a, curve.a(), 1e-6);
    assertEquals(b, curve.b(), 1e-6);
  }
}
