package org.sparkbertopic.http;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.CounterRandom;

/**
 * How often a request is repeated, and the waits in between: {@code firstWait * 2^k}, at most
 * {@code longestWait}, times a factor between a half and one (Brooker 2015, Exponential Backoff and
 * Jitter), so that many tasks do not return at once. A longer Retry-After of the server takes
 * precedence.
 *
 * <p>The factor is a function of the request and the attempt, not random: requests differ, and so
 * do their waits.
 *
 * @param attempts of one request, the first one included
 * @param firstWaitMillis before the second attempt
 * @param longestWaitSeconds between two attempts; if a server asks for more, the request fails
 */
@RecordBuilder
public record Backoff(int attempts, int firstWaitMillis, int longestWaitSeconds)
    implements Serializable, BackoffBuilder.With {

  /** With the other defaults, half a minute of waiting in total. */
  public static final int DEFAULT_ATTEMPTS = 6;

  public static final int DEFAULT_FIRST_WAIT_MILLIS = 1_000;

  /** Rate limits are mostly per minute. */
  public static final int DEFAULT_LONGEST_WAIT_SECONDS = 120;

  private static final long serialVersionUID = 1L;

  public Backoff {
    Checks.positive("attempts", attempts, DEFAULT_ATTEMPTS);
    Checks.positive("firstWaitMillis", firstWaitMillis, DEFAULT_FIRST_WAIT_MILLIS);
    Checks.positive("longestWaitSeconds", longestWaitSeconds, DEFAULT_LONGEST_WAIT_SECONDS);
  }

  public static Backoff create() {
    return new Backoff(DEFAULT_ATTEMPTS, DEFAULT_FIRST_WAIT_MILLIS, DEFAULT_LONGEST_WAIT_SECONDS);
  }

  /** Whether a later attempt may succeed: timeouts, rate limits and server errors. */
  public static boolean isTransient(int status) {
    return status == 408 || status == 409 || status == 425 || status == 429 || status >= 500;
  }

  /** The wait that the server asks for, in seconds or as a date; empty if it asks for none. */
  public static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
    Optional<String> header = headers.firstValue("Retry-After").map(String::strip);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    try {
      double seconds = Double.parseDouble(header.get());
      return seconds >= 0 && seconds < Integer.MAX_VALUE
          ? Optional.of(Duration.ofMillis((long) Math.ceil(1000 * seconds)))
          : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return untilDate(header.get(), now);
    }
  }

  private static Optional<Duration> untilDate(String date, Instant now) {
    try {
      Instant until =
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
              .toInstant();
      return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
    } catch (DateTimeParseException neither) {
      return Optional.empty();
    }
  }

  /**
   * The wait after a failed attempt.
   *
   * @param attempt the failed attempt, from 1
   * @param request a hash of the request
   * @param asked the wait that the server asks for
   * @return empty if this was the last attempt, or the server asks for more than the longest wait
   */
  public Optional<Duration> waitAfter(int attempt, long request, Optional<Duration> asked) {
    Duration longest = Duration.ofSeconds(longestWaitSeconds);
    if (attempt >= attempts || asked.orElse(Duration.ZERO).compareTo(longest) > 0) {
      return Optional.empty();
    }
    double doubled = firstWaitMillis * Math.scalb(1.0, Math.min(attempt - 1, 40));
    double share = 0.5 + 0.5 * CounterRandom.unit(CounterRandom.bits(request, attempt));
    Duration own =
        Duration.ofMillis((long) (share * Math.min(doubled, 1_000.0 * longestWaitSeconds)));
    return Optional.of(asked.filter(wait -> wait.compareTo(own) > 0).orElse(own));
  }
}
