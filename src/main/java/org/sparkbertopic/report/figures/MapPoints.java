package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.DocumentsSettings;

/** The documents of a map that are drawn: sampled, by topic, with their hover texts. */
final class MapPoints {

  static final String NO_DOCUMENTS = "There are no documents.";

  /** Points of a topic among which the densest is looked for; the work is its square. */
  private static final int MOST_CANDIDATES = 512;

  /** Pixels of the labels of topics. */
  static final int LABEL_FONT = 11;

  private static final int POINT_SIZE = 5;
  private static final double OPACITY = 0.7;
  private static final double OPACITY_OF_GREY = 0.4;

  private final DocumentMap documents;

  /** Rows by topic, ascending. */
  private final Map<Integer, int[]> rows;

  private final int decimals;

  private MapPoints(DocumentMap documents, Map<Integer, int[]> rows) {
    this.documents = documents;
    this.rows = rows;
    this.decimals = decimals(documents.coordinates());
  }

  /**
   * Draws a sample: of each topic of {@link DocumentsSettings#WHOLE_TOPIC} documents and more the
   * share with the smallest random numbers, which depend on the seed and the row.
   */
  static MapPoints of(DocumentMap documents, double sample, long seed) {
    Map<Integer, List<Integer>> byTopic = new TreeMap<>();
    for (int row = 0; row < documents.size(); row++) {
      byTopic.computeIfAbsent(documents.topics()[row], id -> new ArrayList<>()).add(row);
    }
    Map<Integer, int[]> rows = new TreeMap<>();
    byTopic.forEach(
        (topic, all) -> {
          boolean whole = sample == 1 || all.size() < DocumentsSettings.WHOLE_TOPIC;
          rows.put(
              topic,
              all.stream()
                  .sorted(Comparator.comparingLong(row -> CounterRandom.bits(seed, row)))
                  .limit(whole ? all.size() : (long) Math.ceil(all.size() * sample))
                  .mapToInt(Integer::intValue)
                  .sorted()
                  .toArray());
        });
    return new MapPoints(documents, rows);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Number of documents that are drawn. */
  int size() {
    return rows.values().stream().mapToInt(each -> each.length).sum();
  }

  /** Ids of the topics that have documents, ascending. */
  List<Integer> topics() {
    return List.copyOf(rows.keySet());
  }

  /** Rows of the documents of several topics, topic by topic. */
  int[] rowsOf(List<Integer> topics) {
    return topics.stream()
        .flatMapToInt(topic -> IntStream.of(rows.getOrDefault(topic, new int[0])))
        .toArray();
  }

  int topicOf(int row) {
    return documents.topics()[row];
  }

  /** Points of documents: places and, if wanted, ids and beginnings of texts. */
  ObjectNode trace(Plot plot, int[] chosen, boolean hover) {
    ObjectNode trace = plot.trace("scattergl").put("mode", "markers");
    float[][] places =
        Arrays.stream(chosen).mapToObj(row -> documents.coordinates()[row]).toArray(float[][]::new);
    coordinates(trace, places, decimals);
    boolean hasTexts = !documents.ids().isEmpty() || !documents.texts().isEmpty();
    if (!hover) {
      trace.put("hoverinfo", "skip");
    } else if (hasTexts) {
      ArrayNode texts = trace.putArray("hovertext");
      Arrays.stream(chosen).forEach(row -> texts.add(text(row)));
      trace.put("hovertemplate", "%{hovertext}<extra>%{fullData.name}</extra>");
    } else {
      trace.put("hovertemplate", "%{fullData.name}<extra></extra>");
    }
    return trace;
  }

  private String text(int row) {
    List<String> lines = new ArrayList<>();
    if (!documents.ids().isEmpty()) {
      lines.add(Texts.escape(documents.ids().get(row), Texts.DOCUMENT_CHARACTERS));
    }
    if (!documents.texts().isEmpty()) {
      lines.add(Texts.escape(documents.texts().get(row), Texts.DOCUMENT_CHARACTERS));
    }
    return String.join(Texts.LINE, lines);
  }

  /** Grey points: outliers and documents of topics that are not shown. */
  void grey(Plot plot, int[] chosen, String name, boolean hover) {
    if (chosen.length > 0) {
      ObjectNode trace = trace(plot, chosen, hover).put("name", name);
      marker(trace, OPACITY_OF_GREY).put("color", Palette.GREY);
    }
  }

  /** The marker of points that are not grey. */
  static ObjectNode marker(ObjectNode trace) {
    return marker(trace, OPACITY);
  }

  private static ObjectNode marker(ObjectNode trace, double opacity) {
    return trace.putObject("marker").put("size", POINT_SIZE).put("opacity", opacity);
  }

  /**
   * Space for labels on the map.
   *
   * @param width of the area of the points, in pixels
   * @param height of the area of the points, in pixels
   */
  LabelSpace space(double width, double height) {
    return new LabelSpace(documents.coordinates(), width, height);
  }

  /**
   * An annotation at the densest point of some documents, if there is space for it.
   *
   * @param text not escaped
   * @param size of the font, in pixels
   */
  void label(ArrayNode annotations, LabelSpace space, int[] chosen, String text, int size) {
    float[] place = documents.coordinates()[densest(chosen)];
    String label = LabelSpace.shorten(text);
    if (!space.take(place, 0, label, size)) {
      return;
    }
    ObjectNode note =
        annotations.addObject().put("text", Texts.escape(label)).put("showarrow", false);
    note.set("x", Numbers.of(place[0], decimals));
    note.set("y", Numbers.of(place[1], decimals));
    note.put("bgcolor", "rgba(255,255,255,0.7)");
    note.putObject("font").put("size", size);
  }

  /**
   * The row with the most others near it: the maximum of a density with Epanechnikov's kernel and
   * Scott's bandwidth. The mean may lie where no document is. Of many rows a part is looked at.
   */
  int densest(int[] chosen) {
    int step = (chosen.length + MOST_CANDIDATES - 1) / MOST_CANDIDATES;
    float[][] all = documents.coordinates();
    int[] candidates =
        IntStream.range(0, chosen.length)
            .filter(place -> place % step == 0)
            .map(place -> chosen[place])
            .toArray();
    double squared = squaredBandwidth(candidates, all);
    int best = candidates[0];
    double most = -1;
    for (int candidate : candidates) {
      double density = 0;
      for (int other : candidates) {
        double dx = (double) all[candidate][0] - all[other][0];
        double dy = (double) all[candidate][1] - all[other][1];
        density += Math.max(0, squared - dx * dx - dy * dy);
      }
      if (density > most) {
        most = density;
        best = candidate;
      }
    }
    return best;
  }

  private static double squaredBandwidth(int[] rows, float[][] all) {
    double variance = 0;
    for (int axis = 0; axis < 2; axis++) {
      double sum = 0;
      double squares = 0;
      for (int row : rows) {
        sum += all[row][axis];
      }
      double mean = sum / rows.length;
      for (int row : rows) {
        squares += (all[row][axis] - mean) * (all[row][axis] - mean);
      }
      variance += squares / rows.length / 2;
    }
    // Scott: n^(-1/6) of the standard deviation in two dimensions
    return variance / Math.cbrt(rows.length);
  }

  /** Puts {@code x} and {@code y} into a trace. */
  static void coordinates(ObjectNode trace, float[][] places) {
    coordinates(trace, places, decimals(places));
  }

  private static void coordinates(ObjectNode trace, float[][] places, int decimals) {
    ArrayNode x = trace.putArray("x");
    ArrayNode y = trace.putArray("y");
    for (float[] place : places) {
      x.add(Numbers.of(place[0], decimals));
      y.add(Numbers.of(place[1], decimals));
    }
  }

  private static int decimals(float[][] places) {
    double range = 0;
    for (int axis = 0; axis < 2; axis++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (float[] place : places) {
        least = Math.min(least, place[axis]);
        most = Math.max(most, place[axis]);
      }
      range = Math.max(range, most - least);
    }
    return Numbers.decimals(range);
  }
}
