package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.report.figures.SmallTopics.json;
import static org.sparkbertopic.report.figures.SmallTopics.numbers;
import static org.sparkbertopic.report.figures.SmallTopics.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.HierarchySettings.Orientation;
import org.sparkbertopic.topics.Topic;

class HierarchyFigureTest {

  private static final HierarchySettings SETTINGS = HierarchySettings.create();

  private static JsonNode draw(HierarchySettings settings) {
    return json(SmallTopics.figures().hierarchy(settings));
  }

  @Test
  void lines_join_topics_at_their_distance_and_are_coloured_below_the_threshold() {
    JsonNode figure = draw(SETTINGS);
    assertEquals(
        List.of("0_rocket_orbit", "moon", "2_rocket_orbit"),
        texts(figure.at("/layout/yaxis/ticktext")));
    JsonNode low = figure.at("/data/0");
    assertEquals(Arrays.asList(0.0, 0.2, 0.2, 0.0, null), numbers(low.get("x")));
    assertEquals(Arrays.asList(1.0, 1.0, 2.0, 2.0, null), numbers(low.get("y")));
    assertEquals("#332288", low.at("/line/color").asText());
    JsonNode high = figure.at("/data/1");
    assertEquals(Arrays.asList(0.0, 1.2, 1.2, 0.2, null), numbers(high.get("x")));
    assertEquals(Arrays.asList(0.0, 0.0, 1.5, 1.5, null), numbers(high.get("y")));
    assertEquals(Palette.GREY, high.at("/line/color").asText());
  }

  @Test
  void joints_say_what_merges() {
    JsonNode joints = draw(SETTINGS).at("/data/2");
    assertEquals(List.of(0.2, 1.2), numbers(joints.get("x")));
    assertEquals(List.of(1.5, 0.75), numbers(joints.get("y")));
    assertEquals(
        List.of(
            "rocket, near<br>2 topics<br>45 documents<br>distance 0.2",
            "all, rocket<br>3 topics<br>65 documents<br>distance 1.2"),
        texts(joints.get("hovertext")));
  }

  @Test
  void the_threshold_decides_which_groups_have_colours() {
    assertEquals(3, draw(SETTINGS).get("data").size());
    JsonNode one = draw(SETTINGS.withColorThreshold(2));
    assertEquals(2, one.get("data").size(), "all lines have one colour");
    assertEquals("#332288", one.at("/data/0/line/color").asText());
    JsonNode none = draw(SETTINGS.withColorThreshold(0));
    assertEquals(2, none.get("data").size());
    assertEquals(Palette.GREY, none.at("/data/0/line/color").asText());
  }

  @Test
  void topics_may_be_at_the_bottom() {
    JsonNode figure = draw(SETTINGS.withOrientation(Orientation.BOTTOM));
    assertEquals(3, figure.at("/layout/xaxis/ticktext").size());
    assertEquals(List.of(0.2, 1.2), numbers(figure.at("/data/2/y")));
    assertEquals("distance", figure.at("/layout/yaxis/title/text").asText());
  }

  @Test
  void heights_are_bertopics_unless_given() {
    assertEquals(245, draw(SETTINGS).at("/layout/height").asInt());
    assertEquals(99, draw(SETTINGS.withHeight(99)).at("/layout/height").asInt());
  }

  @Test
  void a_tree_of_chosen_topics_keeps_their_distances() {
    JsonNode figure = draw(SETTINGS.withTopics(List.of(2, 0)));
    assertEquals(
        List.of("0_rocket_orbit", "2_rocket_orbit"), texts(figure.at("/layout/yaxis/ticktext")));
    assertEquals(List.of(1.2), numbers(figure.at("/data/1/x")));
  }

  @Test
  void one_topic_and_none_say_that_nothing_merges() {
    Topic outliers = new Topic(-1, 3, "-1", List.of(), List.of());
    Topic only = new Topic(0, 3, "only", List.of(), List.of());
    JsonNode one = json(SmallTopics.figuresOf(List.of(outliers, only)).hierarchy(SETTINGS));
    assertEquals(
        "There is one topic: nothing merges.", one.at("/layout/annotations/0/text").asText());
    assertEquals(List.of("only"), texts(one.at("/layout/yaxis/ticktext")));
    JsonNode none = json(SmallTopics.figuresOf(List.of(outliers)).hierarchy(SETTINGS));
    assertTrue(none.get("data").isEmpty());
  }
}
