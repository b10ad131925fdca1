package org.sparkbertopic.operations.slices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class EqualWidthBinsTest {

  /** As pandas.cut(range(0, 101), 4): (-0.1, 25], (25, 50], (50, 75], (75, 100]. */
  @Test
  void bins_are_open_on_the_left_and_the_first_begins_a_thousandth_earlier() {
    EqualWidthBins bins = EqualWidthBins.of(0, 100, 4, false);
    double[] numbers = {0, 0.5, 25, 25.01, 50, 74, 75, 75.5, 100};
    double[] edges = {-0.1, -0.1, -0.1, 25, 25, 50, 50, 75, 75};
    for (int i = 0; i < numbers.length; i++) {
      assertEquals(edges[i], bins.call(numbers[i]), 1e-12, "of " + numbers[i]);
    }
  }

  @Test
  void edges_of_microseconds_are_whole() {
    EqualWidthBins bins = EqualWidthBins.of(1_000, 2_000, 3, true);
    assertEquals(999, bins.call(1_000.0));
    assertEquals(1_333, bins.call(1_334.0));
    assertEquals(1_667, bins.call(2_000.0));
  }

  @Test
  void one_number_is_its_own_bin() {
    EqualWidthBins bins = EqualWidthBins.of(1986, 1986, 10, false);
    assertEquals(1986, bins.call(1986.0));
    assertNull(bins.call(null));
  }

  @Test
  void one_bin_has_all() {
    EqualWidthBins bins = EqualWidthBins.of(0, 10, 1, false);
    assertEquals(-0.01, bins.call(0.0), 1e-12);
    assertEquals(-0.01, bins.call(10.0), 1e-12);
  }
}
