package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.report.figures.input.Labels;

/** What holds for every figure. */
class FiguresTest {

  private static final String HARMLESS = "word";

  private static final Pattern TAG = Pattern.compile("<[^>]*>?|>");
  private static final Pattern ENTITY = Pattern.compile("&(?!(amp|lt|gt|#36);)");

  private static List<Labels> labels() {
    return List.of(
        Labels.title(), Labels.name(), Labels.custom(), Labels.aspect(SmallTopics.ASPECT));
  }

  private static List<String> strings(JsonNode node) {
    List<String> found = new ArrayList<>();
    if (node.isTextual()) {
      found.add(node.asText());
    }
    node.forEach(child -> found.addAll(strings(child)));
    return found;
  }

  private static List<String> tags(Figure figure) {
    List<String> tags = new ArrayList<>();
    for (String text : strings(SmallTopics.json(figure))) {
      for (Matcher tag = TAG.matcher(text); tag.find(); ) {
        tags.add(tag.group());
      }
    }
    return tags;
  }

  @Test
  void a_mime_bundle_has_the_specification_as_plain_values_and_the_description()
      throws IOException {
    for (Figure figure : SmallTopics.all(HARMLESS, Labels.title()).values()) {
      Map<String, Object> bundle = figure.toMimeBundle();
      assertEquals(
          List.of("application/vnd.plotly.v1+json", "text/plain"), List.copyOf(bundle.keySet()));
      assertEquals(figure.alt(), bundle.get("text/plain"));
      assertPlain(bundle.get("application/vnd.plotly.v1+json"));
      assertEquals(
          figure.spec().toString(),
          new ObjectMapper().writeValueAsString(bundle.get("application/vnd.plotly.v1+json")));
    }
  }

  private static void assertPlain(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(FiguresTest::assertPlain);
    } else if (value instanceof List<?> list) {
      list.forEach(FiguresTest::assertPlain);
    } else {
      assertTrue(
          value == null
              || value instanceof String
              || value instanceof Number
              || value instanceof Boolean,
          () -> "a value of " + value.getClass());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><img src=x onerror=alert(1)>",
        "<b>bold</b><br><a href=\"javascript:alert(1)\">x</a>",
        "<sub style=\"font-size:99px\">x</sub>",
        "\"'\\ },{\"layout\":{}",
        "&lt;script&gt; &amp; &#x3c;b&#62;",
        "%{x} %{fullData.name} %{customdata[0]}",
        "costs $1 and $2, $\\\\href{javascript:alert(1)}{x}$",
        "\u202Eevil\u202C \u200F\u05D0\u05D1\u200E",
        "\uD83D\uDE80 rocket \uD83D\uDC68\u200D\uD83D\uDE80",
        "\uD800<b>lone\uDC00",
        "\u0000\u001B[31m\u0007<i>\u2028\u2029",
        "2020-01-01<br>",
        "1e3"
      })
  void a_hostile_text_stays_text_in_every_figure(String text) {
    for (Labels labels : labels()) {
      Map<String, Figure> harmless = SmallTopics.all(HARMLESS, labels);
      SmallTopics.all(text, labels)
          .forEach(
              (name, figure) -> {
                assertEquals(tags(harmless.get(name)), tags(figure), name);
                String json = figure.toJson();
                assertFalse(json.matches("(?s).*[<>&\u2028\u2029].*"), name);
                for (String shown : strings(SmallTopics.json(figure))) {
                  assertFalse(ENTITY.matcher(shown).find(), name + ": " + shown);
                  assertEquals(
                      shown,
                      new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                      name + " has a lone surrogate");
                }
                assertEquals(
                    json,
                    new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
              });
    }
  }

  /** Templates hold nothing but what we wrote. */
  @Test
  void no_text_of_data_is_a_template() {
    SmallTopics.all("%{x}", Labels.title())
        .values()
        .forEach(
            figure ->
                SmallTopics.json(figure)
                    .findValues("hovertemplate")
                    .forEach(
                        template ->
                            assertTrue(
                                template
                                    .asText()
                                    .replaceAll("%\\{(x|y|z|hovertext|fullData\\.name)}", "")
                                    .matches("(rank |<br>|</?extra>)*"),
                                figure.name() + ": " + template)));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void two_calls_give_the_same_bytes_without_NaN(Labels labels) {
    Map<String, Figure> again = SmallTopics.all(HARMLESS, labels);
    SmallTopics.all(HARMLESS, labels)
        .forEach(
            (name, figure) -> {
              assertEquals(figure.toJson(), again.get(name).toJson(), name);
              assertFalse(figure.toJson().matches("(?s).*(NaN|Infinity|[0-9]{7,}\\.).*"), name);
              assertFalse(figure.alt().isBlank(), name);
            });
    assertEquals(14, again.size());
  }

  @Test
  void a_text_is_shown_as_it_is_written_after_plotly_has_read_it() {
    String text = "<b>5 & 6</b> cost $7";
    Figure figure = SmallTopics.all(text, Labels.custom()).get("barchart");
    String shown = SmallTopics.json(figure).at("/layout/title/text").asText();
    assertEquals("&lt;b&gt;5 &amp; 6&lt;/b&gt; cost &#36;7", shown);
    assertTrue(figure.alt().contains(text), "the description is plain text");
  }

  @Test
  void a_long_label_is_cut_at_a_code_point() {
    String rockets = "\uD83D\uDE80".repeat(51);
    String name =
        SmallTopics.json(SmallTopics.all(rockets, Labels.custom()).get("termRank"))
            .at("/data/0/name")
            .asText();
    assertEquals("\uD83D\uDE80".repeat(50) + "…", name);
  }
}
