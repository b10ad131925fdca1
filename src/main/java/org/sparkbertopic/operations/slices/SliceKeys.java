package org.sparkbertopic.operations.slices;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.sparkbertopic.ctfidf.CodePointOrder;

/**
 * The timestamps and classes that occur, numbered in order: time ascending, names by code point. If
 * one kind is absent, it has a single null key. A plain class of arrays, since Kryo cannot read
 * records.
 */
final class SliceKeys implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Longs or doubles, or one null. */
  private final Object[] times;

  private final String[] categories;
  private transient volatile Numbers numbers;

  private record Numbers(Map<Object, Integer> times, Map<Object, Integer> categories) {}

  private SliceKeys(Object[] times, String[] categories) {
    this.times = times;
    this.categories = categories;
  }

  /** From rows (key of the time or null, class or null). */
  static SliceKeys of(List<Row> slices) {
    SortedSet<Object> times = new TreeSet<>(Comparator.comparing(SliceKeys::comparable));
    SortedSet<String> categories = new TreeSet<>(CodePointOrder.ASCENDING);
    for (Row slice : slices) {
      if (!slice.isNullAt(0)) {
        times.add(slice.get(0));
      }
      if (!slice.isNullAt(1)) {
        categories.add(slice.getString(1));
      }
    }
    return new SliceKeys(
        times.isEmpty() ? new Object[1] : times.toArray(),
        categories.isEmpty() ? new String[1] : categories.toArray(new String[0]));
  }

  @SuppressWarnings("unchecked") // all keys of a column are of one class, Long or Double
  private static Comparable<Object> comparable(Object key) {
    return (Comparable<Object>) key;
  }

  /** The timestamps' keys, ascending; empty where there are none. */
  List<Object> times() {
    return Stream.of(times).filter(Objects::nonNull).toList();
  }

  /** The classes, ascending by code point; empty where there are none. */
  List<String> categories() {
    return Stream.of(categories).filter(Objects::nonNull).toList();
  }

  Object time(int number) {
    return times[number];
  }

  String category(int number) {
    return categories[number];
  }

  /** The number of a key that occurs. */
  int numberOfTime(Object key) {
    return numbers().times.get(key);
  }

  /** The number of a class that occurs. */
  int numberOfCategory(Object category) {
    return numbers().categories.get(category);
  }

  private Numbers numbers() {
    if (numbers == null) {
      // Two threads may both do this, with the same result.
      numbers = new Numbers(numbered(times), numbered(categories));
    }
    return numbers;
  }

  private static Map<Object, Integer> numbered(Object[] sorted) {
    Map<Object, Integer> numbers = new HashMap<>();
    Arrays.stream(sorted).forEach(key -> numbers.put(key, numbers.size()));
    return numbers;
  }
}
