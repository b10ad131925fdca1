package org.sparkbertopic.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.ReportData.Similar;
import org.sparkbertopic.report.figures.TimeAxis;
import org.sparkbertopic.topics.Topic;

/**
 * Draws {@code report.html}: one file that needs no network and no server. It holds the topics as
 * JSON, from which its script draws a table that readers can sort and filter; without scripts the
 * page shows a plain table. With a map or figures it holds Plotly (1.9 MB), which draws them. A
 * content security policy allows only the page's own scripts and no address outside of it, so that
 * nothing in a document or a word can run or load anything.
 *
 * <p>About 1.2 kB per topic, and 11 bytes, an id and the beginning of a text per document of the
 * map; meant for up to several thousand topics and 100,000 documents on the map.
 */
public final class TopicReport {

  /** Ours: two or three lines on a screen. */
  public static final int EXCERPT_CHARACTERS = 300;

  private static final String COMMON = "common.js";
  private static final String REPORT = "report.js";
  private static final String HISTORY = "history.js";
  private static final String MAP = "map.js";

  private static final String FIGURES = "figures.js";

  /** The part of Plotly that draws here; see src/build/plotly. */
  private static final String PLOTLY = "plotly-page.min.js";

  /** Of the scripts, by their names: Plotly is long, and the same on every page. */
  private static final Map<String, String> HASHES = new ConcurrentHashMap<>();

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private TopicReport() {}

  /** Writes the page in UTF-8; does not close {@code out}. */
  public static void write(ReportData data, OutputStream out) throws IOException {
    List<Topic> ascending = new ArrayList<>(data.topics());
    ascending.sort(Comparator.comparingInt(Topic::id));
    boolean grown = HistorySection.isWorthIt(data.history());
    boolean mapped = !data.map().isEmpty();
    boolean drawn = mapped || !data.figures().isEmpty();
    String style =
        resource("report.css")
            + (grown ? resource("history.css") : "")
            + (mapped ? resource("map.css") : "")
            + (drawn ? resource("figures.css") : "");
    String script = resource(REPORT);
    Summary summary = new Summary(data, ascending);
    List<String> scripts = new ArrayList<>(List.of(COMMON, REPORT));
    if (grown) {
      scripts.add(HISTORY);
    }
    if (drawn) {
      scripts.add(PLOTLY);
      scripts.add(FIGURES);
    }
    if (mapped) {
      scripts.add(MAP);
    }
    Map<String, String> parts = new HashMap<>();
    parts.put("policy", drawn ? policyOfPlotly(scripts) : policy(style, scripts));
    parts.put("style", style);
    parts.put("common", resource(COMMON));
    parts.put("script", script);
    parts.put("title", Html.escape(data.title()));
    parts.put("tiles", summary.tiles());
    parts.put("contents", summary.contents());
    parts.put("warnings", summary.warnings());
    parts.put("run", summary.run());
    parts.put("fallback", summary.table());
    parts.put("data", island(data, ascending));
    parts.put("history", grown ? history(HistorySection.of(data)) : "");
    parts.put("map", mapped ? resource("map.html") : "");
    parts.put("figures", figures(data.figures()));
    parts.put("drawing", drawn ? drawing(data) : "");
    out.write(fill(resource("report.html"), parts).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** One pass, so that text in a part that looks like a placeholder stays as it is. */
  private static String fill(String template, Map<String, String> parts) {
    StringBuilder page = new StringBuilder();
    Matcher places = PLACE.matcher(template);
    int copied = 0;
    while (places.find()) {
      page.append(template, copied, places.start()).append(parts.get(places.group(1)));
      copied = places.end();
    }
    return page.append(template, copied, template.length()).toString();
  }

  private static String history(HistorySection section) throws IOException {
    Map<String, String> parts =
        Map.of(
            "fallback", section.table(),
            "data", safe(section.json()),
            "script", resource(HISTORY));
    return fill(resource("history.html"), parts);
  }

  /** What is drawn, and what draws it. */
  private static String drawing(ReportData data) throws IOException {
    StringBuilder html = new StringBuilder();
    for (PageFigure section : data.figures()) {
      appendData(html, section.id() + "-data", safe(section.figure().spec()));
    }
    appendData(html, "timeline-data", safe(timeline(data.timeline())));
    appendScript(html, resource(PLOTLY));
    appendScript(html, resource(FIGURES));
    if (!data.map().isEmpty()) {
      appendData(html, "map-data", safe(new MapSection(data.map()).json()));
      appendScript(html, resource(MAP));
    }
    return html.toString();
  }

  private static ObjectNode timeline(Timeline timeline) {
    ObjectNode root = JSON.createObjectNode();
    TimeAxis axis = TimeAxis.of(timeline.times());
    ArrayNode times = root.putArray("times");
    timeline.times().forEach(time -> times.add(axis.value(time)));
    axis.describe(root.putObject("axis"));
    if (!timeline.times().isEmpty()) {
      root.put("first", timeline.times().get(0));
      root.put("last", timeline.times().get(timeline.times().size() - 1));
    }
    root.set("documents", JSON.valueToTree(new TreeMap<>(timeline.documents())));
    return root;
  }

  private static void appendData(StringBuilder html, String id, String json) {
    html.append("<script type=\"application/json\" id=\"").append(id).append("\">");
    html.append(json).append("</script>\n");
  }

  private static void appendScript(StringBuilder html, String script) {
    html.append("<script>").append(script).append("</script>\n");
  }

  private static String figures(List<PageFigure> sections) throws IOException {
    StringBuilder html = new StringBuilder();
    for (PageFigure section : sections) {
      Map<String, String> parts =
          Map.of(
              "id", section.id(),
              "title", Html.escape(section.title()),
              "note", Html.escape(section.note()),
              "alt", Html.escape(section.figure().alt()));
      html.append(fill(resource("figures.html"), parts));
    }
    return html.toString();
  }

  /**
   * Plotly sets styles of elements and makes pictures of its own, which need more than the scripts
   * of this page. No address outside of the page is allowed.
   */
  private static String policyOfPlotly(List<String> scripts) throws IOException {
    return String.format(
        Locale.ROOT,
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src %s",
        hashes(scripts));
  }

  private static String policy(String style, List<String> scripts) throws IOException {
    return String.format(
        Locale.ROOT,
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '%s'; script-src %s",
        hash(style),
        hashes(scripts));
  }

  /** Of scripts by their names. */
  private static String hashes(List<String> scripts) throws IOException {
    StringBuilder hashes = new StringBuilder();
    for (String script : scripts) {
      String hash = HASHES.get(script);
      if (hash == null) {
        hash = hash(resource(script));
        HASHES.put(script, hash);
      }
      hashes.append(hashes.isEmpty() ? "'" : " '").append(hash).append('\'');
    }
    return hashes.toString();
  }

  private static String hash(String text) {
    return "sha256-" + Base64.getEncoder().encodeToString(DigestUtils.sha256(text));
  }

  private static String island(ReportData data, List<Topic> ascending) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("documents", data.documents());
    ArrayNode topics = root.putArray("topics");
    for (Topic topic : ascending) {
      ObjectNode node = topics.addObject();
      node.put("id", topic.id());
      node.put("size", topic.size());
      node.put("name", topic.title());
      ArrayNode words = node.putArray("words");
      for (TermScore word : topic.words()) {
        words.addArray().add(word.term()).add(word.score());
      }
      if (!topic.aspects().isEmpty()) {
        addAspects(topic, node.putArray("aspects"));
      }
      ArrayNode similar = node.putArray("similar");
      for (Similar other : data.similar().getOrDefault(topic.id(), List.of())) {
        similar.addArray().add(other.topic()).add(Math.rint(other.cosine() * 1e4) / 1e4);
      }
      ArrayNode documents = node.putArray("documents");
      for (String id : topic.representativeDocuments()) {
        String text = data.texts().get(id);
        ArrayNode document = documents.addArray().add(id);
        if (text != null) {
          document.add(Html.excerpt(text, EXCERPT_CHARACTERS));
        }
      }
    }
    return safe(root);
  }

  /** JSON that can contain neither {@code </script>} nor the start of a comment. */
  private static String safe(ObjectNode root) throws IOException {
    return JSON.writeValueAsString(root)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }

  /** The aspects' names with their words, in order. */
  private static void addAspects(Topic topic, ArrayNode aspects) {
    topic
        .aspects()
        .forEach(
            (name, words) -> {
              ArrayNode terms = aspects.addArray().add(name).addArray();
              words.forEach(word -> terms.add(word.term()));
            });
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TopicReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
