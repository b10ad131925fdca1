package org.sparkbertopic.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.topics.Topic;

/** Assignments and topics as texts that tests compare. */
public final class Assigned {

  private Assigned() {}

  /**
   * Topic and probability of every document, by id.
   *
   * @param rows id, topic, probability; an id that stands on several rows shows all of them
   */
  public static Map<String, String> topicsById(Dataset<Row> rows) {
    return rows.select("id", "topic", "probability").collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0),
                row -> row.get(1) + " " + row.get(2),
                (a, b) -> a + " and " + b,
                TreeMap::new));
  }

  /** A line for each topic. */
  public static String describe(BERTopicModel model) {
    return model.topics().stream().map(Topic::toString).collect(Collectors.joining("\n"));
  }
}
