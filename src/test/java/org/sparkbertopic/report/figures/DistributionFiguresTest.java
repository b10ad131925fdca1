package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.report.figures.SmallTopics.json;
import static org.sparkbertopic.report.figures.SmallTopics.numbers;
import static org.sparkbertopic.report.figures.SmallTopics.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.report.figures.input.DistributionFigureSettings;
import org.sparkbertopic.report.figures.input.TokenSettings;
import org.sparkbertopic.report.figures.input.TopicWeight;
import org.sparkbertopic.report.figures.input.WordTopics;

class DistributionFiguresTest {

  private static final DistributionFigureSettings BARS = DistributionFigureSettings.create();

  private static final List<TopicWeight> DOCUMENT =
      List.of(new TopicWeight(2, 0.014), new TopicWeight(0, 0.25), new TopicWeight(1, 0.5));

  private static final List<WordTopics> WORDS =
      List.of(
          new WordTopics("to", List.of()),
          new WordTopics("the", List.of(new TopicWeight(0, 0.3), new TopicWeight(2, 0.1))),
          new WordTopics("moon", List.of(new TopicWeight(2, 0.4), new TopicWeight(1, 0))));

  @Test
  void bars_are_topics_from_the_least_probability_on() {
    Figure figure = SmallTopics.figures().distribution(DOCUMENT, BARS);
    JsonNode json = json(figure);
    assertEquals(List.of(0.5, 0.25), numbers(json.at("/data/0/x")));
    assertEquals(List.of("moon", "0_rocket_orbit"), texts(json.at("/layout/yaxis/ticktext")));
    assertEquals(
        "Topics of a document, the most probable first: moon 0.5; 0_rocket_orbit 0.25",
        figure.alt());
    assertEquals(
        3,
        json(SmallTopics.figures().distribution(DOCUMENT, BARS.withMinProbability(0)))
            .at("/data/0/x")
            .size());
  }

  @Test
  void a_document_without_topics_says_so() {
    Figure figure = SmallTopics.figures().distribution(DOCUMENT, BARS.withMinProbability(0.9));
    assertEquals("No topic of the document has a probability of 0.9 or more.", figure.alt());
    assertTrue(json(figure).get("data").isEmpty());
  }

  @Test
  void a_probability_above_1_is_refused() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> BARS.withMinProbability(1.5));
    assertEquals(
        "minProbability must be in [0, 1], got 1.5; BERTopic's default is 0.015", e.getMessage());
  }

  @Test
  void cells_are_the_weights_of_a_word_in_its_place() {
    JsonNode figure =
        json(SmallTopics.figures().approximateDistribution(WORDS, TokenSettings.create()));
    assertEquals(List.of("to", "the", "moon"), texts(figure.at("/layout/xaxis/ticktext")));
    assertEquals(
        List.of("0_rocket_orbit", "2_rocket_orbit"), texts(figure.at("/layout/yaxis/ticktext")));
    assertEquals(Arrays.asList(null, 0.3, null), numbers(figure.at("/data/0/z/0")));
    assertEquals(Arrays.asList(null, 0.1, 0.4), numbers(figure.at("/data/0/z/1")));
  }

  @Test
  void weights_of_a_word_sum_to_1_if_asked_for() {
    JsonNode z =
        json(SmallTopics.figures()
                .approximateDistribution(WORDS, TokenSettings.create().withNormalize(true)))
            .at("/data/0/z");
    assertEquals(Arrays.asList(null, 0.75, null), numbers(z.get(0)));
    assertEquals(Arrays.asList(null, 0.25, 1.0), numbers(z.get(1)));
  }

  @Test
  void words_without_topics_say_so() {
    assertEquals(
        "No word of the document has a topic.",
        SmallTopics.figures()
            .approximateDistribution(WORDS.subList(0, 1), TokenSettings.create())
            .alt());
  }
}
