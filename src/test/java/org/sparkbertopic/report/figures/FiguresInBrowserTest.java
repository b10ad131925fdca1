package org.sparkbertopic.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.report.PageFigure;
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.report.Timeline;
import org.sparkbertopic.report.TopicReport;
import org.sparkbertopic.report.figures.input.Labels;
import org.sparkbertopic.testing.Browser;
import org.sparkbertopic.topics.FittedTopics;

/** Every figure, drawn by the page's Plotly in Chromium. Screenshots are in target/screenshots. */
@EnabledIf("isInstalled")
class FiguresInBrowserTest {

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  @TempDir Path folder;

  static boolean isInstalled() {
    return Browser.isInstalled();
  }

  private static String id(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private Browser open(String text, boolean dark) throws Exception {
    return open(text, start(dark));
  }

  private Browser open(String text, Browser browser) throws Exception {
    List<PageFigure> sections = new ArrayList<>();
    for (Map.Entry<String, Figure> each : SmallTopics.all(text, Labels.title()).entrySet()) {
      sections.add(new PageFigure(id(each.getKey()), text, text, each.getValue()));
    }
    FittedTopics topics = SmallTopics.fitted(text, text, text);
    Path page = folder.resolve("figures.html");
    try (OutputStream out = Files.newOutputStream(page)) {
      TopicReport.write(
          ReportData.of("Figures", topics.topics())
              .withFigures(sections)
              .withTimeline(
                  new Timeline(List.of("1999", "2000", "2001"), Map.of(0, new long[] {3, 0, 4}))),
          out);
    }
    browser.open(page.toUri().toString());
    return browser;
  }

  private Browser start(boolean dark) throws InterruptedException {
    return start(1300, dark);
  }

  private Browser start(int width, boolean dark) throws InterruptedException {
    try {
      return Browser.start(width, 1000, dark, folder);
    } catch (IOException e) {
      return Assumptions.abort("Chromium does not start: " + e.getMessage());
    }
  }

  private static void draw(Browser browser, String name) throws Exception {
    browser.run("document.getElementById('" + id(name) + "').scrollIntoView()");
    browser.await(
        "return document.getElementById('" + id(name) + "-plot').dataset.drawn === 'true'");
  }

  @Test
  void every_figure_is_drawn_whatever_its_texts_hold() throws Exception {
    String text = "</script><img src=x onerror=\"window.broken=1\"> \u202edlrow\u202c \uD83D <b>";
    try (Browser browser = open(text, true)) {
      for (String name : SmallTopics.all(text, Labels.title()).keySet()) {
        draw(browser, name);
        browser.screenshot(SCREENSHOTS.resolve("figure-" + id(name) + ".png"));
      }
      assertEquals(List.of(), browser.complaints());
      assertTrue(
          browser
              .run(
                  "return window.broken === undefined && document.querySelector('.figure img, .figure b') === null")
              .asBoolean());
    }
  }

  @Test
  void on_a_telephone_a_legend_is_below_the_figure_and_its_axis() throws Exception {
    try (Browser browser = open("rocket", start(500, false))) {
      draw(browser, "topicsPerClass");
      browser.run("document.getElementById('topics-per-class').scrollIntoView()");
      browser.screenshot(SCREENSHOTS.resolve("per-class-telephone.png"));
      assertTrue(
          browser
              .run(
                  "const plot = document.getElementById('topics-per-class-plot');"
                      + " const box = name => plot.querySelector(name).getBoundingClientRect();"
                      + " return box('.xtitle').bottom <= box('.legend').top"
                      + " && box('.legend').bottom <= plot.getBoundingClientRect().bottom")
              .asBoolean());
      assertEquals(List.of(), browser.complaints());
    }
  }

  @Test
  void a_click_on_the_name_of_a_topic_opens_it_and_shows_its_years() throws Exception {
    try (Browser browser = open("rocket", false)) {
      draw(browser, "hierarchy");
      browser.click("#hierarchy-plot .ytick text");
      browser.await("return location.hash.startsWith('#topic=')");
      browser.run("location.hash = '#topic=0'");
      browser.await("return document.querySelector('#topic-body .timeline .js-fill') !== null");
      assertTrue(
          browser
              .run("return document.querySelector('.timeline').getAttribute('aria-label')")
              .asText()
              .endsWith("from 1999 to 2001"));
      browser.run("document.getElementById('topic').scrollIntoView()");
      browser.screenshot(SCREENSHOTS.resolve("topic-over-time.png"));
      assertEquals(List.of(), browser.complaints());
    }
  }
}
