package org.sparkbertopic.operations.info;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** Tables of topics and documents, with BERTopic's columns. */
public final class TopicTables {

  private static final String KEY = "__bertopic_topic";
  private static final String TOPIC = "Topic";
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
            .add(TOPIC, DataTypes.IntegerType, false)
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

  /**
   * Documents of each topic, BERTopic's {@code get_topic_freq}: {@code Topic} int and {@code Count}
   * long, the most first, equal ones by id.
   */
  public static Dataset<Row> frequencies(SparkSession spark, FittedTopics topics) {
    List<Row> rows =
        topics.topics().stream()
            .sorted(
                Comparator.comparingLong((Topic topic) -> -topic.size())
                    .thenComparingInt(Topic::id))
            .map(topic -> RowFactory.create(topic.id(), topic.size()))
            .toList();
    return spark.createDataFrame(
        rows,
        new StructType()
            .add(TOPIC, DataTypes.IntegerType, false)
            .add("Count", DataTypes.LongType, false));
  }

  /**
   * The representative documents of topics with their texts, BERTopic's {@code
   * get_representative_docs}: {@code Topic} int, {@code Rank} int from 1 (closest to the topic),
   * {@code Document} string (its id), {@code Text} string (its beginning, as much as the model
   * keeps; null in a model that Python saved).
   */
  public static Dataset<Row> representativeDocuments(SparkSession spark, FittedTopics topics) {
    List<Row> rows = new ArrayList<>();
    for (Topic topic : topics.topics()) {
      Map<String, String> texts = new HashMap<>();
      topics
          .documents()
          .get(topics.rowOf(topic.id()))
          .forEach(document -> texts.put(document.id(), document.text()));
      int rank = 1;
      for (String id : topic.representativeDocuments()) {
        rows.add(RowFactory.create(topic.id(), rank++, id, texts.get(id)));
      }
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add(TOPIC, DataTypes.IntegerType, false)
            .add("Rank", DataTypes.IntegerType, false)
            .add("Document", DataTypes.StringType, false)
            .add("Text", DataTypes.StringType, true));
  }

  /**
   * A row for each merge of a hierarchy, by rising distance, with the columns of BERTopic's {@code
   * hierarchical_topics}: {@code Parent_ID} int, {@code Parent_Name} string, {@code Topics} array
   * of int, {@code Child_Left_ID} int, {@code Child_Left_Name} string, {@code Child_Right_ID} int,
   * {@code Child_Right_Name} string, {@code Distance} double. Ids from the number of topics on are
   * merges.
   */
  public static Dataset<Row> hierarchy(SparkSession spark, TopicHierarchy hierarchy) {
    List<Row> rows = new ArrayList<>();
    for (TopicHierarchy.Merge merge : hierarchy.merges()) {
      rows.add(
          RowFactory.create(
              merge.id(),
              merge.name(),
              hierarchy.topicsOf(merge.id()).toArray(Integer[]::new),
              merge.left(),
              hierarchy.nameOf(merge.left()),
              merge.right(),
              hierarchy.nameOf(merge.right()),
              merge.distance()));
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("Parent_ID", DataTypes.IntegerType, false)
            .add("Parent_Name", DataTypes.StringType, false)
            .add("Topics", DataTypes.createArrayType(DataTypes.IntegerType), false)
            .add("Child_Left_ID", DataTypes.IntegerType, false)
            .add("Child_Left_Name", DataTypes.StringType, false)
            .add("Child_Right_ID", DataTypes.IntegerType, false)
            .add("Child_Right_Name", DataTypes.StringType, false)
            .add("Distance", DataTypes.DoubleType, false));
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
            .select(col(TOPIC).as(KEY), col(NAME), col(CUSTOM_NAME), col(REPRESENTATION));
    return assigned
        .join(broadcast(info), ColumnTypes.quoted(topicCol).equalTo(info.col(KEY)), "left")
        .drop(KEY);
  }
}
