package org.sparkbertopic.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  private static Optional<Duration> retryAfter(String value) {
    return Backoff.retryAfter(
        HttpHeaders.of(Map.of("retry-after", List.of(value)), (name, text) -> true), NOW);
  }

  @Test
  void waits_double_from_attempt_to_attempt_up_to_the_longest() {
    Backoff backoff = new Backoff(20, 100, 2);
    for (int attempt = 1; attempt < 20; attempt++) {
      long most = Math.min(2_000, 100L << (attempt - 1));
      long wait = backoff.waitAfter(attempt, 42, Optional.empty()).orElseThrow().toMillis();
      assertTrue(wait >= most / 2 && wait <= most, attempt + ": " + wait);
    }
    assertEquals(Optional.empty(), backoff.waitAfter(20, 42, Optional.empty()));
  }

  @Test
  void waits_differ_between_requests_and_not_from_run_to_run() {
    Backoff backoff = Backoff.create();
    assertEquals(
        backoff.waitAfter(1, 1, Optional.empty()), backoff.waitAfter(1, 1, Optional.empty()));
    assertNotEquals(
        backoff.waitAfter(1, 1, Optional.empty()), backoff.waitAfter(1, 2, Optional.empty()));
  }

  @Test
  void what_the_server_asks_for_counts_where_it_is_more() {
    Backoff backoff = Backoff.create();
    Duration asked = Duration.ofSeconds(30);
    assertEquals(Optional.of(asked), backoff.waitAfter(1, 1, Optional.of(asked)));
    assertTrue(backoff.waitAfter(5, 1, Optional.of(Duration.ZERO)).orElseThrow().toSeconds() >= 8);
    assertEquals(Optional.empty(), backoff.waitAfter(1, 1, Optional.of(Duration.ofSeconds(121))));
  }

  @Test
  void retry_after_is_a_number_or_a_date() {
    assertEquals(Optional.of(Duration.ofSeconds(121)), retryAfter("121"));
    assertEquals(Optional.of(Duration.ofMillis(500)), retryAfter("0.5"));
    assertEquals(Optional.of(Duration.ofSeconds(90)), retryAfter("Mon, 5 Jan 2026 10:01:30 GMT"));
    assertEquals(Optional.of(Duration.ZERO), retryAfter("Mon, 5 Jan 2026 09:00:00 GMT"));
    for (String nonsense : List.of("", "soon", "-3", "NaN", "1e300")) {
      assertEquals(Optional.empty(), retryAfter(nonsense), nonsense);
    }
  }

  @Test
  void parameters_must_be_positive() {
    assertThrows(IllegalArgumentException.class, () -> Backoff.create().withAttempts(0));
    assertThrows(IllegalArgumentException.class, () -> Backoff.create().withFirstWaitMillis(0));
    assertThrows(IllegalArgumentException.class, () -> Backoff.create().withLongestWaitSeconds(0));
  }
}
