package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;

/** {@code BERTopicModel.transform} of a stream, as a user's own program writes it. */
class StreamingTransformTest extends SparkTest {

  @TempDir Path folder;

  @Test
  void a_stream_has_the_topics_of_the_table() throws Exception {
    SparkSession spark = spark();
    BERTopicModel model = SmallModel.save(spark, 1, folder.resolve("model"));
    Path documents = folder.resolve("documents");
    SmallModel.table(spark, 0, 60).repartition(3).write().parquet(documents.toString());

    Dataset<Row> stream =
        model.transform(
            spark
                .readStream()
                .schema(SmallModel.SCHEMA)
                .option("maxFilesPerTrigger", 1)
                .parquet(documents.toString()));
    assertTrue(stream.isStreaming());
    stream
        .writeStream()
        .format("memory")
        .queryName("topics_of_a_stream")
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();

    assertEquals(
        topics(model.transform(SmallModel.table(spark, 0, 60))),
        topics(spark.table("topics_of_a_stream")));
  }

  private static List<String> topics(Dataset<Row> table) {
    return table.select("id", "topic", "probability").collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }
}
