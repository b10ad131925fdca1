package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.LABEL;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The classes of a column of labels, ordered by value if all are whole numbers, and by code points
 * otherwise.
 *
 * @param names of the classes
 * @param documents {@code [classes]}: how many documents each has
 * @param unlabelled documents without a class
 */
public record LabelClasses(List<String> names, long[] documents, long unlabelled) {

  /** Ours: far more topics than a person reads, and little on the driver. */
  public static final int MOST_CLASSES = 50_000;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]+(\\.0*)?");

  public LabelClasses {
    names = List.copyOf(names);
  }

  /**
   * Counts the classes, on executors.
   *
   * @param labels a table with the column {@link InputColumns#LABEL}, null for none
   * @param setter of the estimator that names the column, for messages
   * @throws UnusableInputException if there is no class, or more than {@link #MOST_CLASSES}
   */
  public static LabelClasses of(Dataset<Row> labels, String setter) {
    List<Row> counted = labels.groupBy(col(LABEL)).count().limit(MOST_CLASSES + 2).collectAsList();
    Map<String, Long> counts = new HashMap<>();
    long unlabelled = 0;
    for (Row row : counted) {
      if (row.isNullAt(0)) {
        unlabelled = row.getLong(1);
      } else {
        counts.put(row.getString(0), row.getLong(1));
      }
    }
    if (counts.isEmpty()) {
      throw UnusableInputException.of(
          "%s must name a column with a class for at least one document, got none in %,d (null, empty and -1 stand for none); name another column, or none",
          setter, unlabelled);
    }
    if (counts.size() > MOST_CLASSES) {
      throw UnusableInputException.of(
          "%s must name a column of at most %,d classes, got more; is it the documents' key?",
          setter, MOST_CLASSES);
    }
    List<String> names = new ArrayList<>(counts.keySet());
    names.sort(order(names));
    return new LabelClasses(names, names.stream().mapToLong(counts::get).toArray(), unlabelled);
  }

  private static Comparator<String> order(List<String> names) {
    return areNumbers(names)
        ? Comparator.<String, BigDecimal>comparing(BigDecimal::new)
            .thenComparing(Comparator.naturalOrder())
        : Comparator.naturalOrder();
  }

  private static boolean areNumbers(List<String> names) {
    return names.stream().allMatch(name -> WHOLE_NUMBER.matcher(name).matches());
  }

  /** Whether the classes are only numbered: their numbers say nothing to a reader. */
  public boolean areNumbers() {
    return areNumbers(names);
  }

  /** Place of each class by its name. */
  public Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : names) {
      numbers.put(name, numbers.size());
    }
    return numbers;
  }
}
