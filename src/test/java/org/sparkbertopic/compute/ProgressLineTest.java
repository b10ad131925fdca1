package org.sparkbertopic.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void a_line_tells_count_share_speed_and_time_left() {
    assertEquals(
        "embedding: 1,200 of 5,019 documents (23 %), 60.0 per second, 1 min 4 s left",
        ProgressLine.of("embedding", 1_200, 5_019, "documents", TimeUnit.SECONDS.toNanos(20)));
    assertEquals(
        "embedding: 1,000 of 1,000,000 documents (0 %), 100.0 per second, 2 h 46 min left",
        ProgressLine.of("embedding", 1_000, 1_000_000, "documents", TimeUnit.SECONDS.toNanos(10)));
    assertEquals(
        "embedding: 90 of 100 documents (90 %), 10.0 per second, 1 s left",
        ProgressLine.of("embedding", 90, 100, "documents", TimeUnit.SECONDS.toNanos(9)));
  }

  @Test
  void nothing_is_left_at_the_end_and_nothing_is_known_at_the_start() {
    assertEquals(
        "embedding: 100 of 100 documents (100 %), 10.0 per second",
        ProgressLine.of("embedding", 100, 100, "documents", TimeUnit.SECONDS.toNanos(10)));
    assertEquals(
        "embedding: 0 of 100 documents (0 %), none is done yet",
        ProgressLine.of("embedding", 0, 100, "documents", 0));
    assertEquals("embedding: 0 of 0 documents", ProgressLine.of("embedding", 0, 0, "documents", 0));
  }

  @Test
  void a_share_alone_gives_the_time_left() {
    assertEquals(
        "layout: 25 %, 30 s left", ProgressLine.of("layout", 0.25, TimeUnit.SECONDS.toNanos(10)));
    assertEquals("layout: 100 %", ProgressLine.of("layout", 1, TimeUnit.SECONDS.toNanos(10)));
    assertEquals("layout: 0 %", ProgressLine.of("layout", 0, TimeUnit.SECONDS.toNanos(10)));
  }

  @Test
  void without_a_total_there_is_no_share_and_no_time_left() {
    assertEquals(
        "embedding: 50 documents, 5.0 per second",
        ProgressLine.of("embedding", 50, -1, "documents", TimeUnit.SECONDS.toNanos(10)));
  }
}
