package org.sparkbertopic.persistence.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.embedding.hub.HubName;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.persistence.PythonSettings;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.Environment;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.topics.Topic;

/**
 * The page of a model on the hub: a README.md with metadata for the hub's search, how to use the
 * model, its topics, parameters and versions. It claims no licence.
 *
 * <p>What this class writes stands between two marks. A later push replaces that part alone, so
 * that the owner can add a licence and texts around it. A README.md without the marks stays as it
 * is.
 */
final class ModelCard {

  static final String BEGIN =
      "<!-- spark-bertopic: begin. Each push replaces this part, up to the mark of its end. -->";
  static final String END = "<!-- spark-bertopic: end -->";

  private static final String METADATA =
      """
      ---
      tags:
      - bertopic
      - spark-bertopic
      - topic-modeling
      library_name: bertopic
      pipeline_tag: text-classification
      ---

      """;

  private static final int MOST_TOPICS = 1_000;
  private static final int MOST_WORDS = 10;
  private static final int MOST_CHARACTERS = 120;

  /** Longer lists, such as stop words, are counted. */
  private static final int MOST_ITEMS = 8;

  private static final int NEXT_LINE = 0x85;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private final SavedModel model;
  private final HubName name;

  private ModelCard(SavedModel model, HubName name) {
    this.model = model;
    this.name = name;
  }

  /**
   * @param name that the model is pushed to
   */
  static ModelCard of(SavedModel model, HubName name) {
    return new ModelCard(model, name);
  }

  /**
   * The README.md to write.
   *
   * @param present the one that is there
   * @return empty if it is the owner's own, and stays
   */
  Optional<String> over(Optional<String> present) {
    String part = BEGIN + "\n\n" + part() + "\n" + END;
    if (present.isEmpty()) {
      return Optional.of(METADATA + part + "\n");
    }
    String text = present.get();
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, Math.max(0, begin));
    return begin < 0 || end < 0
        ? Optional.empty()
        : Optional.of(text.substring(0, begin) + part + text.substring(end + END.length()));
  }

  private String part() {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(escaped(name.bareName())).append("\n\n");
    text.append(summary()).append("\n\n");
    usage(text);
    topics(text);
    parameters(text);
    return text.toString();
  }

  private String summary() {
    List<Topic> topics = shown();
    long documents = topics.stream().mapToLong(Topic::size).sum();
    long outliers =
        topics.stream().filter(topic -> topic.id() == Topic.OUTLIERS).mapToLong(Topic::size).sum();
    long count = topics.stream().filter(topic -> topic.id() != Topic.OUTLIERS).count();
    return String.format(
        Locale.ROOT,
        "A topic model of [BERTopic](https://github.com/MaartenGr/BERTopic), in the format of"
            + " spark-bertopic: %,d %s of %,d documents, of which %,d (%.1f %%) are outliers.",
        count,
        count == 1 ? "topic" : "topics",
        documents,
        outliers,
        100.0 * outliers / Math.max(1, documents));
  }

  private List<Topic> shown() {
    return model.topics().topics().stream().filter(topic -> !topic.isVacant()).toList();
  }

  private void usage(StringBuilder text) {
    String address = name.address();
    text.append(
        String.format(
            Locale.ROOT,
            """
        ## Use

        Command line of spark-bertopic:

            jobs/spark-bertopic transform --model %1$s --input DOCUMENTS --output OUT

        Java, and Python with PySpark and the package `spark_bertopic`:

        ```java
        BERTopicModel model = BERTopicModel.load("%1$s");
        model.transform(documents).select("topic", "probability").show();
        ```

        ```python
        from spark_bertopic import BERTopicModel

        model = BERTopicModel.load("%1$s")
        model.transform(documents).select("topic", "probability").show()
        ```

        Python's BERTopic. It reads words and embeddings of the topics, and assigns documents by the closest
        embedding, so that its topics can differ:

        ```python
        from bertopic import BERTopic

        model = BERTopic.load("%2$s")
        model.get_topic_info()
        ```

        """,
            address,
            name.repository()));
  }

  private void topics(StringBuilder text) {
    List<Topic> topics = ranked(shown(), MOST_TOPICS);
    long all = shown().stream().filter(topic -> topic.id() != Topic.OUTLIERS).count();
    text.append("## Topics\n\n| topic | documents | name | words |\n| --- | --- | --- | --- |\n");
    for (Topic topic : topics) {
      text.append("| ")
          .append(topic.id())
          .append(" | ")
          .append(topic.size())
          .append(" | ")
          .append(escaped(shortened(topic.title())))
          .append(" | ")
          .append(
              topic.words().stream()
                  .limit(MOST_WORDS)
                  .map(TermScore::term)
                  .map(word -> escaped(shortened(word)))
                  .collect(Collectors.joining(", ")))
          .append(" |\n");
    }
    if (all > MOST_TOPICS) {
      text.append(
          String.format(
              Locale.ROOT,
              "%nThese are the largest %,d topics; all %,d are in topics.json.%n",
              MOST_TOPICS,
              all));
    }
    text.append('\n');
  }

  /** The outliers, and after them the largest topics, which the outliers are none of. */
  static List<Topic> ranked(List<Topic> topics, int most) {
    Comparator<Topic> largestFirst =
        Comparator.comparingLong(Topic::size).reversed().thenComparingInt(Topic::id);
    return Stream.concat(
            topics.stream().filter(topic -> topic.id() == Topic.OUTLIERS),
            topics.stream()
                .filter(topic -> topic.id() != Topic.OUTLIERS)
                .sorted(largestFirst)
                .limit(most))
        .toList();
  }

  private void parameters(StringBuilder text) {
    Provenance provenance = model.provenance();
    Map<String, String> rows = new TreeMap<>();
    Map<String, String> versions = new TreeMap<>();
    if (provenance.knowsFit()) {
      provenance
          .parameters()
          .forEach((parameter, value) -> described(value).ifPresent(d -> rows.put(parameter, d)));
      rows.put("seed", Long.toString(provenance.seed()));
      rows.put("embedder", provenance.embedder());
      Environment by = provenance.environment();
      versions.put("fitted by", by.library());
      versions.put("Spark", by.spark());
      versions.put("Java", by.java());
      provenance.time().ifPresent(time -> versions.put("fitted at", time.toString()));
    } else {
      PythonSettings settings = model.settings();
      rows.put("topNWords", Integer.toString(settings.topNWords()));
      rows.put("minTopicSize", Integer.toString(settings.minTopicSize()));
      settings.embeddingModel().ifPresent(embedder -> rows.put("embedder", embedder));
    }
    versions.put("pushed by", Environment.thisLibrary());
    text.append("## Parameters\n\n");
    table(text, "parameter", rows);
    text.append("\n## Versions\n\n");
    table(text, "what", versions);
  }

  private static void table(StringBuilder text, String title, Map<String, String> rows) {
    text.append("| ").append(title).append(" | value |\n| --- | --- |\n");
    rows.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            text.append("| ")
                .append(escaped(key))
                .append(" | ")
                .append(escaped(SecretText.redacted(value)))
                .append(" |\n");
          }
        });
  }

  /** A value in one line: a part is its name and its settings. Empty values are left out. */
  private static Optional<String> described(JsonNode value) {
    if (value.has("part")) {
      List<String> settings = new ArrayList<>();
      settings("", value.path("config"), settings);
      return Optional.of(
          value.path("part").asText()
              + (settings.isEmpty() ? "" : ": " + String.join(", ", settings)));
    }
    List<String> one = new ArrayList<>();
    settings("", value, one);
    return one.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", one));
  }

  private static void settings(String prefix, JsonNode value, List<String> into) {
    if (value.isObject()) {
      value
          .fields()
          .forEachRemaining(
              field ->
                  settings(
                      prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
                      field.getValue(),
                      into));
      return;
    }
    boolean isEmpty =
        value.isNull() || (value.isArray() && value.isEmpty()) || value.asText("x").isEmpty();
    if (!isEmpty) {
      String shown =
          value.isArray() && value.size() > MOST_ITEMS
              ? value.size() + " items"
              : shortened(value.isValueNode() ? value.asText() : value.toString());
      into.add(prefix.isEmpty() ? shown : prefix + " = " + shown);
    }
  }

  private static String shortened(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= MOST_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
  }

  /**
   * A text that Markdown shows as it is, in one line: punctuation is escaped, so that it makes no
   * cell, link, image or HTML. Characters that control or turn the line are left out.
   */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    int before = ' ';
    for (int c : text.codePoints().toArray()) {
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        // Addresses that begin with www. become links.
        case '.' -> out.append(before == 'w' || before == 'W' ? "\\." : ".");
        case ':' -> out.append(Character.isDigit(before) ? ":" : "\\:");
        default -> {
          if (Character.isWhitespace(c) || c == NEXT_LINE) {
            out.append(' ');
          } else if (isShown(c)) {
            out.append(isMarkup(c) ? "\\" : "").appendCodePoint(c);
          }
        }
      }
      before = c;
    }
    return out.toString().strip();
  }

  private static boolean isMarkup(int c) {
    return c < 0x7f && !Character.isLetterOrDigit(c) && ",=-".indexOf(c) < 0;
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE -> false;
      // Joiners are letters' parts in some scripts.
      case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }
}
