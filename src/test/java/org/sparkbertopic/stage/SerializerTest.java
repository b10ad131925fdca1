package org.sparkbertopic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.TopicDirections;
import org.sparkbertopic.assign.documents.SharedTopics;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.stage.represent.DocumentSimilarity;
import org.sparkbertopic.stage.represent.RankedDocument;
import org.sparkbertopic.stage.represent.TopicSummary;
import org.sparkbertopic.testing.Threads;
import org.sparkbertopic.vectorizer.CountVectorizer;
import scala.reflect.ClassTag;

/** What travels between machines must survive either of Spark's serializers. */
class SerializerTest {

  private static final List<Serializer> SERIALIZERS =
      List.of(new JavaSerializer(new SparkConf()), new KryoSerializer(new SparkConf()));

  @Test
  void weights_arrive_as_they_were_sent() {
    TermMatrix counts =
        new TermMatrix(
            new int[] {-1, 0},
            List.of("apple", "pear"),
            new int[] {0, 1, 3},
            new int[] {1, 0, 1},
            new double[] {2, 3, 1});
    SharedWeights sent =
        new SharedWeights(
            ClassTfidf.create()
                .withReduceFrequentWords(true)
                .withSeedWords(List.of("pear"))
                .fit(counts));
    double expected = cosine(sent);
    for (Serializer serializer : SERIALIZERS) {
      assertEquals(expected, cosine(copy(sent, SharedWeights.class, serializer)));
    }
  }

  @Test
  void summaries_arrive_as_they_were_sent() {
    for (Serializer serializer : SERIALIZERS) {
      TopicSummary sent = new TopicSummary(2, 2);
      FixedPoint.of(1, 1).add(new float[] {0.5f, -1}, sent.embeddingSums());
      sent.representatives()
          .offer(new RankedDocument("a", 0.5, "digest", "text", new float[] {0.5f, -1}));
      TopicSummary arrived = copy(sent, TopicSummary.class, serializer);
      assertArrayEquals(sent.embeddingSums(), arrived.embeddingSums());
      RankedDocument document = arrived.representatives().documents().get(0);
      assertEquals("a", document.id());
      assertEquals("text", document.text());
      assertArrayEquals(new float[] {0.5f, -1}, document.embedding());
      assertEquals(1, arrived.merge(sent).representatives().documents().size());
    }
  }

  private static double cosine(SharedWeights weights) {
    return new DocumentSimilarity(weights, CountVectorizer.create())
        .cosine("pear apple pear plum", 0);
  }

  private static <T> T copy(T value, Class<T> type, Serializer serializer) {
    SerializerInstance instance = serializer.newInstance();
    ClassTag<T> tag = ClassTag.apply(type);
    return instance.deserialize(instance.serialize(value, tag), tag);
  }

  @Test
  void all_threads_of_a_jvm_share_what_is_decoded_once() throws Exception {
    int[] topics = {0, 1};
    float[][] embeddings = {{1, 0}, {0, 1}};
    for (int round = 0; round < 50; round++) {
      SharedTopics arrived =
          copy(
              new SharedTopics(topics, embeddings, null),
              SharedTopics.class,
              SERIALIZERS.get(round % 2));
      TopicDirections[] seen = new TopicDirections[8];
      Threads.run("tasks", seen.length, thread -> seen[thread] = arrived.directions());
      for (TopicDirections directions : seen) {
        assertSame(seen[0], directions);
      }
    }
  }
}
