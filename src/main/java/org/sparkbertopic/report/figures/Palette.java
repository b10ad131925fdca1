package org.sparkbertopic.report.figures;

import java.util.List;

/**
 * Colours that people with colour vision deficiencies can tell apart: the qualitative scheme
 * "muted" of Paul Tol, Colour Schemes (SRON/EPS/TN/09-002, issue 3.2, 2021), and Cividis (Nuñez,
 * Anderton, Renslow, PLOS ONE 2018) for amounts. A topic has the same colour in every figure. After
 * nine topics colours begin again, with another symbol or dash.
 */
final class Palette {

  static final List<String> COLORS =
      List.of(
          "#332288", "#CC6677", "#117733", "#DDCC77", "#88CCEE", "#882255", "#44AA99", "#999933",
          "#AA4499");

  /** Outliers, and what is in no group. */
  static final String GREY = "#BBBBBB";

  /** Lines and texts. */
  static final String DARK = "#333333";

  /** Grid lines. */
  static final String PALE = "#E5E5E5";

  /** Plotly's name of the scale of amounts. */
  static final String AMOUNTS = "Cividis";

  private static final List<String> SYMBOLS =
      List.of("circle", "square", "diamond", "cross", "triangle-up", "star", "hexagon");
  private static final List<String> DASHES =
      List.of("solid", "dash", "dot", "dashdot", "longdash", "longdashdot");

  private Palette() {}

  /** Colour of a topic; grey for outliers. */
  static String color(int topic) {
    return topic < 0 ? GREY : COLORS.get(place(topic));
  }

  /** Place of a topic's colour. */
  static int place(int topic) {
    return topic % COLORS.size();
  }

  static String symbol(int topic) {
    return topic < 0 ? SYMBOLS.get(0) : SYMBOLS.get(topic / COLORS.size() % SYMBOLS.size());
  }

  static String dash(int topic) {
    return topic < 0 ? DASHES.get(0) : DASHES.get(topic / COLORS.size() % DASHES.size());
  }
}
