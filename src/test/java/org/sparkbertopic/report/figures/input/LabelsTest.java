package org.sparkbertopic.report.figures.input;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.Topic;

class LabelsTest {

  private static final Topic PLAIN =
      new Topic(3, 5, "3_moon", List.of(new TermScore("moon", 1)), List.of())
          .withAspects(
              Map.of(
                  "POS",
                  List.of(
                      new TermScore("a", 1),
                      new TermScore("b", 1),
                      new TermScore("c", 1),
                      new TermScore("d", 1))));

  private static final Topic NAMED =
      PLAIN.withCustomLabel(Optional.of("Space")).withAspects(Map.of()).withRetired(true);

  @Test
  void a_topic_is_called_by_title_name_custom_label_or_aspect() {
    assertEquals("3_moon", Labels.title().of(PLAIN));
    assertEquals("Space (retired)", Labels.title().of(NAMED));
    assertEquals("3_moon", Labels.name().of(NAMED));
    assertEquals("Space", Labels.custom().of(NAMED));
    assertEquals("3_moon", Labels.custom().of(PLAIN));
    assertEquals("3_a_b_c", Labels.aspect("POS").of(PLAIN));
    assertEquals("3_moon", Labels.aspect("POS").of(NAMED), "no words of this aspect");
  }

  @Test
  void labels_that_no_topic_has_are_refused() {
    Exception custom =
        assertThrows(IllegalArgumentException.class, () -> Labels.custom().require(List.of(PLAIN)));
    assertEquals(
        "labels must be custom labels of the topics, got none; set them with setTopicLabels, or"
            + " leave labels as they are",
        custom.getMessage());
    Exception aspect =
        assertThrows(
            IllegalArgumentException.class, () -> Labels.aspect("X").require(List.of(PLAIN)));
    assertEquals(
        "labels must name an aspect of the topics, one of [POS], got 'X'; fit or update the model"
            + " with this aspect",
        aspect.getMessage());
    assertDoesNotThrow(() -> Labels.custom().require(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Labels.aspect(" "));
  }

  @Test
  void settings_that_cannot_be_drawn_are_refused() {
    Exception width =
        assertThrows(IllegalArgumentException.class, () -> BarchartSettings.create().withWidth(0));
    assertEquals(
        "width must be from 1 to 20000 pixels, got 0; 800 suits a page", width.getMessage());
    assertDoesNotThrow(() -> HeatmapSettings.create().withWidth(0), "by the number of topics");
    assertThrows(IllegalArgumentException.class, () -> HeatmapSettings.create().withWidth(-1));
    assertThrows(IllegalArgumentException.class, () -> BarchartSettings.create().withNWords(0));
    assertThrows(IllegalArgumentException.class, () -> BarchartSettings.create().withTopN(-1));
    assertThrows(IllegalArgumentException.class, () -> DocumentsSettings.create().withSample(0));
    assertThrows(IllegalArgumentException.class, () -> new TopicWeight(0, Double.NaN));
    assertThrows(
        IllegalArgumentException.class,
        () -> HierarchySettings.create().withColorThreshold(Double.NaN));
  }
}
