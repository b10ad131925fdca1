package org.sparkbertopic.online;

import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.topics.FittedTopics;
import scala.Tuple2;

/**
 * How close documents are to their topics: the mean cosine, by topic. Sums are in fixed point, so
 * they do not depend on the order of the documents.
 */
final class ChunkSimilarity implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of cosines: a billion of them fit. */
  private static final FixedPoint COSINES = FixedPoint.of(1, 1L << 30);

  private long documents;
  private long cosines;

  private ChunkSimilarity() {}

  /**
   * @param documents topic, embedding
   * @return for each topic that occurs
   */
  static Map<Integer, ChunkSimilarity> of(Dataset<Row> documents, FittedTopics topics) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(documents.sparkSession().sparkContext());
    int[] ids = topics.ids();
    Broadcast<float[][]> centers = spark.broadcast(topics.embeddings());
    try {
      return new TreeMap<>(
          documents
              .select(TOPIC, EMBEDDING)
              .javaRDD()
              .mapPartitionsToPair(rows -> sums(rows, ids, centers.value()))
              .reduceByKey(ChunkSimilarity::plus, spark.defaultParallelism())
              .collectAsMap());
    } finally {
      centers.destroy();
    }
  }

  private static Iterator<Tuple2<Integer, ChunkSimilarity>> sums(
      Iterator<Row> rows, int[] ids, float[][] centers) {
    Map<Integer, ChunkSimilarity> sums = new TreeMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      int topic = row.getInt(0);
      float[] center = centers[Arrays.binarySearch(ids, topic)];
      ChunkSimilarity sum = sums.computeIfAbsent(topic, id -> new ChunkSimilarity());
      sum.documents++;
      sum.cosines += COSINES.of(Vectors.cosine(Embeddings.floats(row, 1), center));
    }
    return sums.entrySet().stream()
        .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
        .iterator();
  }

  private ChunkSimilarity plus(ChunkSimilarity other) {
    documents += other.documents;
    cosines += other.cosines;
    return this;
  }

  long documents() {
    return documents;
  }

  /** The mean cosine. */
  double mean() {
    return COSINES.value(cosines) / documents;
  }
}
