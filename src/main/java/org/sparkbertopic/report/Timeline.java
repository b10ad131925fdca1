package org.sparkbertopic.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.report.figures.input.SliceRow;

/**
 * How many documents topics have at each time.
 *
 * @param times as ISO 8601 or numbers, ascending
 * @param documents {@code [times]} by the topic's id
 */
public record Timeline(List<String> times, Map<Integer, long[]> documents) {

  public static final Timeline NONE = new Timeline(List.of(), Map.of());

  /** Numbers on a page: about half a megabyte. */
  private static final int MOST_NUMBERS = 200_000;

  public Timeline {
    times = List.copyOf(times);
    documents = Map.copyOf(documents);
  }

  /**
   * Of rows of topics over time; {@link #NONE} for more than a page can hold.
   *
   * @param times of all documents, ascending
   */
  public static Timeline of(List<String> times, List<SliceRow> rows) {
    long topics = rows.stream().mapToInt(SliceRow::topic).distinct().count();
    if (times.size() < 2 || topics * times.size() > MOST_NUMBERS) {
      return NONE;
    }
    Map<String, Integer> places = new TreeMap<>();
    times.forEach(time -> places.put(time, places.size()));
    Map<Integer, long[]> documents = new TreeMap<>();
    for (SliceRow row : rows) {
      documents
              .computeIfAbsent(row.topic(), id -> new long[times.size()])[
              places.get(row.timestamp())] +=
          row.frequency();
    }
    return new Timeline(times, documents);
  }
}
