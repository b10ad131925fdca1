package org.sparkbertopic.stage.represent;

import static org.apache.spark.sql.functions.col;

import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.stage.table.IdType;
import scala.Tuple2;

/** One pass over assigned documents, on executors: a summary of each topic that occurs. */
final class TopicSummaries {

  private TopicSummaries() {}

  /**
   * @param documents as {@link RepresentStage#run} takes them
   * @param model weights of all topics that occur
   */
  static Map<Integer, TopicSummary> of(
      Dataset<Row> documents, ClassTfidfModel model, TopicScan.Parameters parameters) {
    int topics = model.weights().rows();
    if (topics == 0) {
      return Map.of();
    }
    JavaRDD<AssignedDocument> rows =
        documents
            .select(
                IdType.key(documents, RepresentStage.ID_COLUMN).as(RepresentStage.ID_COLUMN),
                col(RepresentStage.TEXT_COLUMN),
                col(RepresentStage.TOPIC_COLUMN).cast("int").as(RepresentStage.TOPIC_COLUMN),
                col(RepresentStage.EMBEDDING_COLUMN)
                    .cast("array<float>")
                    .as(RepresentStage.EMBEDDING_COLUMN))
            .as(Encoders.bean(AssignedDocument.class))
            .javaRDD();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.context());
    Broadcast<SharedWeights> weights = spark.broadcast(new SharedWeights(model));
    int parts = Math.min(topics, 2 * spark.defaultParallelism());
    try {
      return rows.mapPartitionsToPair(
              part ->
                  new TopicScan(weights.value(), parameters)
                      .run(part).entrySet().stream()
                          .map(topic -> new Tuple2<>(topic.getKey(), topic.getValue()))
                          .iterator())
          .reduceByKey(TopicSummary::merge, parts)
          .collectAsMap();
    } finally {
      weights.destroy();
    }
  }
}
