package org.sparkbertopic.report.figures.input;

import java.util.Objects;
import org.sparkbertopic.compute.Checks;

/** Checks that the settings of several figures share. */
final class FigureChecks {

  /** More pixels than any screen or printed page has. */
  private static final int MOST_PIXELS = 20_000;

  private FigureChecks() {}

  static void frame(Labels labels, String title, int width, int height) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(title, "title");
    size("width", width);
    size("height", height);
  }

  /** A number of pixels, or 0 for as many as {@code by} needs. */
  static void sizeOrAuto(String parameter, int pixels, String by) {
    Checks.require(
        pixels >= 0 && pixels <= MOST_PIXELS,
        parameter,
        "0 (by the " + by + ") or from 1 to " + MOST_PIXELS + " pixels",
        pixels,
        "give 0");
  }

  static void size(String parameter, int pixels) {
    Checks.require(
        pixels >= 1 && pixels <= MOST_PIXELS,
        parameter,
        "from 1 to " + MOST_PIXELS + " pixels",
        pixels,
        "800 suits a page");
  }

  /** A number of topics, 0 for all. */
  static void topN(int topN) {
    Checks.require(topN >= 0, "topN", "0 (all) or more", topN, "give 0 to see all topics");
  }

  /** A share of documents. */
  static void sample(double sample) {
    Checks.require(
        sample > 0 && sample <= 1, "sample", "in (0, 1]", sample, "give 1 to draw all documents");
  }
}
