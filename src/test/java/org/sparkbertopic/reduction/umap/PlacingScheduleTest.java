package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlacingScheduleTest {

  private static final int MANY = 20_000;
  private static final int FEW = 10_000;

  @Test
  void takes_a_tenth_of_the_epochs_and_cools_with_the_square() {
    PlacingSchedule schedule = PlacingSchedule.of(Umap.create().withLearningRate(4), MANY);
    assertEquals(20, schedule.epochs());
    assertEquals(0.5f, schedule.rate(0));
    assertEquals(0.125f, schedule.rate(10));
    assertEquals(50, PlacingSchedule.of(Umap.create(), FEW).epochs());
    assertEquals(33, PlacingSchedule.of(Umap.create().withNEpochs(330), MANY).epochs());
  }

  @Test
  void moves_twenty_times_at_least_but_never_in_a_model_of_one_point() {
    assertEquals(20, PlacingSchedule.of(Umap.create().withNEpochs(60), MANY).epochs());
    assertEquals(0, PlacingSchedule.of(Umap.create(), 1).epochs());
    assertEquals(0, PlacingSchedule.ofUmapLearn(Umap.create(), 1).epochs());
  }

  @Test
  void umap_learns_rate_falls_evenly_from_a_quarter() {
    PlacingSchedule schedule = PlacingSchedule.ofUmapLearn(Umap.create().withLearningRate(4), MANY);
    assertEquals(30, schedule.epochs());
    assertEquals(1f, schedule.rate(0));
    assertEquals(0.5f, schedule.rate(15));
    assertEquals(100, PlacingSchedule.ofUmapLearn(Umap.create(), FEW).epochs());
    assertEquals(110, PlacingSchedule.ofUmapLearn(Umap.create().withNEpochs(330), MANY).epochs());
  }
}
