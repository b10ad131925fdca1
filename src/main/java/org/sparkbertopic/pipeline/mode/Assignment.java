package org.sparkbertopic.pipeline.mode;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.topics.FittedTopics;

/** How the documents of a fit got their topics, and how any other document gets its topic. */
public abstract class Assignment {

  final EmbeddedDocuments input;
  private final String fingerprint;

  Assignment(EmbeddedDocuments input, String fingerprint) {
    this.input = input;
    this.fingerprint = fingerprint;
  }

  /** The topic of every document that has a vector: id, topic (int), probability (double). */
  public abstract Dataset<Row> assignments();

  /**
   * The same, with probabilities that only the finished model knows.
   *
   * @param model of this assignment, before topics are merged
   */
  public Dataset<Row> assignments(SavedModel model) {
    return assignments();
  }

  /** The documents of which no vector could be made: id. */
  public abstract Dataset<Row> withoutVector();

  /** The topics' numbers and sizes. */
  public abstract TopicNumbering numbering();

  /** The layout that topics were found on; empty where they were given. */
  public Optional<LayoutModel> layout() {
    return Optional.empty();
  }

  /** Of all that the assignments depend on. */
  public final String fingerprint() {
    return fingerprint;
  }

  /** Topics that have a name before their words are known, by id. */
  public abstract Map<Integer, String> names();

  /** {@code [clusters]}: the topic of each cluster of that model's layout. */
  public abstract int[] clusterTopics();

  /** The topics as a model that assigns other documents. */
  public abstract SavedModel model(FittedTopics topics);
}
