package org.sparkbertopic.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.ReportData.Similar;
import org.sparkbertopic.report.figures.Figure;
import org.sparkbertopic.testing.Browser;
import org.sparkbertopic.topics.Topic;

/**
 * The page in Chromium. Skipped where Chromium or its driver is missing. Screenshots are in
 * target/screenshots.
 */
@EnabledIf("isInstalled")
class PageInBrowserTest {

  /** What is text everywhere, however it looks. */
  private static final String HOSTILE =
      "</script><script>window.broken=1</script><img src=x onerror=\"window.broken=1\"> '\"&amp;"
          + " \u202edlrow\u202c \uD83D\uDE80 \uD83D <b>bold</b>";

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  @TempDir Path folder;
  private Browser browser;

  static boolean isInstalled() {
    return Browser.isInstalled();
  }

  @BeforeEach
  void start() throws Exception {
    browser = started(1400, 1000, false);
  }

  /** Some containers have Chromium and do not let it run. */
  private Browser started(int width, int height, boolean dark) throws InterruptedException {
    try {
      return Browser.start(width, height, dark, folder);
    } catch (IOException e) {
      return Assumptions.abort("Chromium does not start: " + e.getMessage());
    }
  }

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  /** Topics on a circle, each with as many documents; -1 in the middle. */
  private static ReportData page(int topics, int documents, int texts, String word) {
    Random random = new Random(7);
    List<Topic> all = new ArrayList<>();
    Map<Integer, List<Similar>> similar = new TreeMap<>();
    for (int id = -1; id < topics; id++) {
      String name = id + "_" + word + "_" + id;
      all.add(
          new Topic(
              id,
              Math.max(1, documents / (topics + 1)),
              name,
              List.of(new TermScore(word, 0.5), new TermScore("word" + id, 0.4)),
              List.of("doc-" + (id + 1))));
      if (id > 0) {
        similar.put(id, List.of(new Similar(id - 1, 0.9)));
      }
    }
    List<String> ids = new ArrayList<>();
    List<String> beginnings = new ArrayList<>();
    float[] x = new float[documents];
    float[] y = new float[documents];
    int[] of = new int[documents];
    for (int i = 0; i < documents; i++) {
      of[i] = i % (topics + 1) - 1;
      double angle = 2 * Math.PI * of[i] / topics;
      double reach = of[i] < 0 ? 0 : 10;
      x[i] = (float) (reach * Math.cos(angle) + random.nextGaussian());
      y[i] = (float) (reach * Math.sin(angle) + random.nextGaussian());
      ids.add("doc-" + i);
      if (i < texts) {
        beginnings.add("text " + i + " of " + word + " lorem ".repeat(15).strip());
      }
    }
    return ReportData.of("A page", all)
        .withTexts(Map.of("doc-1", "the text of " + word))
        .withSimilar(similar)
        .withMap(new PlacedDocuments(ids, x, y, of, beginnings, documents));
  }

  private String open(ReportData data, String fragment) throws Exception {
    Path file = folder.resolve("report.html");
    try (OutputStream out = Files.newOutputStream(file)) {
      TopicReport.write(data, out);
    }
    String address = file.toUri() + fragment;
    browser.open(address);
    browser.await("return document.getElementById('map-plot').dataset.drawn === 'true'");
    return address;
  }

  private void assertQuiet() throws Exception {
    assertEquals(List.of(), browser.complaints());
    List<String> elsewhere =
        browser.requests().stream()
            .filter(
                address ->
                    !address.startsWith("file:")
                        && !address.startsWith("data:")
                        && !address.startsWith("blob:"))
            .toList();
    assertEquals(List.of(), elsewhere);
  }

  @Test
  void a_page_draws_its_map_without_network_and_without_a_complaint() throws Exception {
    open(page(12, 600, 600, "rocket"), "");
    browser.screenshot(SCREENSHOTS.resolve("overview.png"));
    assertEquals("600 documents", browser.text("#map-shown"));
    assertTrue(browser.run("return document.querySelectorAll('.annotation').length").asInt() > 8);
    assertQuiet();
  }

  @Test
  void a_search_finds_documents_by_words_and_ids_and_topics_by_names() throws Exception {
    open(page(12, 600, 600, "rocket"), "");
    browser.type("#map-find", "text 42");
    browser.await("return document.getElementById('map-shown').textContent.startsWith('16 found')");
    browser.screenshot(SCREENSHOTS.resolve("search.png"));
    browser.run("document.getElementById('map-find').value = ''");
    browser.type("#map-find", "doc-77");
    browser.await("return document.getElementById('map-shown').textContent.startsWith('1 found')");
    browser.click("#map-hits button");
    assertTrue(browser.text("#map-document").contains("doc-77"));
    browser.run("document.getElementById('map-find').value = ''");
    browser.type("#map-find", "word5");
    browser.await(
        "return document.querySelector('#map-hits b') !== null"
            + " && document.querySelectorAll('#map-hits button').length === 1");
    browser.click("#map-hits button");
    browser.await("return location.hash === '#topic=5'");
    assertQuiet();
  }

  @Test
  void a_topic_is_one_click_away_and_a_fragment_names_it() throws Exception {
    open(page(12, 600, 600, "rocket"), "#topic=3");
    assertEquals("Topic 3_rocket_3, 46 documents", browser.text("#topic-name"));
    browser.screenshot(SCREENSHOTS.resolve("topic.png"));
    browser.click(".neighbours a");
    browser.await(
        "return document.getElementById('topic-name').textContent.startsWith('Topic 2_')");
    browser.click("#topic-close");
    browser.await("return document.getElementById('topic').hidden");
    browser.click("#rows a[href='#topic=7']");
    browser.await(
        "return document.getElementById('topic-name').textContent.startsWith('Topic 7_')");
    assertQuiet();
  }

  /** Whether an element begins on the screen. */
  private boolean isSeen(String id) throws Exception {
    return browser
        .run(
            "const top = document.getElementById('"
                + id
                + "').getBoundingClientRect().top; return top >= 0 && top < innerHeight / 2")
        .asBoolean();
  }

  @Test
  void a_topic_is_told_next_to_the_map_and_seen_wherever_it_is_opened() throws Exception {
    open(page(40, 600, 600, "rocket"), "");
    browser.run("document.getElementById('map').scrollIntoView(); location.hash = '#topic=3'");
    browser.await("return document.getElementById('map-document').textContent.includes('word3')");
    assertTrue(isSeen("map-plot"), "who reads the map stays there");
    browser.run(
        "document.querySelector('#rows tr:last-child').scrollIntoView();"
            + " document.querySelector('#rows tr:last-child a').click()");
    browser.await(
        "return document.getElementById('topic-name').textContent.startsWith('Topic 39_')");
    assertTrue(isSeen("topic"));
    browser.run("scrollBy(0, 200); document.getElementById('topic-close').click()");
    browser.await("return document.getElementById('topic').hidden");
    assertTrue(browser.run("return scrollY > 300").asBoolean(), "not at the top");
    assertQuiet();
  }

  @Test
  void the_sections_are_one_click_away_and_leave_a_topic_open() throws Exception {
    open(
        page(12, 600, 600, "rocket").withFacts(List.of(new ReportData.Fact("seed", "42"))),
        "#topic=3");
    assertEquals(
        "Map|Topics|Run",
        browser
            .run("return [...document.querySelectorAll('.contents a')].map(a => a.text).join('|')")
            .asText());
    browser.click(".contents a[href='#topics']");
    browser.await("return location.hash === '#topics'");
    assertTrue(isSeen("topics"));
    assertTrue(
        browser
            .run(
                "return document.getElementById('topics').getBoundingClientRect().top"
                    + " >= document.querySelector('.contents').getBoundingClientRect().bottom")
            .asBoolean(),
        "the links do not hide the heading");
    assertFalse(browser.run("return document.getElementById('topic').hidden").asBoolean());
    assertQuiet();
  }

  @Test
  void the_table_is_downloaded_as_csv_and_json() throws Exception {
    open(page(3, 40, 40, "=1+1"), "");
    browser.click("#as-csv");
    browser.click("#as-json");
    Path csv = folder.resolve("topics.csv");
    Path json = folder.resolve("topics.json");
    Browser.awaitThat(() -> Files.exists(csv) && Files.exists(json));
    List<String> lines = Files.readAllLines(csv, StandardCharsets.UTF_8);
    assertEquals("topic,size,name,words,representative_documents", lines.get(0));
    assertEquals("\"-1\",\"10\",\"'-1_=1+1_-1\",\"'=1+1 word-1\",\"doc-0\"", lines.get(1));
    assertTrue(Files.readString(json).contains("\"id\":2"));
    assertQuiet();
  }

  @Test
  void whatever_a_document_holds_is_text() throws Exception {
    ReportData page = page(3, 40, 40, HOSTILE);
    open(page.withTitle(HOSTILE).withWarnings(List.of(HOSTILE)), "#topic=1");
    browser.type("#map-find", "bold");
    browser.await("return document.getElementById('map-shown').textContent.startsWith('40 found')");
    browser.click("#map-hits li:last-child button");
    assertTrue(browser.text("#map-document").contains("<b>bold</b>"));
    assertTrue(browser.run("return window.broken === undefined").asBoolean());
    assertFalse(browser.run("return document.querySelector('img') !== null").asBoolean());
    assertTrue(
        browser
            .run(
                "return [...document.querySelectorAll('.annotation')].every(a => !a.querySelector('a'))")
            .asBoolean());
    browser.screenshot(SCREENSHOTS.resolve("hostile.png"));
    assertQuiet();
  }

  @Test
  void a_phone_and_a_dark_room_have_the_page_too() throws Exception {
    browser.close();
    browser = started(500, 900, true);
    open(page(12, 600, 600, "rocket"), "");
    browser.screenshot(SCREENSHOTS.resolve("phone-dark.png"));
    assertTrue(
        browser
            .run("return document.documentElement.scrollWidth <= window.innerWidth")
            .asBoolean());
    String background =
        browser.run("return getComputedStyle(document.body).backgroundColor").asText();
    assertEquals("rgb(18, 22, 28)", background);
    assertQuiet();
  }

  @Test
  void the_hierarchy_is_drawn_in_the_colours_of_the_page() throws Exception {
    ObjectNode spec =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    "{\"data\": [{\"type\": \"scatter\", \"mode\": \"lines\", \"x\": [0, 1, 1, 0],"
                        + " \"y\": [0, 0, 1, 1]}], \"layout\": {\"height\": 300}}");
    open(
        page(12, 600, 600, "rocket")
            .withFigures(
                List.of(
                    new PageFigure(
                        "hierarchy",
                        "Hierarchy",
                        "",
                        new Figure("hierarchy", "two topics", spec)))),
        "");
    browser.run("document.getElementById('hierarchy').scrollIntoView()");
    browser.await("return document.getElementById('hierarchy-plot').dataset.drawn === 'true'");
    assertEquals(
        1,
        browser.run("return document.querySelectorAll('#hierarchy-plot .js-line').length").asInt());
    assertEquals(
        "two topics",
        browser.run("return document.getElementById('hierarchy-plot').ariaLabel").asText());
    assertQuiet();
  }

  @Test
  void a_page_without_texts_has_none() throws Exception {
    open(page(3, 40, 0, "rocket").withTexts(Map.of()), "");
    assertTrue(browser.text("#map-shown").contains("their texts are not on this page"));
    assertFalse(Files.readString(folder.resolve("report.html")).contains("lorem"));
  }

  @Test
  void three_thousand_topics_and_a_hundred_thousand_documents_stay_within_the_budget()
      throws IOException {
    Path file = folder.resolve("large.html");
    try (OutputStream out = Files.newOutputStream(file)) {
      TopicReport.write(page(3_000, 100_000, 20_000, "rocket"), out);
    }
    long size = Files.size(file);
    assertTrue(size < 12_000_000, size + " bytes");
    Path small = folder.resolve("small.html");
    try (OutputStream out = Files.newOutputStream(small)) {
      TopicReport.write(page(70, 5_000, 5_000, "rocket"), out);
    }
    assertTrue(Files.size(small) < 4_000_000, Files.size(small) + " bytes");
  }

  @Test
  void a_large_page_is_drawn_and_searched() throws Exception {
    open(page(3_000, 100_000, 20_000, "rocket"), "");
    double drawn =
        browser.run("return performance.getEntriesByName('map-drawn')[0].startTime").asDouble();
    System.out.printf("100,000 documents, 3,000 topics: map drawn after %.0f ms%n", drawn);
    String shares =
        "return [...document.querySelectorAll('#rows .size small')].map(e => e.textContent.trim()).join()";
    assertFalse(browser.run(shares).asText().contains("0.0\u00a0%"), "a share of nothing");
    browser.type("#map-find", "word2999");
    browser.await("return document.querySelectorAll('#map-hits button').length > 0");
    browser.screenshot(SCREENSHOTS.resolve("large.png"));
    assertQuiet();
  }
}
