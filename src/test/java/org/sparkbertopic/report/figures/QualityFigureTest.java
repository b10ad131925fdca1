package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.report.figures.SmallTopics.json;
import static org.sparkbertopic.report.figures.SmallTopics.numbers;
import static org.sparkbertopic.report.figures.SmallTopics.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.report.figures.input.QualityData;
import org.sparkbertopic.report.figures.input.QualitySettings;
import org.sparkbertopic.topics.Topic;

class QualityFigureTest {

  private static final QualitySettings SETTINGS = QualitySettings.create();

  @Test
  void sizes_are_those_of_the_topics_and_the_title_has_the_outliers() {
    JsonNode figure = json(SmallTopics.figures().quality(QualityData.create(), SETTINGS));
    assertEquals(1, figure.get("data").size());
    assertEquals(List.of(40.0, 20.0, 5.0), numbers(figure.at("/data/0/y")));
    assertEquals(List.of("1", "0", "2"), texts(figure.at("/layout/xaxis/ticktext")));
    // 10 of 75
    assertEquals(
        "75 documents, 10 (13.3 %) in no topic", figure.at("/layout/annotations/0/text").asText());
    assertEquals(400, figure.at("/layout/height").asInt());
  }

  @Test
  void outliers_have_a_bar_where_they_are_asked_for() {
    JsonNode figure =
        json(
            SmallTopics.figures()
                .quality(QualityData.create(), SETTINGS.withTopics(List.of(-1, 0))));
    assertEquals(List.of(10.0, 20.0), numbers(figure.at("/data/0/y")));
    assertEquals(Palette.GREY, figure.at("/data/0/marker/color/0").asText());
  }

  @Test
  void of_many_bars_some_have_their_number_below() {
    List<Topic> many =
        IntStream.range(0, 100)
            .mapToObj(id -> new Topic(id, 200 - id, "t" + id, List.of(), List.of()))
            .toList();
    JsonNode figure =
        json(SmallTopics.figuresOf(many).quality(QualityData.create(), SETTINGS.withTopN(0)));
    assertEquals(100, figure.at("/data/0/x").size());
    assertEquals(25, figure.at("/layout/xaxis/ticktext").size());
    assertEquals("4", figure.at("/layout/xaxis/ticktext/1").asText());
    assertEquals(4, figure.at("/layout/xaxis/tickvals/1").asInt());
  }

  @Test
  void given_measures_have_a_part_each() {
    QualityData data =
        new QualityData(Map.of(0, 0.25, 1, 0.75), Map.of(2, 0.9), SmallTopics.history("x"));
    JsonNode figure = json(SmallTopics.figures().quality(data, SETTINGS));
    assertEquals(List.of(0.75, 0.25), numbers(figure.at("/data/1/y")));
    assertEquals("coherence, mean 0.5", figure.at("/layout/annotations/1/text").asText());
    assertEquals(List.of(0.9), numbers(figure.at("/data/2/y")));
    assertEquals(1600, figure.at("/layout/height").asInt(), "five parts");
  }

  @Test
  void drift_and_documents_go_from_chunk_to_chunk() {
    QualityData data = QualityData.create().withHistory(SmallTopics.history("june"));
    JsonNode figure = json(SmallTopics.figures().quality(data, SETTINGS));
    assertEquals(List.of("fit", "june"), texts(figure.at("/layout/xaxis2/ticktext")));
    assertEquals("share of outliers", figure.at("/data/1/name").asText());
    assertEquals(List.of(0.25, 0.25), numbers(figure.at("/data/1/y")));
    assertEquals(Arrays.asList(0.5, null), numbers(figure.at("/data/3/y")), "unknown novelty");
    assertEquals("0_rocket_orbit", figure.at("/data/5/name").asText());
    assertEquals(List.of(3.0, 3.0), numbers(figure.at("/data/5/y")));
    assertEquals("other topics", figure.at("/data/7/name").asText());
    // 8 documents, 2 outliers, 3 of topic 0
    assertEquals(List.of(3.0, 3.0), numbers(figure.at("/data/7/y")));
    assertEquals(List.of(2.0, 2.0), numbers(figure.at("/data/8/y")));
  }

  @Test
  void a_model_of_outliers_only_has_their_bar() {
    Figure figure =
        SmallTopics.figuresOf(List.of(new Topic(-1, 3, "-1", List.of(), List.of())))
            .quality(QualityData.create(), SETTINGS);
    assertEquals(List.of(3.0), numbers(json(figure).at("/data/0/y")));
    assertTrue(figure.alt().endsWith("There are no topics, only outliers."), figure.alt());
  }
}
