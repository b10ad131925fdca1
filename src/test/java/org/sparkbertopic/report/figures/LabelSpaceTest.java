package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelSpaceTest {

  /** 11 pixels for each unit, as the range has a tenth more around it. */
  private static final LabelSpace SPACE =
      new LabelSpace(new float[][] {{0, 0}, {100, 100}}, 1210, 1210);

  @Test
  void a_label_is_drawn_where_no_other_is() {
    String text = "x".repeat(20);
    assertTrue(SPACE.take(new float[] {50, 50}, 0, text, 10));
    // 118 pixels wide, 16 tall
    assertFalse(SPACE.take(new float[] {60, 50}, 0, text, 10), "110 pixels to the right");
    assertTrue(SPACE.take(new float[] {62, 50}, 0, text, 10), "132 pixels to the right");
    assertFalse(SPACE.take(new float[] {50, 51}, 0, text, 10), "11 pixels above");
    assertTrue(SPACE.take(new float[] {50, 51}, 11, text, 10), "22 pixels above");
    assertEquals(55, SPACE.distance(new float[] {0, 0}, new float[] {3, 4}), 1e-9);
  }

  @Test
  void points_in_one_place_have_space_for_one_label() {
    LabelSpace one =
        new LabelSpace(Collections.nCopies(3, new float[2]).toArray(float[][]::new), 100, 100);
    assertTrue(one.take(new float[2], 0, "a", 10));
    assertFalse(one.take(new float[2], 0, "b", 10));
  }

  @Test
  void long_names_are_cut_between_words() {
    assertEquals("12_short_name", LabelSpace.shorten("12_short_name"));
    assertEquals(
        "18_projects_water_resources…",
        LabelSpace.shorten("18_projects_water_resources_conservation"));
    assertEquals(
        "Health care and insurance…", LabelSpace.shorten("Health care and insurance of workers"));
    assertEquals("y".repeat(28) + "…", LabelSpace.shorten("y".repeat(40)));
    assertEquals("\uD83D\uDE80".repeat(28) + "…", LabelSpace.shorten("\uD83D\uDE80".repeat(29)));
  }

  @Test
  void a_legend_takes_half_of_a_figure_at_most() {
    assertEquals(130, LabelSpace.legend(List.of("ten letter"), 1000), 1e-9);
    assertEquals(250, LabelSpace.legend(List.of("x".repeat(50)), 500), 1e-9);
    assertEquals(60, LabelSpace.legend(List.of(), 500), 1e-9);
  }
}
