package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.report.figures.SmallTopics.json;
import static org.sparkbertopic.report.figures.SmallTopics.numbers;
import static org.sparkbertopic.report.figures.SmallTopics.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.report.figures.input.SliceFigureSettings;
import org.sparkbertopic.report.figures.input.SliceRow;

class SliceFiguresTest {

  private static final SliceFigureSettings OVER_TIME = SliceFigureSettings.overTime();
  private static final SliceFigureSettings PER_CLASS = SliceFigureSettings.perClass();

  private static SliceRow row(int topic, String time, String category, long frequency) {
    return new SliceRow(topic, time, category, frequency, List.of("w" + time + category, "v"));
  }

  private static JsonNode overTime(SliceFigureSettings settings, SliceRow... rows) {
    return json(SmallTopics.figures().topicsOverTime(List.of(rows), settings));
  }

  @Test
  void a_topic_is_a_line_in_the_order_of_time() {
    JsonNode figure =
        overTime(
            OVER_TIME,
            row(0, "1990", "", 3),
            row(0, "990", "", 4),
            row(1, "1990", "", 7),
            row(-1, "1990", "", 9));
    assertEquals(2, figure.get("data").size(), "no outliers");
    assertEquals("moon", figure.at("/data/0/name").asText(), "the largest first");
    JsonNode line = figure.at("/data/1");
    assertEquals(List.of(990.0, 1990.0), numbers(line.get("x")));
    assertEquals(List.of(4.0, 3.0), numbers(line.get("y")));
    assertEquals(List.of("w990, v", "w1990, v"), texts(line.get("hovertext")));
    assertEquals("linear", figure.at("/layout/xaxis/type").asText());
  }

  @Test
  void a_topic_has_no_documents_at_times_of_which_only_others_have_some() {
    JsonNode line =
        overTime(
                OVER_TIME.withTopics(List.of(0)),
                row(0, "1990", "", 3),
                row(1, "1991", "", 7),
                row(0, "1992", "", 4))
            .at("/data/0");
    assertEquals(List.of(1990.0, 1991.0, 1992.0), numbers(line.get("x")));
    assertEquals(List.of(3.0, 0.0, 4.0), numbers(line.get("y")));
  }

  @Test
  void the_height_of_classes_is_by_their_number_unless_it_is_given() {
    List<SliceRow> two = List.of(row(0, "1", "a", 3), row(0, "1", "b", 3));
    List<SliceRow> forty =
        IntStream.range(0, 40).mapToObj(each -> row(0, "1", "c" + each, 1)).toList();
    SliceFigureSettings charts = SliceFigureSettings.overTimePerClass().withTopNClasses(0);
    TopicFigures figures = SmallTopics.figures();
    assertEquals(216, height(figures.topicsPerClass(two, PER_CLASS)));
    assertEquals(1280, height(figures.topicsPerClass(forty, PER_CLASS)));
    assertEquals(500, height(figures.topicsPerClass(forty, PER_CLASS.withHeight(500))));
    assertEquals(430, height(figures.topicsOverTimePerClass(two, charts)));
    assertEquals(160 + 14 * 270, height(figures.topicsOverTimePerClass(forty, charts)));
  }

  private static int height(Figure figure) {
    return json(figure).at("/layout/height").asInt();
  }

  @Test
  void frequencies_are_divided_by_their_length_if_asked_for() {
    JsonNode figure =
        overTime(OVER_TIME.withNormalizeFrequency(true), row(0, "1", "", 3), row(0, "2", "", 4));
    assertEquals(List.of(0.6, 0.8), numbers(figure.at("/data/0/y")));
  }

  @Test
  void dates_are_dates_and_other_times_are_texts_in_their_order() {
    JsonNode dates =
        overTime(
            OVER_TIME,
            row(0, "2020-02-01T10:00:00+01:00", "", 1),
            row(0, "2020-01-01T10:00:00+01:00", "", 2));
    assertEquals("date", dates.at("/layout/xaxis/type").asText());
    assertEquals(
        List.of("2020-01-01T10:00:00", "2020-02-01T10:00:00"), texts(dates.at("/data/0/x")));
    assertEquals(
        "date", overTime(OVER_TIME, row(0, "2020-01-01", "", 1)).at("/layout/xaxis/type").asText());
    JsonNode other = overTime(OVER_TIME, row(0, "week <2>", "", 1), row(0, "2020-01-01", "", 2));
    assertEquals(
        List.of("2020-01-01", "week &lt;2&gt;"), texts(other.at("/layout/xaxis/ticktext")));
    assertEquals(List.of(2.0, 1.0), numbers(other.at("/data/0/y")));
  }

  @Test
  void classes_are_bars_and_the_legend_shows_the_other_topics() {
    JsonNode figure =
        json(
            SmallTopics.figures()
                .topicsPerClass(
                    List.of(row(0, "", "b", 3), row(1, "", "a", 5), row(1, "", "b", 6)),
                    PER_CLASS));
    assertEquals(List.of("a", "b"), texts(figure.at("/layout/yaxis/ticktext")));
    assertEquals(List.of(5.0, 6.0), numbers(figure.at("/data/0/x")));
    assertEquals(List.of(0.0, 1.0), numbers(figure.at("/data/0/y")));
    assertFalse(figure.at("/data/0").has("visible"));
    assertEquals(List.of(1.0), numbers(figure.at("/data/1/y")));
    assertEquals("legendonly", figure.at("/data/1/visible").asText());
  }

  @Test
  void a_class_is_a_chart_over_time_and_the_classes_of_most_documents_are_drawn() {
    JsonNode figure =
        json(
            SmallTopics.figures()
                .topicsOverTimePerClass(
                    List.of(
                        row(0, "1", "a", 1),
                        row(0, "1", "b", 2),
                        row(0, "2", "b", 3),
                        row(1, "2", "c", 9)),
                    SliceFigureSettings.overTimePerClass().withTopNClasses(2)));
    assertEquals("b", figure.at("/layout/annotations/0/text").asText());
    assertEquals("c", figure.at("/layout/annotations/1/text").asText());
    assertEquals(2, figure.get("data").size());
    assertEquals("x2", figure.at("/data/0/xaxis").asText());
    assertEquals("y", figure.at("/data/1/yaxis").asText());
    assertEquals(List.of(2.0, 3.0), numbers(figure.at("/data/1/y")));
    assertTrue(figure.at("/data/1/showlegend").asBoolean());
  }

  @Test
  void without_rows_of_the_topics_figures_say_so() {
    for (Figure figure :
        List.of(
            SmallTopics.figures().topicsOverTime(List.of(), OVER_TIME),
            SmallTopics.figures().topicsPerClass(List.of(row(-1, "", "a", 2)), PER_CLASS),
            SmallTopics.figures()
                .topicsOverTimePerClass(List.of(), SliceFigureSettings.overTimePerClass()))) {
      assertEquals("There are no documents of the topics that are shown.", figure.alt());
    }
  }
}
