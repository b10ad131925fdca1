package org.sparkbertopic.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.ReportData.Fact;
import org.sparkbertopic.report.ReportData.Stage;
import org.sparkbertopic.topics.Topic;

class TopicReportTest {

  private static final String EVIL =
      "</script><script>x()</script><!--<img src=x onerror='y()'>&\"";

  @Test
  void the_summary_counts_documents_topics_and_outliers() throws IOException {
    String page = page(report());
    assertTrue(page.contains("<dt>Documents</dt><dd>12,345</dd>"), page);
    assertTrue(page.contains("<dt>Topics</dt><dd>2</dd>"));
    assertTrue(page.contains("<dt>In no topic</dt><dd>18.9 %</dd>"));
    assertTrue(page.contains("<dt>Time</dt><dd>1 min 15 s</dd>"));
    assertTrue(page.contains("<dt>Seed</dt><dd>42</dd>"));
    assertTrue(page.contains("<th scope=\"row\">embed</th><td class=\"number\">12,345</td>"));
    assertTrue(page.contains("<li>3 rows were set aside</li>"));
  }

  @Test
  void the_script_finds_topics_ascending_with_words_and_the_beginning_of_texts()
      throws IOException {
    JsonNode data = island(page(report()));
    assertEquals(12345, data.get("documents").asInt());
    assertEquals(-1, data.at("/topics/0/id").asInt());
    assertEquals(1, data.at("/topics/2/id").asInt());
    assertEquals("[\"oil\",0.25]", data.at("/topics/1/words/1").toString());
    assertEquals("[\"d1\",\"All of it.\"]", data.at("/topics/1/documents/0").toString());
    assertEquals("[\"d2\"]", data.at("/topics/1/documents/1").toString());
    String cut = data.at("/topics/1/documents/2/1").asText();
    assertTrue(cut.endsWith("word…") && cut.length() <= 301 && cut.length() > 280, cut);
  }

  @Test
  void the_script_finds_aspects_in_their_order_where_there_are_any() throws IOException {
    Map<String, List<TermScore>> aspects = new LinkedHashMap<>();
    aspects.put(EVIL, List.of(new TermScore(EVIL, 1), new TermScore("oil", 0.5)));
    aspects.put("a", List.of());
    Topic topic =
        new Topic(0, 1, "0_oil", List.of(new TermScore("oil", 1)), List.of()).withAspects(aspects);
    String page = page(ReportData.of("Aspects", List.of(topic)));
    JsonNode found = island(page).at("/topics/0/aspects");
    assertEquals(EVIL, found.at("/0/0").asText());
    assertEquals(EVIL, found.at("/0/1/0").asText());
    assertEquals("oil", found.at("/0/1/1").asText());
    assertEquals("[\"a\",[]]", found.get(1).toString());
    assertEquals(3, Pattern.compile("(?i)<script").matcher(page).results().count());
    assertFalse(island(page(report())).at("/topics/0").has("aspects"));
  }

  @Test
  void nothing_of_the_data_is_ever_markup() throws IOException {
    ReportData evil =
        new ReportData(
            EVIL,
            List.of(new Topic(0, 1, EVIL, List.of(new TermScore(EVIL, 1)), List.of(EVIL))),
            Map.of(EVIL, EVIL),
            List.of(new Stage(EVIL, 1, 1)),
            List.of(new Fact(EVIL, EVIL)),
            List.of(EVIL));
    String page = page(evil);
    assertEquals(tags(page(report())), tags(page));
    assertEquals(3, Pattern.compile("(?i)<script").matcher(page).results().count());
    assertEquals(3, Pattern.compile("(?i)</script").matcher(page).results().count());
    JsonNode data = island(page);
    assertEquals(EVIL, data.at("/topics/0/name").asText());
    assertEquals(EVIL, data.at("/topics/0/words/0/0").asText());
    assertEquals(EVIL, data.at("/topics/0/documents/0/1").asText());
  }

  @Test
  void what_looks_like_a_place_of_the_template_is_left_alone() throws IOException {
    String page = page(ReportData.of("{{script}} {{data}} $1", List.of()));
    assertTrue(page.contains("<title>{{script}} {{data}} $1</title>"), page);
  }

  @Test
  void only_the_pages_own_script_and_style_may_run() throws IOException, GeneralSecurityException {
    String page = page(report());
    String policy = first(page, "Content-Security-Policy\" content=\"([^\"]*)\"");
    assertTrue(policy.startsWith("default-src 'none';"), policy);
    assertTrue(policy.contains("script-src '" + sha256(first(page, "<script>([^<].*?)</script>"))));
    assertTrue(policy.contains("style-src '" + sha256(first(page, "<style>(.*?)</style>"))));
    assertFalse(policy.contains("unsafe"), policy);
    assertFalse(Pattern.compile("\\bstyle=|\\bon[a-z]+=\"").matcher(page).find());
  }

  @Test
  void the_page_asks_the_network_for_nothing() throws IOException {
    String page = page(report());
    assertFalse(Pattern.compile("https?:|//[a-z]|\\bsrc=|@import|url\\(").matcher(page).find());
  }

  @Test
  void readers_without_scripts_see_every_topic() throws IOException {
    List<Topic> topics = new ArrayList<>();
    for (int id = -1; id < 2000; id++) {
      topics.add(
          new Topic(id, 5, id + "_a", List.of(new TermScore("w" + id, 1)), List.of("d" + id)));
    }
    String table = first(page(ReportData.of("Many", topics)), "<noscript>(.*?)</noscript>");
    assertEquals(
        2001,
        IntStream.range(-1, 2000)
            .filter(
                id ->
                    table.contains(
                        ">"
                            + id
                            + "</th><td class=\"number\">5</td><td>"
                            + id
                            + "_a</td><td>w"
                            + id
                            + "</td>"))
            .count());
  }

  @Test
  void equal_data_give_equal_bytes_in_any_order_of_topics() throws IOException {
    ReportData data = report();
    List<Topic> reversed = new ArrayList<>(data.topics());
    Collections.reverse(reversed);
    ReportData other =
        new ReportData(
            data.title(), reversed, data.texts(), data.stages(), data.facts(), data.warnings());
    assertEquals(page(data), page(other));
  }

  @Test
  void a_report_of_nothing_is_a_page_all_the_same() throws IOException {
    String page = page(ReportData.of("Nothing", List.of()));
    assertTrue(page.contains("<dt>In no topic</dt><dd>–</dd>"), page);
    assertFalse(page.contains("<summary>"));
    assertFalse(page.contains("Warnings"));
  }

  @Test
  void durations_are_given_in_their_own_units() {
    assertEquals("0.0 s", Html.duration(0.04));
    assertEquals("9.9 s", Html.duration(9.94));
    assertEquals("59 s", Html.duration(59.4));
    assertEquals("1 min 00 s", Html.duration(59.6));
    assertEquals("59 min 59 s", Html.duration(3599));
    assertEquals("27 h 46 min", Html.duration(100_000));
  }

  @Test
  void excerpts_never_cut_a_character_in_two() {
    assertEquals("abc", Html.excerpt(" abc\n", 3));
    assertEquals("ab…", Html.excerpt("abc", 2));
    assertEquals("\uD83D\uDE00\uD83D\uDE00…", Html.excerpt("\uD83D\uDE00".repeat(3), 2));
    assertEquals("one two three…", Html.excerpt("one two three fourfivesix", 15));
  }

  private static ReportData report() {
    List<Topic> topics =
        List.of(
            new Topic(1, 10, "1_tax", List.of(new TermScore("tax", 0.5)), List.of()),
            new Topic(-1, 2335, "-1_the", List.of(), List.of()),
            new Topic(
                0,
                10_000,
                "0_energy_oil",
                List.of(new TermScore("energy", 0.5), new TermScore("oil", 0.25)),
                List.of("d1", "d2", "d3")));
    return ReportData.of("Topics", topics)
        .withTexts(Map.of("d1", "All of it.", "d3", "word ".repeat(100)))
        .withStages(List.of(new Stage("embed", 12_345, 70), new Stage("assign", 12_345, 5)))
        .withFacts(List.of(new Fact("Seed", "42")))
        .withWarnings(List.of("3 rows were set aside"));
  }

  private static String page(ReportData data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TopicReport.write(data, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Which tags occur, style and script apart. */
  private static List<String> tags(String page) {
    String markup = page.replaceAll("(?s)(<style>|<script>\").*?(</style>|</script>)", "$1$2");
    return Pattern.compile("<(!--|/?[a-zA-Z]+)")
        .matcher(markup)
        .results()
        .map(tag -> tag.group(1))
        .distinct()
        .sorted()
        .toList();
  }

  private static JsonNode island(String page) throws IOException {
    String json = first(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>");
    return new ObjectMapper().readTree(json);
  }

  private static String first(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }

  private static String sha256(String text) throws GeneralSecurityException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
