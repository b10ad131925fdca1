package org.sparkbertopic.report;

import java.util.List;
import java.util.Locale;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.ReportData.Fact;
import org.sparkbertopic.report.ReportData.Stage;
import org.sparkbertopic.topics.Topic;

/** The parts of the page that work without scripts. */
final class Summary {

  private static final String NOTHING = "";

  private final ReportData data;
  private final List<Topic> ascending;

  /**
   * @param ascending the topics by id
   */
  Summary(ReportData data, List<Topic> ascending) {
    this.data = data;
    this.ascending = ascending;
  }

  String tiles() {
    StringBuilder html = new StringBuilder();
    tile(html, "Documents", Html.count(data.documents()));
    tile(html, "Topics", Html.count(data.topicCount()));
    tile(html, "In no topic", Html.percent(data.outliers(), data.documents()));
    if (!data.stages().isEmpty()) {
      tile(html, "Time", Html.duration(data.stages().stream().mapToDouble(Stage::seconds).sum()));
    }
    return html.toString();
  }

  private static void tile(StringBuilder html, String name, String value) {
    html.append("<div><dt>").append(Html.escape(name)).append("</dt>");
    html.append("<dd>").append(Html.escape(value)).append("</dd></div>\n");
  }

  /** Links to the sections, in their order. */
  String contents() {
    StringBuilder html = new StringBuilder();
    html.append("<nav class=\"contents\" aria-label=\"Sections\"><ul>\n");
    if (!data.map().isEmpty()) {
      link(html, "map", "Map");
    }
    if (HistorySection.isWorthIt(data.history())) {
      link(html, "history", "History");
    }
    link(html, "topics", "Topics");
    data.figures().forEach(section -> link(html, section.id(), section.title()));
    if (hasRun()) {
      link(html, "run", "Run");
    }
    return html.append("</ul></nav>\n").toString();
  }

  private static void link(StringBuilder html, String id, String title) {
    html.append("<li><a href=\"#").append(id).append("\">");
    html.append(Html.escape(title)).append("</a></li>\n");
  }

  private boolean hasRun() {
    return !data.stages().isEmpty() || !data.facts().isEmpty();
  }

  String warnings() {
    if (data.warnings().isEmpty()) {
      return NOTHING;
    }
    StringBuilder html = new StringBuilder();
    html.append("<section class=\"warnings\" aria-labelledby=\"warnings\">");
    html.append("<h2 id=\"warnings\">Warnings</h2>\n<ul>\n");
    for (String warning : data.warnings()) {
      html.append("<li>").append(Html.escape(warning)).append("</li>\n");
    }
    return html.append("</ul></section>").toString();
  }

  String run() {
    if (!hasRun()) {
      return NOTHING;
    }
    StringBuilder html = new StringBuilder();
    html.append(
        "<section aria-labelledby=\"run\"><details><summary><h2 id=\"run\">Run</h2></summary>\n<div class=\"run\">\n");
    if (!data.stages().isEmpty()) {
      stages(html);
    }
    if (!data.facts().isEmpty()) {
      html.append("<dl class=\"facts\">\n");
      for (Fact fact : data.facts()) {
        tile(html, fact.name(), fact.value());
      }
      html.append("</dl>\n");
    }
    return html.append("</div></details></section>").toString();
  }

  private void stages(StringBuilder html) {
    double longest = data.stages().stream().mapToDouble(Stage::seconds).max().orElse(0);
    html.append("<table class=\"stages\"><thead><tr><th scope=\"col\">Stage</th>");
    html.append("<th scope=\"col\" class=\"number\">Rows</th>");
    html.append("<th scope=\"col\" class=\"number\">Time</th>");
    html.append("<td></td></tr></thead><tbody>\n");
    for (Stage stage : data.stages()) {
      html.append("<tr><th scope=\"row\">").append(Html.escape(stage.name())).append("</th>");
      html.append("<td class=\"number\">").append(Html.count(stage.rows())).append("</td>");
      html.append("<td class=\"number\">").append(Html.duration(stage.seconds())).append("</td>");
      html.append("<td class=\"bar\">");
      bar(html, longest == 0 ? 0 : stage.seconds() / longest);
      html.append("</td></tr>\n");
    }
    html.append("</tbody></table>\n");
  }

  /** An SVG, because the page's policy forbids style attributes. */
  private static void bar(StringBuilder html, double share) {
    html.append("<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    html.append("<rect height=\"8\" width=\"");
    html.append(String.format(Locale.ROOT, "%.1f", 100 * share));
    html.append("\"/></svg>");
  }

  /** The essential columns, for browsers without scripts. */
  String table() {
    StringBuilder html = new StringBuilder();
    html.append("<table><thead><tr><th scope=\"col\" class=\"number\">Topic</th>");
    html.append("<th scope=\"col\" class=\"number\">Size</th><th scope=\"col\">Name</th>");
    html.append("<th scope=\"col\">Words</th></tr></thead><tbody>\n");
    for (Topic topic : ascending) {
      List<String> words = topic.words().stream().map(TermScore::term).toList();
      html.append("<tr><th scope=\"row\" class=\"number\">").append(topic.id()).append("</th>");
      html.append("<td class=\"number\">").append(Html.count(topic.size())).append("</td>");
      html.append("<td>").append(Html.escape(topic.title())).append("</td>");
      html.append("<td>").append(Html.escape(String.join(", ", words))).append("</td></tr>\n");
    }
    return html.append("</tbody></table>").toString();
  }
}
