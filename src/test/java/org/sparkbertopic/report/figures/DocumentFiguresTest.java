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
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.report.figures.input.DatamapSettings;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.DocumentsSettings;
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings;
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings.LevelScale;
import org.sparkbertopic.topics.Topic;

class DocumentFiguresTest {

  private static final DocumentsSettings SETTINGS = DocumentsSettings.create();

  /** Topics 0, 1, 1 and 2, far from each other. */
  private static final DocumentMap WIDE =
      new DocumentMap(
          new float[][] {{90, 0}, {0, 0}, {50, 50}, {50, 50.1f}, {99, 99}},
          new int[] {-1, 0, 1, 1, 2});

  private static JsonNode documents(DocumentsSettings settings) {
    return json(SmallTopics.figures().documents(SmallTopics.documents("text"), settings));
  }

  @Test
  void outliers_are_grey_and_below_the_topics() {
    JsonNode figure = documents(SETTINGS);
    assertEquals(4, figure.get("data").size());
    assertEquals("other", figure.at("/data/0/name").asText());
    assertEquals(Palette.GREY, figure.at("/data/0/marker/color").asText());
    assertEquals("moon", figure.at("/data/1/name").asText());
    assertEquals(List.of(1.0, 1.0), numbers(figure.at("/data/1/x")));
    assertEquals(List.of(0.0, 0.1), numbers(figure.at("/data/1/y")));
    assertEquals(List.of("text<br>text", "text<br>text"), texts(figure.at("/data/1/hovertext")));
    assertEquals(3, figure.at("/layout/annotations").size());
    assertEquals("moon", figure.at("/layout/annotations/0/text").asText());
  }

  @Test
  void documents_of_topics_that_are_not_chosen_are_grey() {
    JsonNode figure = documents(SETTINGS.withTopics(List.of(0)));
    assertEquals(2, figure.get("data").size());
    assertEquals(4, figure.at("/data/0/x").size());
    assertEquals("0_rocket_orbit", figure.at("/data/1/name").asText());
  }

  @Test
  void of_labels_that_would_lie_on_each_other_the_largest_topics_is_drawn() {
    float[][] places = {{0, 0}, {0.1f, 0.1f}, {50, 50}, {100, 100}};
    DocumentMap map = new DocumentMap(places, new int[] {0, 1, 2, -1});
    JsonNode figure = json(SmallTopics.figures().documents(map, SETTINGS));
    assertEquals(
        List.of("moon", "2_rocket_orbit"),
        figure.at("/layout/annotations").findValuesAsText("text"));
    assertEquals("0_rocket_orbit", figure.at("/data/2/name").asText(), "the legend has all");
  }

  @Test
  void labels_and_hover_texts_can_be_hidden() {
    JsonNode figure = documents(SETTINGS.withHideAnnotations(true).withHideDocumentHover(true));
    assertFalse(figure.get("layout").has("annotations"));
    assertFalse(figure.at("/data/1").has("hovertext"));
    assertEquals("skip", figure.at("/data/1/hoverinfo").asText());
  }

  @Test
  void a_sample_keeps_small_topics_whole_and_is_the_same_every_time() {
    int[] topics = IntStream.range(0, 299).map(row -> row < 200 ? 0 : 1).toArray();
    float[][] places = new float[299][2];
    IntStream.range(0, 299).forEach(row -> places[row][0] = row);
    DocumentMap map = new DocumentMap(places, topics);
    DocumentsSettings tenth = SETTINGS.withSample(0.1);
    JsonNode figure = json(SmallTopics.figures().documents(map, tenth));
    assertEquals(99, figure.at("/data/0/x").size(), "topic 1 has less than 100 documents");
    assertEquals(20, figure.at("/data/1/x").size());
    assertEquals(figure, json(SmallTopics.figures().documents(map, tenth)));
    assertFalse(figure.equals(json(SmallTopics.figures().documents(map, tenth.withSeed(1)))));
  }

  @Test
  void a_label_lies_in_the_densest_part_and_not_at_the_mean() {
    float[][] places = {{10, 10}, {0, 0}, {0.1f, 0}, {0, 0.1f}, {-0.1f, 0}, {0, -0.1f}, {-9, 8}};
    DocumentMap map = new DocumentMap(places, new int[7]);
    JsonNode label =
        json(SmallTopics.figures().documents(map, SETTINGS)).at("/layout/annotations/0");
    assertEquals(0.0, label.get("x").asDouble());
    assertEquals(0.0, label.get("y").asDouble());
  }

  /**
   * Against the number of others within the bandwidth, for two clumps of one hundred and twenty.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void of_two_clumps_the_larger_has_the_label(long seed) {
    Random random = new Random(seed);
    float[][] places = new float[120][];
    for (int row = 0; row < places.length; row++) {
      float middle = row < 100 ? 5 : -5;
      places[row] =
          new float[] {
            middle + (float) random.nextGaussian() / 4, middle + (float) random.nextGaussian() / 4
          };
    }
    int found =
        MapPoints.of(new DocumentMap(places, new int[120]), 1, 0)
            .densest(IntStream.range(0, 120).toArray());
    assertTrue(found < 100, "seed " + seed + ": " + found);
    assertTrue(Math.hypot(places[found][0] - 5, places[found][1] - 5) < 0.3, "seed " + seed);
  }

  @Test
  void a_datamap_has_labels_of_groups_and_of_topics_that_buttons_switch() {
    JsonNode figure =
        json(SmallTopics.figures().documentDatamap(WIDE, DatamapSettings.create().withNGroups(2)));
    // grey and two groups
    assertEquals(3, figure.get("data").size());
    assertEquals("Unlabelled", figure.at("/data/0/name").asText());
    assertEquals("0_rocket_orbit", figure.at("/data/1/name").asText());
    assertEquals("rocket_near", figure.at("/data/2/name").asText());
    assertEquals(3, figure.at("/data/2/x").size());
    JsonNode buttons = figure.at("/layout/updatemenus/0/buttons");
    // moon is where rocket_near is, and so is topic 0 where its group is
    assertEquals(
        List.of("0_rocket_orbit", "rocket_near", "2_rocket_orbit"),
        figure.at("/layout/annotations").findValuesAsText("text"));
    assertEquals(
        figure.at("/layout/annotations"), buttons.at("/0/args/0/annotations"), "at first both");
    assertEquals(
        List.of("0_rocket_orbit", "rocket_near"),
        buttons.at("/1/args/0/annotations").findValuesAsText("text"));
    assertEquals(
        List.of("moon", "0_rocket_orbit", "2_rocket_orbit"),
        buttons.at("/2/args/0/annotations").findValuesAsText("text"));
  }

  @Test
  void the_groups_of_a_datamap_are_the_square_root_of_the_topics() {
    JsonNode figure = json(SmallTopics.figures().documentDatamap(WIDE, DatamapSettings.create()));
    assertEquals(
        2, figure.at("/layout/updatemenus/0/buttons/1/args/0/annotations").size(), "ceil(sqrt(3))");
  }

  @Test
  void levels_change_colours_and_labels_of_one_trace() {
    JsonNode figure =
        json(
            SmallTopics.figures()
                .hierarchicalDocuments(
                    SmallTopics.documents("t"), HierarchicalDocumentsSettings.create()));
    assertEquals(2, figure.get("data").size());
    assertEquals(4, figure.at("/data/1/x").size());
    // topics 0, 1, 1, 2, in the middle of their steps of the scale
    assertEquals(List.of(0.5, 1.5, 1.5, 2.5), numbers(figure.at("/data/1/marker/color")));
    assertEquals(3, figure.at("/layout/annotations").size());
    JsonNode steps = figure.at("/layout/sliders/0/steps");
    assertEquals(List.of("3", "2"), steps.findValuesAsText("label"));
    JsonNode second = steps.at("/1/args");
    assertEquals(
        List.of(0.5, 1.5, 1.5, 1.5), numbers(second.at("/0/marker.color/0")), "2 has joined 1");
    assertEquals(
        "rocket_near", second.at("/1/annotations/0/text").asText(), "of the most documents");
    assertEquals("[1]", second.get(2).toString());
  }

  @Test
  void levels_fall_by_equal_differences_or_factors_to_two() {
    assertEquals(
        List.of(32, 25, 17, 10, 2), HierarchicalDocumentsFigure.levels(32, 5, LevelScale.LINEAR));
    assertEquals(
        List.of(32, 16, 8, 4, 2), HierarchicalDocumentsFigure.levels(32, 5, LevelScale.LOG));
    assertEquals(List.of(3, 2), HierarchicalDocumentsFigure.levels(3, 10, LevelScale.LINEAR));
    assertEquals(List.of(1), HierarchicalDocumentsFigure.levels(1, 10, LevelScale.LOG));
    assertEquals(List.of(9), HierarchicalDocumentsFigure.levels(9, 1, LevelScale.LOG));
  }

  @Test
  void maps_of_no_documents_and_of_outliers_only_are_valid() {
    TopicFigures none =
        SmallTopics.figuresOf(List.of(new Topic(-1, 2, "-1", List.of(), List.of())));
    DocumentMap empty = new DocumentMap(new float[0][], new int[0]);
    DocumentMap outliers = new DocumentMap(new float[][] {{0, 0}, {1, 1}}, new int[] {-1, -1});
    assertEquals("There are no documents.", none.documents(empty, SETTINGS).alt());
    for (Figure figure :
        List.of(
            none.documents(outliers, SETTINGS),
            none.documentDatamap(outliers, DatamapSettings.create()),
            none.hierarchicalDocuments(outliers, HierarchicalDocumentsSettings.create()))) {
      assertEquals(2, json(figure).at("/data/0/x").size(), figure.name());
      assertTrue(figure.alt().endsWith("There are no topics, only outliers."), figure.alt());
    }
    Topic only = new Topic(0, 2, "only", List.of(), List.of());
    JsonNode one =
        json(
            SmallTopics.figuresOf(List.of(only))
                .hierarchicalDocuments(
                    new DocumentMap(new float[][] {{0, 0}}, new int[1]),
                    HierarchicalDocumentsSettings.create()));
    assertEquals("only", one.at("/layout/annotations/0/text").asText());
  }

  @Test
  void coordinates_are_rounded_to_what_can_be_seen() {
    float[][] small = {{1e-6f, 0}, {1.2346e-6f, 3e-6f}};
    JsonNode figure =
        json(SmallTopics.figures().documents(new DocumentMap(small, new int[2]), SETTINGS));
    assertEquals(List.of(1e-6, 1.2346e-6), numbers(figure.at("/data/0/x")));
    float[][] far = {{1000000, 0}, {1001000, 0}};
    assertEquals(
        List.of(1e6, 1.001e6),
        numbers(
            json(SmallTopics.figures().documents(new DocumentMap(far, new int[2]), SETTINGS))
                .at("/data/0/x")));
  }

  @Test
  void places_that_are_no_numbers_are_refused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new DocumentMap(new float[][] {{0, 0}, {Float.NaN, 1}}, new int[2]));
    assertEquals(
        "coordinates must be two finite numbers for each document, got [NaN, 1.0] in row 1;"
            + " reduce the embeddings to two dimensions",
        e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new DocumentMap(new float[1][2], new int[1], List.of("a", "b"), List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 9, 10, 11, 12})
  void few_documents_have_places(int documents) {
    float[][] embeddings = new float[documents][];
    for (int row = 0; row < documents; row++) {
      embeddings[row] = new float[] {1, row, row * row};
    }
    float[][] places = PlaneLayout.ofDocuments(embeddings, 42);
    assertEquals(documents, places.length);
    for (float[] place : places) {
      assertTrue(Float.isFinite(place[0]) && Float.isFinite(place[1]));
    }
  }

  @Test
  void documents_are_laid_out_by_their_embeddings() {
    float[][] embeddings = new float[40][];
    for (int row = 0; row < 40; row++) {
      embeddings[row] = new float[] {row % 2, 1 - row % 2, row / 400f};
    }
    float[][] places = PlaneLayout.ofDocuments(embeddings, 42);
    assertEquals(40, places.length);
    float[][] again = PlaneLayout.ofDocuments(embeddings, 42);
    for (int row = 0; row < 40; row++) {
      assertEquals(places[row][0], again[row][0]);
      assertEquals(2, places[row].length);
    }
  }
}
