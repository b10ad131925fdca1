package org.sparkbertopic.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void a_line_tells_count_share_speed_and_time_left() {
    assertEquals(
        "embedding: 1,200 of 5,019 documents (23 %), 60.0 per second, 1 min 4 s left",
        ProgressLine.of(1_200, 5_019, TimeUnit.SECONDS.toNanos(20)));
    assertEquals(
        "embedding: 1,000 of 1,000,000 documents (0 %), 100.0 per second, 2 h 46 min left",
        ProgressLine.of(1_000, 1_000_000, TimeUnit.SECONDS.toNanos(10)));
    assertEquals(
        "embedding: 90 of 100 documents (90 %), 10.0 per second, 1 s left",
        ProgressLine.of(90, 100, TimeUnit.SECONDS.toNanos(9)));
  }

  @Test
  void nothing_is_left_at_the_end_and_nothing_is_known_at_the_start() {
    assertEquals(
        "embedding: 100 of 100 documents (100 %), 10.0 per second",
        ProgressLine.of(100, 100, TimeUnit.SECONDS.toNanos(10)));
    assertEquals(
        "embedding: 0 of 100 documents (0 %), none is done yet", ProgressLine.of(0, 100, 0));
    assertEquals("embedding: 0 of 0 documents, 0.0 per second", ProgressLine.of(0, 0, 0));
  }

  @Test
  void without_a_total_there_is_no_share_and_no_time_left() {
    assertEquals(
        "embedding: 50 documents, 5.0 per second",
        ProgressLine.of(50, -1, TimeUnit.SECONDS.toNanos(10)));
  }
}
