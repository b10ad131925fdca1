package org.sparkbertopic.embedding.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.testing.SparkTest;

class MeteredEmbedderTest extends SparkTest {

  private static final StructType SCHEMA = new StructType().add("text", DataTypes.StringType);

  @Test
  void the_driver_learns_what_the_tasks_have_cost() throws IOException {
    try (ApiServer server = new ApiServer()) {
      HttpEmbedder embedder =
          HttpEmbedder.openAiCompatible(server.url(), "some-model")
              .withLimits(RequestLimits.create().withTextsPerRequest(10));
      List<Row> rows =
          IntStream.range(0, 100).mapToObj(i -> RowFactory.create("text number " + i)).toList();
      Dataset<Row> table = spark().createDataFrame(rows, SCHEMA).repartition(4);
      EmbeddingCounters counters = EmbeddingCounters.register(spark().sparkContext());
      List<Row> embedded =
          TextEmbedding.of(embedder).embed(table, "text", "vector", counters).collectAsList();
      assertEquals(100, embedded.size());
      for (Row row : embedded) {
        float[] expected = ApiServer.vectorOf(row.getString(0));
        assertEquals(List.of(expected[0], expected[1], expected[2]), row.getList(1));
      }
      ApiUsage usage = embedder.usage(spark().sparkContext());
      assertEquals(100, usage.texts());
      assertEquals(100, usage.tokens());
      assertEquals(server.seen.size(), usage.requests());
    }
  }
}
