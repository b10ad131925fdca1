package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleScheduleTest {

  @Test
  void a_quarter_then_half_then_all_are_drawn() {
    SampleSchedule eight = new SampleSchedule(8, 200);
    assertEquals(2, eight.drawn(1));
    assertEquals(2, eight.drawn(59));
    assertEquals(4, eight.drawn(60));
    assertEquals(4, eight.drawn(119));
    assertEquals(8, eight.drawn(120));
    assertEquals(8, eight.drawn(199));
    SampleSchedule five = new SampleSchedule(5, 500);
    assertEquals(2, five.drawn(149));
    assertEquals(3, five.drawn(150));
    assertEquals(5, five.drawn(300));
  }

  @Test
  void the_last_80_epochs_draw_all() {
    SampleSchedule few = new SampleSchedule(8, 100);
    assertEquals(2, few.drawn(9));
    assertEquals(4, few.drawn(10));
    assertEquals(8, few.drawn(20));
    assertEquals(8, new SampleSchedule(8, 60).drawn(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 100})
  void the_samples_of_every_epoch_count_for_the_whole_rate(int rate) {
    SampleSchedule samples = new SampleSchedule(rate, 130);
    for (int epoch = 0; epoch < 130; epoch++) {
      assertEquals(rate, samples.drawn(epoch) * samples.weight(epoch), 1e-4);
    }
  }

  @Test
  void without_repulsion_nothing_is_drawn() {
    SampleSchedule none = new SampleSchedule(0, 30);
    assertEquals(0, none.drawn(1));
    assertEquals(0, none.weight(1));
  }
}
