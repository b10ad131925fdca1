package org.sparkbertopic.report;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.ModelHistory;

/**
 * The content of a report; a value. All texts are untrusted: they are shown literally, never as
 * markup.
 *
 * @param title of the page
 * @param topics with their words, in any order
 * @param texts of representative documents by their ids; an id without a text is shown by itself
 * @param stages of the run, in the order they ran
 * @param facts about the run, such as the seed and versions
 * @param warnings of the run
 * @param history of a model that has grown
 * @param map places of documents
 * @param similar the topics most similar to a topic, best first, by its id
 * @param figures each a section, in this order
 * @param timeline of the topics, where documents have times
 */
@RecordBuilder
public record ReportData(
    String title,
    List<Topic> topics,
    Map<String, String> texts,
    List<Stage> stages,
    List<Fact> facts,
    List<String> warnings,
    ModelHistory history,
    PlacedDocuments map,
    Map<Integer, List<Similar>> similar,
    List<PageFigure> figures,
    Timeline timeline)
    implements ReportDataBuilder.With {

  /**
   * A stage of the run.
   *
   * @param rows rows that it wrote
   * @param seconds time that it took
   */
  public record Stage(String name, long rows, double seconds) {
    public Stage {
      Objects.requireNonNull(name, "name");
      if (!(seconds >= 0) || Double.isInfinite(seconds)) {
        throw new IllegalArgumentException(
            "seconds must be 0 or more and finite, got " + seconds + " for stage " + name);
      }
    }
  }

  /** Another topic, and the cosine of both topics' embeddings. */
  public record Similar(int topic, double cosine) {}

  /** A row of the table of facts. */
  public record Fact(String name, String value) {
    public Fact {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }

  public ReportData {
    Objects.requireNonNull(title, "title");
    topics = List.copyOf(topics);
    texts = Map.copyOf(texts);
    stages = List.copyOf(stages);
    facts = List.copyOf(facts);
    warnings = List.copyOf(warnings);
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(map, "map");
    similar = Map.copyOf(similar);
    figures = List.copyOf(figures);
    Objects.requireNonNull(timeline, "timeline");
  }

  /** A report of a model that has not grown, without a map. */
  public ReportData(
      String title,
      List<Topic> topics,
      Map<String, String> texts,
      List<Stage> stages,
      List<Fact> facts,
      List<String> warnings) {
    this(
        title,
        topics,
        texts,
        stages,
        facts,
        warnings,
        ModelHistory.NONE,
        PlacedDocuments.NONE,
        Map.of(),
        List.of(),
        Timeline.NONE);
  }

  /** A report of topics only. */
  public static ReportData of(String title, List<Topic> topics) {
    return new ReportData(title, topics, Map.of(), List.of(), List.of(), List.of());
  }

  /** Documents in all topics, outliers included. */
  public long documents() {
    return topics.stream().mapToLong(Topic::size).sum();
  }

  /** Documents in no topic. */
  public long outliers() {
    return topics.stream()
        .filter(topic -> topic.id() == Topic.OUTLIERS)
        .mapToLong(Topic::size)
        .sum();
  }

  /** The number of topics, without the outliers and the retired. */
  public long topicCount() {
    return topics.stream()
        .filter(topic -> topic.id() != Topic.OUTLIERS && !topic.retired())
        .count();
  }
}
