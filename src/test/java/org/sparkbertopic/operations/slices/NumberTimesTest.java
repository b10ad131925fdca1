package org.sparkbertopic.operations.slices;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.operations.slices.TimeColumn.TimeKind;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;

/** Numbers that stand for times are taken for what they can be, and else refused. */
class NumberTimesTest extends SparkTest {

  private static final SliceSettings SETTINGS = SliceSettings.create();

  private static Dataset<Row> table(String values) {
    return spark()
        .sql(
            "SELECT stamp FROM VALUES "
                + List.of(values.split(" ")).stream()
                    .map(value -> "(" + value + ")")
                    .collect(Collectors.joining(","))
                + " AS t(stamp)");
  }

  private static String binned(String values, SliceSettings settings) {
    Dataset<Row> table = table(values);
    TimeColumn column = TimeColumn.of(table, "stamp", settings);
    Column key = column.binned(settings.bins(), 0, 0).key();
    TimeKind kind = column.binned(settings.bins(), 0, 0).kind();
    return table.select(key.as("key")).distinct().orderBy(col("key")).collectAsList().stream()
        .map(row -> row.isNullAt(0) ? "null" : kind.text(row.get(0), ZoneOffset.UTC))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "1620000000L 1650000000L, 2021-05-03T00:00:00Z 2022-04-15T05:20:00Z, seconds",
    "1620000000.5D 1650000000D, 2021-05-03T00:00:00.5Z 2022-04-15T05:20:00Z, seconds",
    "1620000000000L 1650000000001L, 2021-05-03T00:00:00Z 2022-04-15T05:20:00.001Z, milliseconds",
    "1620000000000D 1650000000001D, 2021-05-03T00:00:00Z 2022-04-15T05:20:00.001Z, milliseconds",
    "1620000000000001L, 2021-05-03T00:00:00.000001Z, microseconds",
    "1620000000000001999L, 2021-05-03T00:00:00.000001Z, nanoseconds",
    "'1620000000000001999', 2021-05-03T00:00:00.000001Z, nanoseconds",
    "'1620000000', 2021-05-03T00:00:00Z, seconds",
    "'1620000000.5', 2021-05-03T00:00:00.5Z, seconds",
    "20240229 20231231, 2023-12-31 2024-02-29, dates",
    "20240229D 20231231D, 2023-12-31 2024-02-29, dates",
    "'20240229', 2024-02-29, dates",
    "1986 2024, 1986 2024, years",
    "1986D 2024D double('NaN'), null 1986 2024, years",
    "'1986.0' '2024.0', 1986-01-01T00:00:00Z 2024-01-01T00:00:00Z, ''",
    "1 12 7, 1 7 12, plain numbers",
    "1D 12D, 1 12, plain numbers",
    "0.5D 12D, 0.5 12.0, plain numbers",
    "202311 202402, 202311 202402, plain numbers",
    "45292 45323, 45292 45323, plain numbers"
  })
  void each_is_taken_for_what_its_range_says(String values, String expected, String taken) {
    assertEquals(expected, binned(values, SETTINGS));
    String note = TimeColumn.of(table(values), "stamp", SETTINGS).note();
    assertTrue(taken.isEmpty() ? note.isEmpty() : note.contains("taken as " + taken), note);
  }

  @ParameterizedTest
  @CsvSource({
    "year, 1620000000000L 1650000000001L, 2021-01-01 2022-01-01",
    "month, 1620000000L 1650000000L, 2021-05-01 2022-04-01",
    "year, 20240229 20231231, 2023-01-01 2024-01-01",
    "decade, 1986 2024, 1980 2020",
    "decade, 1986D 2024D, 1980 2020",
    "year, 1986.5D 2024D, 1986.0 2024.0"
  })
  void parts_of_the_calendar_are_of_the_times_and_never_of_the_numbers(
      String bins, String values, String expected) {
    assertEquals(expected, binned(values, SETTINGS.withBins(TimeBins.parse(bins))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1620000000L 1620000000000L",
        "0L 1620000000L",
        "-1620000000000L",
        "20240229 20241301 20240101",
        "2019 20200101",
        "2019 2018 20200101",
        "4300000000L"
      })
  void what_may_be_several_things_is_refused_with_the_option_that_settles_it(String values) {
    UnusableInputException failure =
        assertThrows(UnusableInputException.class, () -> binned(values, SETTINGS));
    assertTrue(failure.getMessage().contains("set timestamp-unit"), failure.getMessage());
    assertTrue(failure.getMessage().contains("'stamp'"), failure.getMessage());
  }

  @Test
  void the_option_settles_it_and_what_is_none_then_has_no_time() {
    assertEquals(
        "1970-01-01T00:00:00Z 2021-05-03T00:00:00Z",
        binned("0L 1620000000L", SETTINGS.withTimestampUnit(TimestampUnit.S)));
    assertEquals(
        "null 2024-01-01 2024-02-29",
        binned("20240229 20241301 20240101", SETTINGS.withTimestampUnit(TimestampUnit.YYYYMMDD)));
    assertEquals(
        "0 1620000000", binned("0L 1620000000L", SETTINGS.withTimestampUnit(TimestampUnit.NUMBER)));
    assertEquals(
        "null", binned("9223372036854775807L", SETTINGS.withTimestampUnit(TimestampUnit.MS)));
    assertEquals(
        "-500 0",
        binned(
            "-499 5",
            SETTINGS
                .withTimestampUnit(TimestampUnit.YEAR)
                .withBins(TimeBins.by(TimeBins.Kind.DECADE))));
    assertEquals(
        "2024-01-01T00:00:00Z 2024-02-01T00:00:00Z",
        binned("202401 202402", SETTINGS.withDatetimeFormat("yyyyMM")));
  }

  @Test
  void numbers_that_are_no_times_have_no_months_and_years_have_none() {
    for (String bins : List.of("day", "month", "year", "decade")) {
      UnusableInputException failure =
          assertThrows(
              UnusableInputException.class,
              () -> binned("1 12", SETTINGS.withBins(TimeBins.parse(bins))));
      assertTrue(
          failure.getMessage().contains("bins must be each or a number for the column 'stamp'"),
          failure.getMessage());
    }
    UnusableInputException years =
        assertThrows(
            UnusableInputException.class,
            () -> binned("1986 1987", SETTINGS.withBins(TimeBins.parse("month"))));
    assertTrue(years.getMessage().contains("whose numbers are years"), years.getMessage());
  }

  @Test
  void a_column_that_says_what_it_is_takes_no_unit() {
    UnusableInputException failure =
        assertThrows(
            UnusableInputException.class,
            () -> binned("date'2024-01-01'", SETTINGS.withTimestampUnit(TimestampUnit.S)));
    assertTrue(failure.getMessage().contains("leave it out"), failure.getMessage());
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> TimestampUnit.parse("minutes"));
    assertTrue(unknown.getMessage().contains("yyyymmdd"), unknown.getMessage());
  }
}
