package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.evaluation.Agreement;
import org.sparkbertopic.evaluation.Contingency;
import org.sparkbertopic.topics.Topic;

/**
 * How much of the classes of a labelled corpus the topics of a {@code fit} find, by the size of the
 * class. A topic belongs to the class that more than half of its documents have. A class is found
 * if one topic of its own holds at least half of its documents.
 */
final class RareTopics {

  private final List<Contingency.Cell> cells;
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<Integer, String> classOfTopic = new HashMap<>();
  private final Predicate<String> isClass;

  /**
   * Classes with from {@code from} to below {@code below} documents.
   *
   * @param classes number of them
   * @param found of these
   * @param documents of the classes
   * @param own of these documents, those in topics of their class
   */
  record OfSize(long classes, long found, long documents, long own) {}

  private RareTopics(List<Contingency.Cell> cells, Predicate<String> isClass) {
    this.cells = cells;
    this.isClass = isClass;
    Map<Integer, Long> ofTopics = new HashMap<>();
    for (Contingency.Cell cell : cells) {
      ofTopics.merge(cell.topic(), cell.documents(), Long::sum);
      sizes.merge(cell.label(), cell.documents(), Long::sum);
    }
    for (Contingency.Cell cell : cells) {
      if (hasTopic(cell) && isClass(cell) && 2 * cell.documents() > ofTopics.get(cell.topic())) {
        classOfTopic.put(cell.topic(), cell.label());
      }
    }
  }

  /**
   * @param labels id, label; both strings, -1 for documents of no class
   * @param assignments id, topic
   */
  static RareTopics of(Dataset<Row> labels, Dataset<Row> assignments) {
    String none = Integer.toString(ScaleCorpus.NONE);
    return new RareTopics(
        labels
            .join(assignments.select(col("id").cast("string"), col("topic")), "id")
            .groupBy("topic", "label")
            .count()
            .collectAsList()
            .stream()
            .map(row -> new Contingency.Cell(row.getInt(0), row.getString(1), row.getLong(2)))
            .toList(),
        label -> !label.equals(none));
  }

  private static boolean hasTopic(Contingency.Cell cell) {
    return cell.topic() != Topic.OUTLIERS;
  }

  private boolean isClass(Contingency.Cell cell) {
    return isClass.test(cell.label());
  }

  private boolean isOwn(Contingency.Cell cell) {
    return cell.label().equals(classOfTopic.get(cell.topic()));
  }

  OfSize ofSize(long from, long below) {
    Predicate<String> within =
        label -> isClass.test(label) && sizes.get(label) >= from && sizes.get(label) < below;
    List<Contingency.Cell> own =
        cells.stream().filter(cell -> within.test(cell.label()) && isOwn(cell)).toList();
    return new OfSize(
        sizes.keySet().stream().filter(within).count(),
        own.stream().filter(cell -> 2 * cell.documents() >= sizes.get(cell.label())).count(),
        sizes.entrySet().stream()
            .filter(size -> within.test(size.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum(),
        own.stream().mapToLong(Contingency.Cell::documents).sum());
  }

  /** Of the documents of a class that have a topic. */
  Agreement withTopic() {
    return Contingency.of(cells.stream().filter(cell -> isClass(cell) && hasTopic(cell)).toList())
        .agreement();
  }

  /** Of all documents of a class, outliers as one more topic. */
  Agreement ofAll() {
    return Contingency.of(cells.stream().filter(this::isClass).toList()).agreement();
  }

  /** Of the documents of no class, those in a topic; NaN if there are none. */
  double looseShare() {
    return (double)
            cells.stream()
                .filter(cell -> !isClass(cell) && hasTopic(cell))
                .mapToLong(Contingency.Cell::documents)
                .sum()
        / cells.stream()
            .filter(cell -> !isClass(cell))
            .mapToLong(Contingency.Cell::documents)
            .sum();
  }
}
