package org.sparkbertopic.online;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.stage.represent.TopicGrowth.Weights;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;

class OnlineSettingsTest {

  private static final OnlineSettings WEEK = OnlineSettings.create().withHalfLifeDays(7);

  @Test
  void days_since_the_newest_chunk_halve_what_was_before() {
    ModelHistory history = history(100, 110);
    assertEquals(new Weights(0.5, 1, 0), WEEK.weights(history, 117));
    assertEquals(new Weights(1, 1, 0), WEEK.weights(history, 110));
  }

  @Test
  void a_late_chunk_has_the_weight_that_it_would_have_by_now() {
    assertEquals(new Weights(1, 0.25, 0), WEEK.weights(history(100, 110), 96));
  }

  @Test
  void a_fit_that_was_made_after_the_chunk_is_before_it_all_the_same() {
    assertEquals(new Weights(1, 1, 0), WEEK.weights(history(500), 96));
    assertEquals(new Weights(0.5, 1, 0), WEEK.weights(history(500, 96), 103));
    assertEquals(new Weights(0.5, 1, 0), WEEK.weights(history(100), 107));
  }

  /**
   * @param fit day of the fit
   * @param days of the chunks after it
   */
  private static ModelHistory history(long fit, long... days) {
    ModelHistory history = new ModelHistory(List.of(chunk(Chunk.FIT, fit)), List.of());
    for (long day : days) {
      history = history.plus(chunk("chunk-" + day, day), List.of());
    }
    return history;
  }

  private static Chunk chunk(String name, long day) {
    return new Chunk(name, name, day, 1, 0, 0, 0.5, 0.5, List.of(), List.of());
  }
}
