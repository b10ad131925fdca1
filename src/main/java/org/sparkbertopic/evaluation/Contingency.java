package org.sparkbertopic.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A contingency table of topics and labels, and the agreement of both. Sums add the cells in the
 * order of topic and label, so the results do not depend on the order of the counts.
 */
public final class Contingency {

  /**
   * One cell of the table.
   *
   * @param topic row
   * @param label column
   * @param documents number of documents with both
   */
  public record Cell(int topic, String label, long documents) {

    public Cell {
      if (documents < 1) {
        throw new IllegalArgumentException(
            "documents must be positive, got " + documents + "; leave empty cells out");
      }
    }
  }

  private final TreeMap<Integer, TreeMap<String, Long>> rows = new TreeMap<>();
  private final TreeMap<String, Long> columnSums = new TreeMap<>();
  private long documents;

  private Contingency() {}

  /**
   * @param cells in any order; counts of equal cells are added
   */
  public static Contingency of(Collection<Cell> cells) {
    Contingency table = new Contingency();
    for (Cell cell : cells) {
      table
          .rows
          .computeIfAbsent(cell.topic, topic -> new TreeMap<>())
          .merge(cell.label, cell.documents, Math::addExact);
      table.columnSums.merge(cell.label, cell.documents, Math::addExact);
      table.documents = Math.addExact(table.documents, cell.documents);
    }
    return table;
  }

  /** Agreement of topics and labels; all values are NaN if there are no documents. */
  public Agreement agreement() {
    if (documents == 0) {
      return new Agreement(0, Double.NaN, Double.NaN, Double.NaN);
    }
    return new Agreement(documents, nmi(), ari(), purity());
  }

  private double nmi() {
    if (rows.size() == 1 && columnSums.size() == 1) {
      return 1;
    }
    double information = 0;
    for (TreeMap<String, Long> row : rows.values()) {
      double rowSum = sum(row.values());
      for (var cell : row.entrySet()) {
        double joint = cell.getValue();
        double ratio = (joint / rowSum) * (documents / (double) columnSums.get(cell.getKey()));
        information += joint / documents * StrictMath.log(ratio);
      }
    }
    double mean = (entropy(rowSums()) + entropy(columnSums.values())) / 2;
    return Math.min(1, Math.max(0, information) / mean);
  }

  private double entropy(Collection<Long> sums) {
    double entropy = 0;
    for (long sum : sums) {
      double share = (double) sum / documents;
      entropy -= share * StrictMath.log(share);
    }
    return entropy;
  }

  private double ari() {
    double together = 0;
    for (TreeMap<String, Long> row : rows.values()) {
      together += pairs(row.values());
    }
    double inRows = pairs(rowSums());
    double inColumns = pairs(columnSums.values());
    double expected = inRows / pairs(List.of(documents)) * inColumns;
    double largest = (inRows + inColumns) / 2;
    // Both partitions have only singletons, or both have one part: they are equal.
    return largest == expected || documents == 1 ? 1 : (together - expected) / (largest - expected);
  }

  private static double pairs(Collection<Long> sizes) {
    double pairs = 0;
    for (long size : sizes) {
      pairs += size * (size - 1.0) / 2;
    }
    return pairs;
  }

  private double purity() {
    long best = 0;
    for (TreeMap<String, Long> row : rows.values()) {
      best += row.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
    return (double) best / documents;
  }

  private List<Long> rowSums() {
    List<Long> sums = new ArrayList<>();
    rows.values().forEach(row -> sums.add(sum(row.values())));
    return sums;
  }

  private static long sum(Collection<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }
}
