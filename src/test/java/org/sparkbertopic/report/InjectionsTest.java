package org.sparkbertopic.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.ReportData.Fact;
import org.sparkbertopic.report.ReportData.Stage;
import org.sparkbertopic.report.figures.Figure;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.TopicChunk;

/** What a corpus may hold to get into the page as markup or script, in every place of a report. */
class InjectionsTest {

  private static final String HARMLESS = "word";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "</SCRIPT ><sCrIpT>alert(1)</sCrIpT >",
        "</script\n><script\n>alert(1)",
        "<!--<script>",
        "--><script>alert(1)</script><!--",
        "<![CDATA[</script><script>alert(1)</script>]]>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "\"><script>alert(1)</script>",
        "' onmouseover='alert(1)",
        "\" onfocus=\"alert(1)\" autofocus=\"",
        "</style><style>*{background:url(//evil.invalid)}</style>",
        "</title><script>alert(1)</script>",
        "</noscript><script>alert(1)</script>",
        "</textarea></template><script>alert(1)</script>",
        "<meta http-equiv=refresh content='0;url=//evil.invalid'>",
        "<base href=//evil.invalid/>",
        "<a href=javascript:alert(1)>x</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
        "\u2028\u2029\"};alert(1);//",
        "\u0000<script>alert(1)</script>\u001b[31m",
        "\uD800<script>alert(1)</script>",
        "{{script}}{{data}}${alert(1)}$1\\1",
        "\uFF1Cscript\uFF1Ealert(1)\uFF1C/script\uFF1E"
      })
  void text_of_a_corpus_is_never_markup(String injection) throws IOException {
    String page = page(injection);
    assertEquals(tags(page(HARMLESS)), tags(page), injection);
    assertEquals(handlers(page(HARMLESS)), handlers(page), injection);
    String harmless = page(HARMLESS);
    assertEquals(scripts(harmless), scripts(page), "the page's own script is as it was");
  }

  @ParameterizedTest
  @ValueSource(strings = {"</script>", "<!--", "\u2028", "\"", "\\", "\u0000", "{{data}}"})
  void the_page_shows_the_text_as_it_was(String injection) throws IOException {
    Matcher data =
        Pattern.compile(
                "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
            .matcher(page(injection));
    assertTrue(data.find());
    JsonNode topic = new ObjectMapper().readTree(data.group(1)).at("/topics/0");
    assertEquals(injection, topic.get("name").asText());
    assertEquals(injection, topic.at("/words/0/0").asText());
    String history =
        found(
                "<script type=\"application/json\" id=\"history-data\">(.*?)</script>",
                page(injection))
            .get(0);
    JsonNode grown = new ObjectMapper().readTree(history);
    assertEquals(injection, grown.at("/chunks/1/name").asText());
    assertEquals(injection, grown.at("/topics/0/name").asText());
    assertEquals(
        List.of(3, 3),
        new ObjectMapper().convertValue(grown.at("/topics/0/documents"), List.class));
    assertFalse(history.contains("<"), "a script element could end in its data");
    assertFalse(data.group(1).contains("<"), "a script element could end in its data");
  }

  private static String page(String text) throws IOException {
    Topic topic =
        new Topic(0, 1, text, List.of(new TermScore(text, 1)), List.of(text))
            .withAspects(Map.of(text, List.of(new TermScore(text, 1))));
    ReportData data =
        new ReportData(
            text,
            List.of(topic),
            Map.of(text, text),
            List.of(new Stage(text, 1, 1)),
            List.of(new Fact(text, text)),
            List.of(text),
            grown(text),
            new PlacedDocuments(
                List.of(text, "b"),
                new float[] {0, 1},
                new float[] {0, 1},
                new int[] {0, -1},
                List.of(text, text),
                2),
            Map.of(),
            List.of(
                new PageFigure(
                    "figure",
                    text,
                    text,
                    new Figure("figure", text, JsonNodeFactory.instance.objectNode()))),
            new Timeline(List.of(text, "b"), Map.of(0, new long[] {1, 2})));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TopicReport.write(data, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ModelHistory grown(String chunk) {
    TopicChunk row = new TopicChunk(0, 0, 3, 0.5, List.of(chunk), List.of(1.0));
    return ModelHistory.NONE
        .plus(chunk(Chunk.FIT, 20000), List.of(row))
        .plus(chunk(chunk, 20001), List.of(row));
  }

  private static Chunk chunk(String name, long day) {
    return new Chunk(name, name, day, 4, 1, 0, 0.5, Double.NaN, List.of(), List.of());
  }

  private static List<String> found(String pattern, String page) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** Each tag in its order. */
  private static List<String> tags(String page) {
    return found("<(!--|!\\[|/?[a-z]+)", page);
  }

  /** Attributes that run something, within a tag; not what stands within quotes. */
  private static List<String> handlers(String page) {
    return found(
        "<[a-z][^>]*?\\s(on[a-z]+|src|srcdoc|href)\\s*=", page.replaceAll("=\"[^\"]*\"", "=\"\""));
  }

  private static List<String> scripts(String page) {
    return found("<script>(.*?)</script>", page);
  }
}
