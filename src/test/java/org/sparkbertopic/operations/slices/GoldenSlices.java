package org.sparkbertopic.operations.slices;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;
import org.sparkbertopic.vectorizer.counting.TopicTermCounts;

/** The reference passages with their topics, years and parties, and the model of them. */
final class GoldenSlices {

  static final CountVectorizer VECTORIZER = CountVectorizer.create().withStopWords("english");

  /** text, topic, year (long), party, president. */
  static final StructType SCHEMA =
      new StructType()
          .add("text", DataTypes.StringType)
          .add("topic", DataTypes.IntegerType)
          .add("year", DataTypes.LongType)
          .add("party", DataTypes.StringType)
          .add("president", DataTypes.StringType);

  private static FittedTopics topics;

  private GoldenSlices() {}

  static List<Row> rows() {
    List<String> texts = Golden.passages();
    List<String> years = Golden.passages("year");
    List<String> parties = Golden.passages("party");
    List<String> presidents = Golden.passages("president");
    int[] topics = Golden.topics();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      rows.add(
          RowFactory.create(
              texts.get(i),
              topics[i],
              Long.valueOf(years.get(i)),
              parties.get(i),
              presidents.get(i)));
    }
    return rows;
  }

  static Dataset<Row> table(SparkSession spark, List<Row> rows) {
    return spark.createDataFrame(rows, SCHEMA);
  }

  /** Counted once for all tests. */
  static synchronized FittedTopics topics(SparkSession spark) {
    if (topics == null) {
      TopicTermCounts counted = TopicTermCounter.count(table(spark, rows()), VECTORIZER);
      topics = topics(counted, ClassTfidf.create().fit(counted.counts()));
    }
    return topics;
  }

  private static FittedTopics topics(TopicTermCounts counted, ClassTfidfModel model) {
    int[] ids = counted.counts().topicIds();
    List<Topic> topics = new ArrayList<>();
    for (int row = 0; row < ids.length; row++) {
      List<TermScore> words = model.topTerms(ids[row], 10);
      topics.add(
          new Topic(
              ids[row],
              counted.documents()[row],
              Topic.defaultName(ids[row], words),
              words,
              List.of()));
    }
    return new FittedTopics(topics, new float[ids.length][1], model);
  }
}
