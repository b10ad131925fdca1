package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.report.figures.SmallTopics.json;
import static org.sparkbertopic.report.figures.SmallTopics.numbers;
import static org.sparkbertopic.report.figures.SmallTopics.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.DocumentsSettings;
import org.sparkbertopic.report.figures.input.HeatmapSettings;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.Labels;
import org.sparkbertopic.report.figures.input.TermRankSettings;
import org.sparkbertopic.topics.Topic;

class HeatmapFigureTest {

  private static final HeatmapSettings SETTINGS =
      HeatmapSettings.create().withTopics(List.of(0, 1, 2));

  private static JsonNode draw(HeatmapSettings settings) {
    return json(SmallTopics.figures().heatmap(settings));
  }

  @Test
  void cells_are_cosines_of_embeddings() {
    JsonNode z = draw(SETTINGS).at("/data/0/z");
    assertEquals(List.of(1.0, 0.6, 0.0), numbers(z.get(0)));
    assertEquals(List.of(0.6, 1.0, 0.8), numbers(z.get(1)));
    assertEquals(List.of(0.0, 0.8, 1.0), numbers(z.get(2)));
  }

  @Test
  void cells_are_cosines_of_weights_if_asked_for() {
    JsonNode z = draw(SETTINGS.withUseCtfidf(true)).at("/data/0/z");
    assertEquals(List.of(1.0, 0.6, 0.0), numbers(z.get(0)));
    assertEquals(List.of(0.6, 1.0, 0.8), numbers(z.get(1)));
  }

  @Test
  void clusters_put_similar_topics_together() {
    JsonNode figure = draw(SETTINGS.withTopics(List.of(2, 0, 1)).withNClusters(2));
    // 2 and 1 are the nearest two: 0.8
    assertEquals(
        List.of("2_rocket_orbit", "moon", "0_rocket_orbit"),
        texts(figure.at("/layout/xaxis/ticktext")));
    assertEquals(List.of(1.0, 0.8, 0.0), numbers(figure.at("/data/0/z/0")));
    assertEquals(figure.at("/layout/xaxis/ticktext"), figure.at("/layout/yaxis/ticktext"));
  }

  @Test
  void as_many_clusters_as_topics_are_refused() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> draw(SETTINGS.withNClusters(3)));
    assertEquals(
        "nClusters must be below the number of topics, 3, got 3; give 0 to keep the order",
        e.getMessage());
  }

  private static JsonNode layout(int topics, int side) {
    List<Topic> many =
        IntStream.range(0, topics)
            .mapToObj(id -> new Topic(id, 1, "t" + id, List.of(), List.of()))
            .toList();
    return json(SmallTopics.figuresOf(many)
            .heatmap(HeatmapSettings.create().withWidth(side).withHeight(side)))
        .get("layout");
  }

  @Test
  void the_matrix_grows_until_every_topic_has_a_name_that_can_be_read() {
    assertEquals(800, layout(20, 0).get("height").asInt());
    assertEquals(1720, layout(100, 0).get("width").asInt());
    assertEquals(2000, layout(400, 0).get("height").asInt(), "wider than most screens");
    assertEquals(12, layout(20, 0).at("/yaxis/tickfont/size").asInt());
    assertEquals(10, layout(100, 0).at("/yaxis/tickfont/size").asInt());
    assertFalse(layout(400, 0).at("/yaxis/showticklabels").asBoolean(true));
    assertEquals(500, layout(100, 500).get("height").asInt(), "what the caller asks for");
  }

  @Test
  void colours_of_a_large_matrix_are_for_cosines_of_two_topics() {
    JsonNode small = draw(SETTINGS).at("/data/0");
    assertEquals(0.0, small.get("zmin").asDouble());
    assertEquals(1.0, small.get("zmax").asDouble());
    List<Topic> many =
        IntStream.range(0, 12)
            .mapToObj(id -> new Topic(id, 1, "t" + id, List.of(), List.of()))
            .toList();
    JsonNode large =
        json(SmallTopics.figuresOf(many).heatmap(HeatmapSettings.create())).at("/data/0");
    // embeddings (1, row): the least alike are 0 and 11
    assertEquals(1 / Math.sqrt(122), large.get("zmin").asDouble(), 1e-3);
    assertEquals(1.0, large.at("/z/0/0").asDouble());
  }

  @Test
  void of_thousands_of_topics_figures_draw_the_largest_and_say_so() {
    List<Topic> many =
        IntStream.rangeClosed(0, 1_001)
            .mapToObj(
                id -> new Topic(id, id + 1, "t" + id, List.of(new TermScore("w", 1)), List.of()))
            .toList();
    TopicFigures figures = SmallTopics.figuresOf(many);
    JsonNode matrix = json(figures.heatmap(HeatmapSettings.create()));
    assertEquals(
        "Similarity matrix: the 1,000 largest of 1,002 topics",
        matrix.at("/layout/title/text").asText());
    assertEquals(1_000, matrix.at("/data/0/z").size());
    assertEquals("t1001", matrix.at("/layout/xaxis/ticktext/0").asText());
    assertEquals("t2", matrix.at("/layout/xaxis/ticktext/999").asText());
    JsonNode tree = json(figures.hierarchy(HierarchySettings.create()));
    assertEquals(
        "Hierarchical clustering: the 500 largest of 1,002 topics",
        tree.at("/layout/title/text").asText());
    assertEquals(500, tree.at("/layout/yaxis/ticktext").size());
    JsonNode ranks = json(figures.termRank(TermRankSettings.create()));
    assertEquals(1_000, ranks.get("data").size());

    JsonNode asked = json(figures.hierarchy(HierarchySettings.create().withTopN(600)));
    assertEquals("Hierarchical clustering", asked.at("/layout/title/text").asText());
    assertEquals(600, asked.at("/layout/yaxis/ticktext").size());

    float[][] places = new float[many.size()][];
    for (int row = 0; row < places.length; row++) {
      places[row] = new float[] {row, row % 30};
    }
    DocumentMap map =
        new DocumentMap(places, IntStream.rangeClosed(0, 1_001).toArray(), List.of(), List.of());
    JsonNode documents = json(figures.documents(map, DocumentsSettings.create())).get("data");
    JsonNode last = documents.get(documents.size() - 1);
    assertEquals("t1001", documents.get(0).get("name").asText());
    assertEquals("2 smaller topics", last.get("name").asText());
    assertEquals(List.of(1.0, 0.0), numbers(last.get("customdata")));
    assertEquals("topic %{customdata}<extra></extra>", last.get("hovertemplate").asText());
    assertEquals(1_001, documents.size());
  }

  @Test
  void topics_of_one_label_stay_two() {
    Topic a = new Topic(0, 3, "same", List.of(), List.of());
    Topic b = new Topic(1, 3, "same", List.of(), List.of());
    JsonNode figure = json(SmallTopics.figuresOf(List.of(a, b)).heatmap(HeatmapSettings.create()));
    assertEquals(List.of("same", "same"), texts(figure.at("/layout/xaxis/ticktext")));
    assertEquals(List.of(0.0, 1.0), numbers(figure.at("/layout/xaxis/tickvals")));
  }

  @Test
  void a_scale_of_colours_has_only_what_plotly_for_python_knows() {
    for (Figure figure : SmallTopics.all("x", Labels.title()).values()) {
      for (JsonNode trace : json(figure).get("data")) {
        JsonNode title = trace.at("/colorbar/title");
        title
            .fieldNames()
            .forEachRemaining(name -> assertTrue(List.of("text", "side", "font").contains(name)));
      }
    }
  }
}
