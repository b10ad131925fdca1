package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.report.figures.SmallTopics.json;
import static org.sparkbertopic.report.figures.SmallTopics.numbers;
import static org.sparkbertopic.report.figures.SmallTopics.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.figures.input.BarchartSettings;
import org.sparkbertopic.report.figures.input.Labels;
import org.sparkbertopic.report.figures.input.TermRankSettings;
import org.sparkbertopic.topics.Topic;

class WordFiguresTest {

  private static final BarchartSettings BARS = BarchartSettings.create();
  private static final TermRankSettings RANKS = TermRankSettings.create();

  @Test
  void a_chart_has_the_words_of_a_topic_best_first() {
    JsonNode figure = json(SmallTopics.figures().barchart(BARS));
    assertEquals(3, figure.get("data").size());
    assertEquals(List.of(0.5, 0.25), numbers(figure.at("/data/0/x")));
    assertEquals(List.of("rocket", "orbit"), texts(figure.at("/layout/yaxis/ticktext")));
    assertEquals("reversed", figure.at("/layout/yaxis/autorange").asText());
    assertEquals("y2", figure.at("/data/1/yaxis").asText());
    assertEquals("moon", figure.at("/layout/annotations/0/text").asText());
    assertEquals(750, figure.at("/layout/width").asInt(), "three charts of 250 pixels");
    assertEquals(350, figure.at("/layout/height").asInt());
  }

  @Test
  void charts_fill_rows_of_four_without_overlap() {
    List<Topic> nine =
        java.util.stream.IntStream.range(0, 9)
            .mapToObj(id -> new Topic(id, 9 - id, "t" + id, List.of(), List.of()))
            .toList();
    JsonNode layout = json(SmallTopics.figuresOf(nine).barchart(BARS.withTopN(0))).get("layout");
    assertEquals(1000, layout.get("width").asInt());
    assertEquals(850, layout.get("height").asInt());
    List<Double> first = numbers(layout.at("/xaxis/domain"));
    List<Double> second = numbers(layout.at("/xaxis2/domain"));
    assertTrue(first.get(1) < second.get(0), "side by side");
    assertEquals(1.0, numbers(layout.at("/xaxis4/domain")).get(1), 1e-9);
    List<Double> top = numbers(layout.at("/yaxis/domain"));
    List<Double> below = numbers(layout.at("/yaxis5/domain"));
    assertTrue(below.get(1) < top.get(0), "one above the other");
    assertEquals(0.0, numbers(layout.at("/yaxis9/domain")).get(0), 1e-4);
  }

  @Test
  void words_and_topics_are_limited() {
    JsonNode figure = json(SmallTopics.figures().barchart(BARS.withNWords(1).withTopN(2)));
    assertEquals(2, figure.get("data").size());
    assertEquals(List.of(0.5), numbers(figure.at("/data/0/x")));
  }

  @Test
  void retired_topics_without_documents_are_left_out_unless_asked_for() {
    Topic live = new Topic(0, 5, "live", List.of(), List.of());
    Topic faded = new Topic(1, 0, "faded", List.of(), List.of()).withRetired(true);
    TopicFigures figures = SmallTopics.figuresOf(List.of(live, faded));
    assertEquals(1, json(figures.barchart(BARS)).get("data").size());
    assertEquals(
        "faded (retired)",
        json(figures.barchart(BARS.withTopics(List.of(1))))
            .at("/layout/annotations/0/text")
            .asText());
  }

  @Test
  void words_that_look_like_numbers_or_are_equal_are_words() {
    List<TermScore> words =
        List.of(new TermScore("2020", 3), new TermScore("1e3", 2), new TermScore("2020", 1));
    Topic topic = new Topic(0, 1, "years", words, List.of());
    JsonNode axis = json(SmallTopics.figuresOf(List.of(topic)).barchart(BARS)).at("/layout/yaxis");
    assertEquals(List.of("2020", "1e3", "2020"), texts(axis.get("ticktext")));
    assertEquals(List.of(0.0, 1.0, 2.0), numbers(axis.get("tickvals")));
  }

  @Test
  void charts_have_one_scale_if_asked_for() {
    assertFalse(json(SmallTopics.figures().barchart(BARS)).at("/layout/xaxis2").has("matches"));
    assertEquals(
        "x",
        json(SmallTopics.figures().barchart(BARS.withSameScale(true)))
            .at("/layout/xaxis2/matches")
            .asText());
  }

  @Test
  void titles_are_those_of_the_labels() {
    JsonNode figure = json(SmallTopics.figures().barchart(BARS.withLabels(Labels.aspect("Short"))));
    assertEquals("1_space", figure.at("/layout/annotations/0/text").asText());
    assertEquals("2_rocket_orbit", figure.at("/layout/annotations/2/text").asText());
  }

  @Test
  void ranks_start_at_1_and_weights_fall() {
    JsonNode trace = json(SmallTopics.figures().termRank(RANKS)).at("/data/0");
    assertEquals("moon", trace.get("name").asText());
    assertEquals(List.of(1.0, 2.0), numbers(trace.get("x")));
    assertEquals(List.of(4.0, 3.0), numbers(trace.get("y")));
    assertEquals(List.of("b", "a"), texts(trace.get("hovertext")));
    assertEquals(
        List.of(4.0),
        numbers(json(SmallTopics.figures().termRank(RANKS.withNTerms(1))).at("/data/0/y")));
  }

  @Test
  void long_words_do_not_reach_into_the_next_chart() {
    Topic topic =
        new Topic(0, 1, "t", List.of(new TermScore("telecommunications_act", 1)), List.of());
    JsonNode figure = json(SmallTopics.figuresOf(List.of(topic)).barchart(BARS));
    assertEquals("telecommunicatio…", figure.at("/layout/yaxis/ticktext/0").asText());
    assertEquals("telecommunications_act", figure.at("/data/0/hovertext/0").asText());
  }

  @Test
  void a_legend_of_many_topics_would_hide_the_ranks() {
    List<Topic> many =
        java.util.stream.IntStream.range(0, 26)
            .mapToObj(id -> new Topic(id, 1, "t" + id, List.of(), List.of()))
            .toList();
    TopicFigures figures = SmallTopics.figuresOf(many);
    assertFalse(json(figures.termRank(RANKS)).at("/layout/showlegend").asBoolean());
    assertTrue(json(figures.termRank(RANKS.withTopN(25))).at("/layout/showlegend").asBoolean());
  }

  @Test
  void logarithms_are_to_the_base_of_ten() {
    JsonNode figure = json(SmallTopics.figures().termRank(RANKS.withLogScale(true)));
    assertEquals(List.of(0.60206, 0.47712), numbers(figure.at("/data/0/y")));
    assertEquals("log10 of c-TF-IDF", figure.at("/layout/yaxis/title/text").asText());
  }

  @Test
  void without_topics_a_figure_says_so() {
    TopicFigures none =
        SmallTopics.figuresOf(List.of(new Topic(-1, 3, "-1", List.of(), List.of())));
    for (Figure figure : List.of(none.barchart(BARS), none.termRank(RANKS))) {
      assertEquals("There are no topics, only outliers.", figure.alt());
      assertTrue(json(figure).get("data").isEmpty());
    }
  }
}
