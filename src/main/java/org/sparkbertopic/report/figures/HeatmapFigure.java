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

/** Cosines of topics. O(topics²) time and size; meant for up to several hundred topics. */
final class HeatmapFigure {

  static final String NAME = "heatmap";

  /** A cosine of topics is not known better. */
  private static final int DECIMALS = 3;

  private HeatmapFigure() {}

  static Figure draw(FittedTopics model, HeatmapSettings settings) {
    Plot plot = Plot.of(settings.title(), settings.width(), settings.height());
    Shown shown = Shown.of(model, settings.topics(), settings.topN(), settings.labels());
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
    Plot.titled(trace.putObject("colorbar"), "cosine");
    ArrayNode rows = trace.putArray("z");
    for (int i : order) {
      ArrayNode row = rows.addArray();
      for (int j : order) {
        row.add(Numbers.of(cosines[i][j], DECIMALS));
      }
    }
    Plot.ticks(plot.axis("xaxis"), labels).put("showgrid", false);
    Plot.ticks(plot.axis("yaxis"), labels).put("showgrid", false).put("autorange", "reversed");
    return plot.figure(
        NAME, "Cosines of " + Texts.count(shown.size(), "topic") + ": " + shown.alt());
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
