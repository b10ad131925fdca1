package org.sparkbertopic.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.evaluation.Contingency;
import org.sparkbertopic.topics.Topic;

/** The topic of each document, as a warehouse would keep it that follows a model. */
final class DocumentTopics {

  private final Map<String, Integer> topics = new HashMap<>();

  /**
   * @param assignments id, topic
   */
  static DocumentTopics of(Dataset<Row> assignments) {
    DocumentTopics documents = new DocumentTopics();
    documents.put(assignments);
    return documents;
  }

  /**
   * @return documents that had another topic before, other than -1
   */
  long put(UpdatedModel updated) {
    long changed = 0;
    for (var moved : updated.reassigned()) {
      changed += topics.put(moved.id(), moved.to()) == Topic.OUTLIERS ? 0 : 1;
    }
    put(updated.assignments());
    return changed;
  }

  private void put(Dataset<Row> assignments) {
    for (Row row : assignments.select("id", "topic").collectAsList()) {
      topics.put(row.getString(0), row.getInt(1));
    }
  }

  /** Topics with documents. */
  long topicCount() {
    return topics.values().stream().filter(topic -> topic != Topic.OUTLIERS).distinct().count();
  }

  double outlierShare() {
    return (double) topics.values().stream().filter(topic -> topic == Topic.OUTLIERS).count()
        / topics.size();
  }

  /** These topics, of the documents that have a topic here and there. */
  DocumentTopics sharedWith(DocumentTopics others) {
    DocumentTopics shared = new DocumentTopics();
    topics.forEach(
        (id, topic) -> {
          if (topic != Topic.OUTLIERS && others.topics.get(id) != Topic.OUTLIERS) {
            shared.topics.put(id, topic);
          }
        });
    return shared;
  }

  /** Of documents that have a topic here, those with another one there. */
  long changedFrom(DocumentTopics others) {
    return topics.entrySet().stream()
        .filter(document -> document.getValue() != Topic.OUTLIERS)
        .filter(document -> !document.getValue().equals(others.topics.get(document.getKey())))
        .count();
  }

  /**
   * The topics of which a category has a share.
   *
   * @param first smallest id of a topic that counts
   * @param purity least share
   */
  Map<String, List<String>> pureTopics(Map<String, String> categories, int first, double purity) {
    Map<Integer, Long> sizes = new HashMap<>();
    List<Contingency.Cell> cells = cells(categories);
    cells.forEach(cell -> sizes.merge(cell.topic(), cell.documents(), Long::sum));
    Map<String, List<String>> pure = new TreeMap<>();
    for (Contingency.Cell cell : cells) {
      long size = sizes.get(cell.topic());
      if (cell.topic() >= first && cell.documents() >= purity * size) {
        pure.computeIfAbsent(cell.label(), label -> new ArrayList<>())
            .add(cell.topic() + " (" + cell.documents() + " of " + size + ")");
      }
    }
    return pure;
  }

  /** Documents of each topic and category. */
  List<Contingency.Cell> cells(Map<String, String> categories) {
    Map<Integer, Map<String, Long>> counts = new HashMap<>();
    topics.forEach(
        (id, topic) ->
            counts
                .computeIfAbsent(topic, t -> new HashMap<>())
                .merge(categories.get(id), 1L, Long::sum));
    List<Contingency.Cell> cells = new ArrayList<>();
    counts.forEach(
        (topic, row) ->
            row.forEach((label, count) -> cells.add(new Contingency.Cell(topic, label, count))));
    return cells;
  }

  /** Of the documents that have a topic. */
  double nmi(Map<String, String> categories) {
    return Contingency.of(
            cells(categories).stream().filter(cell -> cell.topic() != Topic.OUTLIERS).toList())
        .agreement()
        .nmi();
  }

  /** Id, topic. */
  Dataset<Row> table(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    topics.forEach((id, topic) -> rows.add(RowFactory.create(id, topic)));
    return spark.createDataFrame(
        rows, new StructType().add("id", DataTypes.StringType).add("topic", DataTypes.IntegerType));
  }

  static Map<String, String> categories(Dataset<Row> corpus) {
    Map<String, String> categories = new HashMap<>();
    for (Row row : corpus.select("id", "category").collectAsList()) {
      categories.put(row.getString(0), row.getString(1));
    }
    return categories;
  }
}
