package org.sparkbertopic.report;

import java.util.Objects;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.report.figures.Figure;

/**
 * A figure with a section of its own on the page.
 *
 * @param id of the section, which addresses of the page name: small letters and hyphens
 * @param title of the section
 * @param note how to read it; plain text
 */
public record PageFigure(String id, String title, String note, Figure figure) {

  public PageFigure {
    Checks.require(
        id.matches("[a-z]+(-[a-z]+)*"), "id", "small letters and hyphens", id, "name the section");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(note, "note");
    Objects.requireNonNull(figure, "figure");
  }
}
