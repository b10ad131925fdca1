package org.sparkbertopic.operations.info;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** Tables of topics and documents, with BERTopic's columns. */
public final class TopicTables {

  private static final String KEY = "__bertopic_topic";
  public static final String NAME = "Name";
  public static final String CUSTOM_NAME = "CustomName";
  public static final String REPRESENTATION = "Representation";

  private TopicTables() {}

  /**
   * A row for each topic, ascending: {@code Topic} int, {@code Count} long, {@code Name} string,
   * {@code CustomName} string (null where there is none), {@code Representation} array of string, a
   * column of the same type for each aspect, {@code Representative_Docs} array of document ids, and
   * where the model has retired topics {@code Retired} boolean.
   */
  public static Dataset<Row> topics(SparkSession spark, FittedTopics topics) {
    Set<String> aspects = new LinkedHashSet<>();
    topics.topics().forEach(topic -> aspects.addAll(topic.aspects().keySet()));
    StructType schema =
        new StructType()
            .add("Topic", DataTypes.IntegerType, false)
            .add("Count", DataTypes.LongType, false)
            .add(NAME, DataTypes.StringType, false)
            .add(CUSTOM_NAME, DataTypes.StringType, true)
            .add(REPRESENTATION, DataTypes.createArrayType(DataTypes.StringType), false);
    for (String aspect : aspects) {
      schema = schema.add(aspect, DataTypes.createArrayType(DataTypes.StringType), false);
    }
    schema =
        schema.add("Representative_Docs", DataTypes.createArrayType(DataTypes.StringType), false);
    boolean retired = !topics.retired().isEmpty();
    schema = retired ? schema.add("Retired", DataTypes.BooleanType, false) : schema;
    List<Row> rows = new ArrayList<>();
    for (Topic topic : topics.topics()) {
      List<Object> values = new ArrayList<>();
      values.add(topic.id());
      values.add(topic.size());
      values.add(topic.name());
      values.add(topic.customLabel().orElse(null));
      values.add(terms(topic.words()));
      for (String aspect : aspects) {
        values.add(terms(topic.aspects().getOrDefault(aspect, List.of())));
      }
      values.add(topic.representativeDocuments().toArray(String[]::new));
      if (retired) {
        values.add(topic.retired());
      }
      rows.add(RowFactory.create(values.toArray()));
    }
    return spark.createDataFrame(rows, schema);
  }

  private static String[] terms(List<TermScore> words) {
    return words.stream().map(TermScore::term).toArray(String[]::new);
  }

  /**
   * The rows of documents with {@code Name}, {@code CustomName} and {@code Representation} of their
   * topics; a row without topic stays, with nulls.
   *
   * @throws IllegalArgumentException if a column of one of these names is there already
   */
  public static Dataset<Row> documents(
      Dataset<Row> assigned, String topicCol, FittedTopics topics) {
    for (String name : assigned.columns()) {
      for (String added : List.of(NAME, CUSTOM_NAME, REPRESENTATION)) {
        if (name.equalsIgnoreCase(added)) {
          throw Checks.invalid(
              "documents must not have a column %s already, got %s; rename it", added, name);
        }
      }
    }
    Dataset<Row> info =
        topics(assigned.sparkSession(), topics)
            .select(col("Topic").as(KEY), col(NAME), col(CUSTOM_NAME), col(REPRESENTATION));
    return assigned
        .join(broadcast(info), ColumnTypes.quoted(topicCol).equalTo(info.col(KEY)), "left")
        .drop(KEY);
  }
}
