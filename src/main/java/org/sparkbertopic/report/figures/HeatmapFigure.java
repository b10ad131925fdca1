package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.smile.Dendrogram;
import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.report.figures.input.HeatmapSettings;
import org.sparkbertopic.topics.FittedTopics;

/**
 * Cosines of topics. O(topics²) time and size; meant for up to several hundred topics. Of more than
 * {@value #MOST_UNASKED} it draws the largest, unless a number or topics are asked for.
 */
final class HeatmapFigure {

  static final String NAME = "heatmap";

  /** Pixels of the names and the scale next to the matrix, about. */
  private static final int FRAME = 420;

  private static final int PIXELS_OF_TOPIC = 13;

  /** Ours: a million cosines, 6 MB. */
  private static final int MOST_UNASKED = 1_000;

  /** Pixels; wider than most screens. */
  private static final int MOST_SIDE = 2_000;

  private static final int LARGEST_FONT = 12;
  private static final int SMALLEST_FONT = 5;

  /** Share of the height of a line that its letters take. */
  private static final double LETTER = 0.8;

  private static final int DOWNWARDS = 90;
  private static final int MOST_OF_SMALL = 10;

  /** A cosine of topics is not known better. */
  private static final int DECIMALS = 3;

  private HeatmapFigure() {}

  static Figure draw(FittedTopics model, HeatmapSettings settings) {
    Shown shown =
        Shown.limited(model, settings.topics(), settings.topN(), MOST_UNASKED, settings.labels());
    int width = side(settings.width(), shown.size());
    int height = side(settings.height(), shown.size());
    Plot plot = Plot.of(shown.title(settings.title()), width, height);
    if (shown.isEmpty()) {
      return plot.empty(NAME, Shown.NO_TOPICS);
    }
    double[][] cosines = TopicVectors.similarities(model, shown.topics(), settings.useCtfidf());
    int[] order = order(cosines, settings.nClusters());
    List<String> labels =
        IntStream.of(order).mapToObj(place -> shown.label(shown.topics().get(place))).toList();
    plot.topics(IntStream.of(order).mapToObj(place -> shown.ids().get(place)).toList());
    ObjectNode trace = plot.trace("heatmap");
    trace.put("colorscale", Palette.AMOUNTS);
    trace.put("hovertemplate", "%{x}<br>%{y}<br>%{z}<extra></extra>");
    plot.layout().put("hovermode", "closest");
    Plot.colorbar(trace, "cosine");
    scale(trace, cosines);
    ArrayNode rows = trace.putArray("z");
    for (int i : order) {
      ArrayNode row = rows.addArray();
      for (int j : order) {
        row.add(Numbers.of(cosines[i][j], DECIMALS));
      }
    }
    Plot.ticks(plot.axis("xaxis"), labels).put("showgrid", false).put("tickangle", DOWNWARDS);
    Plot.ticks(plot.axis("yaxis"), labels).put("showgrid", false).put("autorange", "reversed");
    names(plot.axis("xaxis"), width, labels.size());
    names(plot.axis("yaxis"), height, labels.size());
    return plot.figure(
        NAME, "Cosines of " + Texts.count(shown.size(), "topic") + ": " + shown.alt());
  }

  /**
   * The colours of a large matrix are for cosines of two topics: each topic's own 1 would leave
   * them little range. In a small one colours are the same for every model.
   */
  private static void scale(ObjectNode trace, double[][] cosines) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < cosines.length; i++) {
      for (int j = 0; j < i; j++) {
        least = Math.min(least, cosines[i][j]);
        most = Math.max(most, cosines[i][j]);
      }
    }
    boolean large = cosines.length > MOST_OF_SMALL && most > least;
    trace.set("zmin", Numbers.of(large ? least : Math.min(0, least), DECIMALS));
    trace.set("zmax", Numbers.of(large ? most : 1, DECIMALS));
  }

  /** Pixels at which each topic has a name that can be read. */
  private static int side(int wanted, int topics) {
    int needed = Math.min(MOST_SIDE, FRAME + PIXELS_OF_TOPIC * topics);
    return wanted > 0 ? wanted : Math.max(HeatmapSettings.LEAST_SIDE, needed);
  }

  /** Names as large as they fit side by side; none where they are too small to be read. */
  private static void names(ObjectNode axis, int side, int topics) {
    int size = (int) Math.min(LARGEST_FONT, LETTER * (side - FRAME) / topics);
    if (size < SMALLEST_FONT) {
      axis.put("showticklabels", false);
    } else {
      axis.putObject("tickfont").put("size", size);
    }
  }

  /** Places of the topics, those of a cluster together; clusters by their first topics. */
  private static int[] order(double[][] cosines, int clusters) {
    int topics = cosines.length;
    if (clusters == 0 || topics == 1) {
      return IntStream.range(0, topics).toArray();
    }
    Checks.require(
        clusters < topics,
        "nClusters",
        "below the number of topics, " + topics,
        clusters,
        "give 0 to keep the order");
    double[][] distances = new double[topics][topics];
    for (int i = 0; i < topics; i++) {
      for (int j = 0; j < topics; j++) {
        distances[i][j] = i == j ? 0 : Math.max(0, 1 - cosines[i][j]);
      }
    }
    int[] cluster = Dendrogram.of(distances, Linkage.WARD).cut(clusters);
    return IntStream.range(0, topics)
        .boxed()
        .sorted(Comparator.comparingInt(place -> cluster[place]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
