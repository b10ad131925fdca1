package org.sparkbertopic.online;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedDocumentsTest {

  private static final float[] EAST = {1, 0};
  private static final float[] NORTH = {0, 1};

  @Test
  void a_place_as_dense_as_in_the_fit_is_nothing_new() {
    // 20 outliers of the sample, and half as many documents now: 10.5 are expected
    ExpectedDocuments half = new ExpectedDocuments(Collections.nCopies(20, EAST), 0.5);
    assertFalse(half.isExceededBy(10, EAST, 0.9));
    assertFalse(half.isExceededBy(30, EAST, 0.9));
    assertTrue(half.isExceededBy(31, EAST, 0.9));
  }

  @Test
  void a_place_that_the_sample_has_nothing_of_expects_one_document() {
    ExpectedDocuments twice = new ExpectedDocuments(List.of(EAST), 2);
    assertFalse(twice.isExceededBy(8, NORTH, 0.9));
    assertTrue(twice.isExceededBy(9, NORTH, 0.9));
    assertFalse(twice.isExceededBy(9, NORTH, 0));
  }

  @Test
  void without_a_sample_everything_is_new() {
    assertTrue(new ExpectedDocuments(List.of(), 1).isExceededBy(1, EAST, 0.9));
  }
}
