package org.sparkbertopic.operations.merging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * 1 - cosine between the rows of a sparse matrix, for all pairs, term by term: a term costs the
 * square of the number of rows that have it. Terms that many rows have are kept as full columns,
 * four of them at a time against a few rows, which is an order of magnitude faster an entry.
 *
 * <p>Sums run over the terms in one order, whatever the number of threads.
 */
final class WeightDistances {

  /** Of the rows: from where on a full column is faster than a list of entries. */
  private static final double FULL_SHARE = 0.25;

  /** Their sums stay in a core's cache. */
  private static final int ROWS_OF_TASK = 16;

  /** Full columns that are added in one pass. */
  private static final int COLUMNS_AT_ONCE = 4;

  private final int rows;
  private final double[] norms;

  /** {@code [full terms][rows]}, as many as COLUMNS_AT_ONCE divides. */
  private final double[][] full;

  private final int[][] rowsOfTerm;
  private final double[][] weightsOfTerm;

  private WeightDistances(
      double[] norms, double[][] full, int[][] rowsOfTerm, double[][] weightsOfTerm) {
    this.rows = norms.length;
    this.norms = norms;
    this.full = full;
    this.rowsOfTerm = rowsOfTerm;
    this.weightsOfTerm = weightsOfTerm;
  }

  /**
   * {@code [rows - skipped][rows - skipped]}.
   *
   * @param skipped rows at the beginning that take no part
   */
  static double[][] of(TermMatrix weights, int skipped, Workers workers) {
    return prepare(weights, skipped).distances(workers);
  }

  private static WeightDistances prepare(TermMatrix weights, int skipped) {
    int rows = weights.rows() - skipped;
    int[] counts = new int[weights.vocabulary().size()];
    for (int e = weights.rowPointers()[skipped]; e < weights.columns().length; e++) {
      counts[weights.columns()[e]]++;
    }
    List<double[]> full = new ArrayList<>();
    double[][] fullOfTerm = new double[counts.length][];
    int[][] rowsOfTerm = new int[counts.length][];
    double[][] weightsOfTerm = new double[counts.length][];
    for (int term = 0; term < counts.length; term++) {
      if (counts[term] > FULL_SHARE * rows) {
        fullOfTerm[term] = new double[rows];
        full.add(fullOfTerm[term]);
      } else {
        rowsOfTerm[term] = new int[counts[term]];
        weightsOfTerm[term] = new double[counts[term]];
      }
    }
    while (full.size() % COLUMNS_AT_ONCE != 0) {
      full.add(new double[rows]);
    }
    double[] norms = new double[rows];
    Arrays.fill(counts, 0);
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      int end = weights.rowPointers()[row + skipped + 1];
      for (int e = weights.rowPointers()[row + skipped]; e < end; e++) {
        int term = weights.columns()[e];
        double weight = weights.values()[e];
        squares += weight * weight;
        if (fullOfTerm[term] != null) {
          fullOfTerm[term][row] = weight;
        } else {
          rowsOfTerm[term][counts[term]] = row;
          weightsOfTerm[term][counts[term]++] = weight;
        }
      }
      norms[row] = Math.sqrt(squares);
    }
    return new WeightDistances(norms, full.toArray(double[][]::new), rowsOfTerm, weightsOfTerm);
  }

  private double[][] distances(Workers workers) {
    double[][] dots = new double[rows][rows];
    workers.forEachRange(rows, ROWS_OF_TASK, (from, to) -> addFull(from, to, dots));
    // a term's own task would write to rows of others: each row finds its terms by itself
    int[][] termsOfRow = termsOfRow();
    workers.forEachRange(
        rows,
        ROWS_OF_TASK,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            addListed(row, termsOfRow[row], dots[row]);
          }
        });
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < i; j++) {
        double norm = norms[i] * norms[j];
        double distance = norm == 0 ? 1 : Math.max(0, 1 - dots[i][j] / norm);
        dots[i][j] = distance;
        dots[j][i] = distance;
      }
      dots[i][i] = 0;
    }
    return dots;
  }

  /** Only below the diagonal of its last row. */
  private void addFull(int from, int to, double[][] dots) {
    for (int term = 0; term < full.length; term += COLUMNS_AT_ONCE) {
      for (int row = from; row < to; row++) {
        addFour(full[term], full[term + 1], full[term + 2], full[term + 3], row, dots[row]);
      }
    }
  }

  private static void addFour(
      double[] a, double[] b, double[] c, double[] d, int row, double[] sums) {
    double wa = a[row];
    double wb = b[row];
    double wc = c[row];
    double wd = d[row];
    for (int j = 0; j < row; j++) {
      sums[j] += wa * a[j] + wb * b[j] + wc * c[j] + wd * d[j];
    }
  }

  private int[][] termsOfRow() {
    int[] counts = new int[rows];
    for (int[] list : rowsOfTerm) {
      if (list != null) {
        for (int row : list) {
          counts[row]++;
        }
      }
    }
    int[][] terms = new int[rows][];
    Arrays.setAll(terms, row -> new int[counts[row]]);
    Arrays.fill(counts, 0);
    for (int term = 0; term < rowsOfTerm.length; term++) {
      if (rowsOfTerm[term] != null) {
        for (int row : rowsOfTerm[term]) {
          terms[row][counts[row]++] = term;
        }
      }
    }
    return terms;
  }

  private void addListed(int row, int[] terms, double[] sums) {
    for (int term : terms) {
      int[] others = rowsOfTerm[term];
      double[] weights = weightsOfTerm[term];
      int end = Arrays.binarySearch(others, row);
      double weight = weights[end];
      for (int p = 0; p < end; p++) {
        sums[others[p]] += weight * weights[p];
      }
    }
  }
}
