package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.report.figures.SmallTopics.json;
import static org.sparkbertopic.report.figures.SmallTopics.numbers;
import static org.sparkbertopic.report.figures.SmallTopics.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.report.figures.input.TopicMapSettings;
import org.sparkbertopic.testing.GoldenTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.ModelHistory;

class TopicMapFigureTest {

  private static final TopicMapSettings SETTINGS = TopicMapSettings.create();

  private static List<Topic> topics(int number) {
    List<Topic> topics = new ArrayList<>(List.of(new Topic(-1, 3, "-1", List.of(), List.of())));
    for (int id = 0; id < number; id++) {
      topics.add(new Topic(id, 10 - id, "topic " + id, List.of(), List.of()));
    }
    return topics;
  }

  @Test
  void areas_are_sizes_and_the_largest_topic_comes_first() {
    JsonNode trace = json(SmallTopics.figures().topics(SETTINGS)).at("/data/0");
    assertEquals(List.of(40.0, 20.0, 5.0), numbers(trace.at("/marker/size")));
    assertEquals("area", trace.at("/marker/sizemode").asText());
    // the largest has a diameter of 60 pixels
    assertEquals(2 * 40 / 3600.0, trace.at("/marker/sizeref").asDouble(), 1e-6);
    assertEquals("moon<br>40 documents<br>rocket, orbit", trace.at("/hovertext/0").asText());
    assertEquals(
        List.of("#CC6677", "#332288", "#117733"), texts(trace.at("/marker/color")), "by the id");
  }

  @Test
  void names_stand_above_circles_that_lie_in_no_other() {
    FittedTopics model = SmallTopics.fitted();
    FittedTopics equal =
        new FittedTopics(
            model.topics(), new float[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}}, model.ctfidf());
    JsonNode apart = json(SmallTopics.figures().topics(SETTINGS)).at("/data/0/text");
    JsonNode together =
        json(new TopicFigures(equal, any -> SmallTopics.tree("a"), ModelHistory.NONE)
                .topics(SETTINGS))
            .at("/data/0/text");
    assertEquals(List.of("moon", "0_rocket_orbit", "2_rocket_orbit"), texts(apart));
    assertEquals(List.of("moon", "", ""), texts(together), "the largest");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 12})
  void any_number_of_topics_has_a_map(int number) {
    JsonNode figure = json(SmallTopics.figuresOf(topics(number)).topics(SETTINGS));
    assertEquals(number == 0 ? 0 : 1, figure.get("data").size());
    for (String axis : List.of("x", "y")) {
      List<Double> places = numbers(figure.at("/data/0/" + axis));
      assertEquals(number, places.size());
      assertTrue(places.stream().allMatch(Double::isFinite));
    }
    if (number == 0) {
      assertEquals(
          "There are no topics, only outliers.", figure.at("/layout/annotations/0/text").asText());
    }
  }

  @Test
  void topics_of_equal_embeddings_have_a_map() {
    FittedTopics model = SmallTopics.fitted();
    FittedTopics equal =
        new FittedTopics(
            model.topics(), new float[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}}, model.ctfidf());
    JsonNode trace =
        json(new TopicFigures(equal, any -> SmallTopics.tree("a"), ModelHistory.NONE)
                .topics(SETTINGS))
            .at("/data/0");
    assertEquals(List.of(0.0, 0.0, 0.0), numbers(trace.get("x")));
  }

  @Test
  void words_and_embeddings_give_other_maps_and_topics_are_chosen() {
    FittedTopics golden = GoldenTopics.fitted();
    TopicFigures figures =
        new TopicFigures(golden, any -> SmallTopics.tree("a"), ModelHistory.NONE);
    JsonNode byEmbeddings = json(figures.topics(SETTINGS)).at("/data/0/x");
    JsonNode byWords = json(figures.topics(SETTINGS.withUseCtfidf(true))).at("/data/0/x");
    assertEquals(golden.topicCount(), byEmbeddings.size());
    assertNotEquals(byEmbeddings, byWords);
    assertEquals(
        4,
        json(figures.topics(SETTINGS.withTopics(List.of(3, 1, 3, 0, 7)))).at("/data/0/x").size());
    assertEquals(6, json(figures.topics(SETTINGS.withTopN(6))).at("/data/0/x").size());
  }

  @Test
  void an_unknown_topic_is_refused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> SmallTopics.figures().topics(SETTINGS.withTopics(List.of(7))));
    assertEquals("topic must be one of the model's, -1 to 2, got 7", e.getMessage());
  }
}
