package org.sparkbertopic.job.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Rows that a command prints: as a table for people, or as CSV (RFC 4180) for programs. A cell is a
 * text, an {@code Integer} such as an id, a {@code Long} such as a number of documents, or a {@code
 * Double}.
 */
public final class Listing {

  /** How rows are printed, named as in {@code --format}. */
  public enum Format {
    TABLE,
    JSON,
    CSV
  }

  private static final String GAP = "  ";
  private static final String CUT = "...";
  private static final int LEAST_WIDTH = 40;

  private final List<String> header;
  private final List<Object[]> rows = new ArrayList<>();

  private Listing(List<String> header) {
    this.header = header;
  }

  /**
   * @param header names of the columns; the last may be cut to the width of the terminal
   */
  public static Listing of(String... header) {
    return new Listing(List.of(header));
  }

  public Listing add(Object... cells) {
    rows.add(cells.clone());
    return this;
  }

  /** The columns of the terminal, which {@code jobs/spark-bertopic} tells; empty for a file. */
  public static OptionalInt terminalWidth() {
    return columns("SPARK_BERTOPIC_COLUMNS");
  }

  /** The columns that a variable of the environment tells. */
  static OptionalInt columns(String variable) {
    String told = System.getenv(variable);
    return told != null && told.matches("[1-9][0-9]{0,4}")
        ? OptionalInt.of(Math.max(LEAST_WIDTH, Integer.parseInt(told)))
        : OptionalInt.empty();
  }

  public void printTable(PrintStream out) {
    printTable(out, terminalWidth());
  }

  void printTable(PrintStream out, OptionalInt width) {
    List<String[]> lines = new ArrayList<>();
    for (Object[] row : rows) {
      lines.add(Arrays.stream(row).map(Listing::shown).toArray(String[]::new));
    }
    int[] widths = new int[header.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = length(header.get(column));
      for (String[] line : lines) {
        widths[column] = Math.max(widths[column], length(line[column]));
      }
    }
    out.println(line(header.toArray(String[]::new), widths, width));
    for (String[] line : lines) {
      out.println(line(line, widths, width));
    }
  }

  private String line(String[] cells, int[] widths, OptionalInt width) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.length; column++) {
      String padding = " ".repeat(widths[column] - length(cells[column]));
      boolean last = column == cells.length - 1;
      line.append(column == 0 ? "" : GAP)
          .append(isNumber(column) ? padding : "")
          .append(cells[column])
          .append(isNumber(column) || last ? "" : padding);
    }
    return width.isPresent() ? cut(line.toString(), width.getAsInt()) : line.toString();
  }

  private boolean isNumber(int column) {
    return !rows.isEmpty() && rows.get(0)[column] instanceof Number;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The text, or its beginning and three dots. */
  static String cut(String text, int most) {
    return length(text) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - CUT.length())) + CUT;
  }

  /** A line of a command's output, cut to the width of the terminal if there is one. */
  public static String fitted(String line) {
    OptionalInt width = terminalWidth();
    return width.isPresent() ? cut(line, width.getAsInt()) : line;
  }

  private static String shown(Object cell) {
    if (cell instanceof Long count) {
      return String.format(Locale.ROOT, "%,d", count);
    }
    return cell instanceof Double number
        ? String.format(Locale.ROOT, "%.4f", number)
        : Terminal.line(String.valueOf(cell));
  }

  public void printCsv(PrintStream out) {
    out.println(String.join(",", header.stream().map(Listing::quoted).toList()));
    for (Object[] row : rows) {
      out.println(
          String.join(",", Arrays.stream(row).map(cell -> quoted(String.valueOf(cell))).toList()));
    }
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[\",\\r\\n].*") ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
  }
}
