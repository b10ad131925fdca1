package org.sparkbertopic.compute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One-to-one matchings of two sets with the largest sum of weights: the Hungarian method (Kuhn
 * 1955, Munkres 1957), which adds one row at a time along a shortest path.
 *
 * <p>Only the given pairs can match. Pairs that are not connected by others are solved apart, so
 * time is cubic in the largest connected group, not in the sets.
 */
public final class OptimalMatching {

  /**
   * Two that may match.
   *
   * @param left place in the one set
   * @param right place in the other
   * @param weight positive
   */
  public record Pair(int left, int right, double weight) {

    /** By place, so that a result does not depend on the order of pairs. */
    static final Comparator<Pair> ORDER =
        Comparator.comparingInt(Pair::left).thenComparingInt(Pair::right);

    public Pair {
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw Checks.invalid(
            "weights must be positive and finite, got %s for %d and %d; leave such pairs out",
            weight, left, right);
      }
    }
  }

  private OptimalMatching() {}

  /**
   * The pairs of the best matching, ascending by the left place.
   *
   * @param pairs each at most once, in any order; the result does not depend on it
   */
  public static List<Pair> of(List<Pair> pairs) {
    List<Pair> matched = new ArrayList<>();
    for (List<Pair> group : connected(pairs)) {
      matched.addAll(solved(group));
    }
    matched.sort(Pair.ORDER);
    return matched;
  }

  /** The pairs by connected group. */
  private static Iterable<List<Pair>> connected(List<Pair> pairs) {
    List<Pair> sorted = new ArrayList<>(pairs);
    sorted.sort(Pair.ORDER);
    int rights = sorted.stream().mapToInt(Pair::right).max().orElse(-1) + 1;
    int lefts = sorted.stream().mapToInt(Pair::left).max().orElse(-1) + 1;
    int[] root = new int[rights + lefts];
    Arrays.setAll(root, node -> node);
    for (Pair pair : sorted) {
      root[find(root, rights + pair.left)] = find(root, pair.right);
    }
    Map<Integer, List<Pair>> groups = new TreeMap<>();
    for (Pair pair : sorted) {
      groups.computeIfAbsent(find(root, pair.right), key -> new ArrayList<>()).add(pair);
    }
    return groups.values();
  }

  private static int find(int[] root, int node) {
    int found = node;
    while (root[found] != found) {
      root[found] = root[root[found]];
      found = root[found];
    }
    return found;
  }

  private static List<Pair> solved(List<Pair> group) {
    int[] lefts = group.stream().mapToInt(Pair::left).distinct().sorted().toArray();
    int[] rights = group.stream().mapToInt(Pair::right).distinct().sorted().toArray();
    boolean wide = lefts.length <= rights.length;
    int[] rows = wide ? lefts : rights;
    int[] columns = wide ? rights : lefts;
    Pair[][] cells = new Pair[rows.length][columns.length];
    for (Pair pair : group) {
      int row = Arrays.binarySearch(rows, wide ? pair.left : pair.right);
      int column = Arrays.binarySearch(columns, wide ? pair.right : pair.left);
      cells[row][column] = pair;
    }
    int[] rowOfColumn = assigned(cells, columns.length);
    List<Pair> matched = new ArrayList<>();
    for (int column = 0; column < columns.length; column++) {
      Pair pair = rowOfColumn[column] < 0 ? null : cells[rowOfColumn[column]][column];
      if (pair != null) {
        matched.add(pair);
      }
    }
    return matched;
  }

  /**
   * The row of each column, or -1. The cost of a cell is minus its weight, 0 where no pair is; the
   * potentials keep all reduced costs from being negative.
   */
  private static int[] assigned(Pair[][] cells, int columns) {
    double[] rowPotential = new double[cells.length];
    double[] columnPotential = new double[columns + 1];
    int[] rowOf = new int[columns + 1];
    Arrays.fill(rowOf, -1);
    int[] previous = new int[columns + 1];
    for (int added = 0; added < cells.length; added++) {
      // The path starts at a column beyond the last, which holds the new row.
      int column = columns;
      rowOf[column] = added;
      double[] shortest = new double[columns + 1];
      Arrays.fill(shortest, Double.POSITIVE_INFINITY);
      boolean[] visited = new boolean[columns + 1];
      while (rowOf[column] >= 0) {
        visited[column] = true;
        int row = rowOf[column];
        double least = Double.POSITIVE_INFINITY;
        int next = -1;
        for (int other = 0; other < columns; other++) {
          if (visited[other]) {
            continue;
          }
          double cost = cells[row][other] == null ? 0 : -cells[row][other].weight;
          double reduced = cost - rowPotential[row] - columnPotential[other];
          if (reduced < shortest[other]) {
            shortest[other] = reduced;
            previous[other] = column;
          }
          if (shortest[other] < least) {
            least = shortest[other];
            next = other;
          }
        }
        for (int other = 0; other <= columns; other++) {
          if (visited[other]) {
            rowPotential[rowOf[other]] += least;
            columnPotential[other] -= least;
          } else {
            shortest[other] -= least;
          }
        }
        column = next;
      }
      while (column != columns) {
        rowOf[column] = rowOf[previous[column]];
        column = previous[column];
      }
      rowOf[columns] = -1;
    }
    return Arrays.copyOf(rowOf, columns);
  }
}
