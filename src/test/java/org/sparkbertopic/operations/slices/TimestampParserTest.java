package org.sparkbertopic.operations.slices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.stage.table.UnusableInputException;

class TimestampParserTest {

  private static Instant read(String pattern, String zone, String text) {
    Long micros = new TimestampParser(pattern, zone).call(text);
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  @ParameterizedTest
  @CsvSource({
    "1986, 1986-01-01T00:00:00Z",
    "1986-04, 1986-04-01T00:00:00Z",
    "1986-04-26, 1986-04-26T00:00:00Z",
    "' 1986-04-26 ', 1986-04-26T00:00:00Z",
    "1986-04-26T01:23, 1986-04-26T01:23:00Z",
    "1986-04-26 01:23:45, 1986-04-26T01:23:45Z",
    "1986-04-26 01:23:45.5, 1986-04-26T01:23:45.5Z",
    "1986-04-26T01:23:45.123456789Z, 1986-04-26T01:23:45.123456Z",
    "1986-04-26T01:23:45+03:00, 1986-04-25T22:23:45Z",
    "1986-04-26T01:23:45 +0300, 1986-04-25T22:23:45Z",
    "0099-01-01, 0099-01-01T00:00:00Z",
    "1901-12-31T23:59:59Z, 1901-12-31T23:59:59Z"
  })
  void reads_iso_dates_from_years_to_microseconds(String text, Instant expected) {
    assertEquals(expected, read("", "UTC", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "1986-13-01",
        "1987-02-29",
        "26/04/1986",
        "86",
        "1986-04-26T25:00"
      })
  void what_is_no_iso_date_is_null(String text) {
    assertNull(read("", "UTC", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yyyy-MM-dd hh:mm", "yyyy-MM-dd KK:mm", "yyyy-MM-dd hh:mm 'a'"})
  void hours_of_half_a_day_without_the_half_are_refused(String pattern) {
    String message =
        assertThrows(UnusableInputException.class, () -> new TimestampParser(pattern, "UTC"))
            .getMessage();
    assertTrue(message.contains("write HH"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "dd/MM/yyyy, 26/04/1986, 1986-04-26T00:00:00Z",
    "d MMM yyyy HH:mm, 6 Apr 1986 01:23, 1986-04-06T01:23:00Z",
    "MM/yyyy, 04/1986, 1986-04-01T00:00:00Z",
    "yyyy-MM-dd hh:mm a, 1986-04-26 02:23 PM, 1986-04-26T14:23:00Z",
    "yyyy, 1986, 1986-01-01T00:00:00Z",
    "yyyy'y'MM, 1986y04, 1986-04-01T00:00:00Z",
    "d MMMM yyyy G, 15 March 0044 BC, -0043-03-15T00:00:00Z",
    "yyyy-DDD, 1986-116, 1986-04-26T00:00:00Z",
    "EEE MMM dd HH:mm:ss xx yyyy, Sat Apr 26 01:23:45 +0300 1986, 1986-04-25T22:23:45Z"
  })
  void reads_what_a_format_says(String pattern, String text, Instant expected) {
    assertEquals(expected, read(pattern, "UTC", text));
  }

  @Test
  void without_an_offset_the_time_is_the_sessions() {
    assertEquals(
        Instant.parse("1986-04-25T21:23:00Z"), read("", "Europe/Kiev", "1986-04-26T01:23"));
    assertEquals(
        Instant.parse("1986-04-26T01:23:00Z"), read("", "Europe/Kiev", "1986-04-26T01:23Z"));
  }

  @Test
  void null_and_what_is_no_date_are_null() {
    assertNull(read("", "UTC", null));
    assertNull(read("HH:mm", "UTC", "01:23"));
    assertNull(read("dd/MM/yyyy", "UTC", "31/02/1986"));
    assertNull(read("yyyyyyyyy", "UTC", "999999999"));
  }

  @Test
  void a_format_that_is_none_is_told_and_one_in_pythons_letters_too() {
    for (String pattern : new String[] {"bbb", "yyyy-MM-dd]", "%d/%m/%Y"}) {
      UnusableInputException failure =
          assertThrows(
              UnusableInputException.class, () -> new TimestampParser(pattern, "UTC"), pattern);
      assertTrue(failure.getMessage().contains("'" + pattern + "'"), failure.getMessage());
      assertTrue(failure.getMessage().startsWith("datetime-format must be a pattern"));
    }
  }
}
