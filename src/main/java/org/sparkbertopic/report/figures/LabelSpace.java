package org.sparkbertopic.report.figures;

import java.util.ArrayList;
import java.util.List;

/**
 * Which labels of a map can be read in the size in which it is drawn: the first ones that do not
 * lie on each other. The others are in the legend and in hover texts. O(labels²).
 *
 * <p>Plotly draws the labels; their sizes are estimated from the number of characters.
 */
final class LabelSpace {

  /** Characters of a label that is on a map. */
  private static final int CHARACTERS = 28;

  /** Mean width of a character, and height of a line, as shares of the font's size. */
  private static final double CHARACTER_WIDTH = 0.56;

  private static final double LINE_HEIGHT = 1.3;

  /** Pixels of a label's frame on both sides together. */
  private static final double FRAME = 6;

  /** What Plotly leaves free around the outermost points, as a share of their range. */
  private static final double AROUND = 1.1;

  /** Share of a figure that a legend takes at most. */
  private static final double MOST_OF_LEGEND = 0.5;

  private static final int LEGEND_CHARACTER = 7;
  private static final int LEGEND_MARKER = 60;

  private final double pixelsOfX;
  private final double pixelsOfY;
  private final List<double[]> taken = new ArrayList<>();

  /**
   * @param places of all points of the map
   * @param width of the area of the points, in pixels
   * @param height of the area of the points, in pixels
   */
  LabelSpace(float[][] places, double width, double height) {
    this.pixelsOfX = width / range(places, 0);
    this.pixelsOfY = height / range(places, 1);
  }

  private static double range(float[][] places, int axis) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float[] place : places) {
      least = Math.min(least, place[axis]);
      most = Math.max(most, place[axis]);
    }
    return most > least ? (most - least) * AROUND : 1;
  }

  /** Pixels that a legend of these names takes from the width of a figure. */
  static double legend(List<String> names, int width) {
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    return Math.min(MOST_OF_LEGEND * width, LEGEND_MARKER + (double) LEGEND_CHARACTER * longest);
  }

  /**
   * A name as short as a map needs it: its beginning, cut between two words where it has them.
   *
   * @param name not escaped
   */
  static String shorten(String name) {
    String plain = name.strip();
    if (plain.codePointCount(0, plain.length()) <= CHARACTERS) {
      return plain;
    }
    String beginning = plain.substring(0, plain.offsetByCodePoints(0, CHARACTERS));
    int end = Math.max(beginning.lastIndexOf('_'), beginning.lastIndexOf(' '));
    return (end > CHARACTERS / 2 ? beginning.substring(0, end) : beginning) + "…";
  }

  /** Pixels between two points. */
  double distance(float[] one, float[] other) {
    return Math.hypot(
        ((double) one[0] - other[0]) * pixelsOfX, ((double) one[1] - other[1]) * pixelsOfY);
  }

  /**
   * Takes the space of a label, unless another has it.
   *
   * @param place the middle of the label
   * @param up pixels by which the label is above the place
   * @param text not escaped
   * @param size of the font, in pixels
   * @return whether the label can be drawn
   */
  boolean take(float[] place, double up, String text, int size) {
    double half = (FRAME + CHARACTER_WIDTH * size * text.length()) / 2;
    double tall = (FRAME / 2 + LINE_HEIGHT * size) / 2;
    double x = place[0] * pixelsOfX;
    double y = place[1] * pixelsOfY + up;
    double[] box = {x - half, x + half, y - tall, y + tall};
    for (double[] other : taken) {
      if (box[0] < other[1] && other[0] < box[1] && box[2] < other[3] && other[2] < box[3]) {
        return false;
      }
    }
    taken.add(box);
    return true;
  }
}
