package org.sparkbertopic.embedding.corpus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

class CorpusWord2VecTest extends SparkTest {

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.StringType).add("text", DataTypes.StringType);

  private static final List<String> SEA = List.of("boat", "sail", "harbour", "wave", "anchor");
  private static final List<String> STATE = List.of("tax", "budget", "senate", "law", "vote");

  private static final CorpusWord2Vec TRAINER =
      CorpusWord2Vec.of(CountVectorizer.create().withStopWords(List.of("the")))
          .withDimensions(12)
          .withIterations(4);

  /** Texts of one of two groups of words each, and a stop word. */
  private static List<Row> rows() {
    Random random = new Random(11);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      List<String> group = i % 2 == 0 ? SEA : STATE;
      StringBuilder text = new StringBuilder("the");
      for (int word = 0; word < 10; word++) {
        text.append(' ').append(group.get(random.nextInt(group.size())));
      }
      rows.add(RowFactory.create("d" + i, text.toString()));
    }
    return rows;
  }

  private TermVectors train(List<Row> rows, int partitions) {
    return TRAINER.train(
        spark().createDataFrame(rows, SCHEMA).repartition(partitions), 3, Progress.NONE);
  }

  @Test
  void texts_of_one_subject_are_closer_than_texts_of_two() {
    TermVectors learnt = train(rows(), 2);
    assertEquals(10, learnt.terms().size());
    float[][] vectors =
        TRAINER
            .embedder(learnt)
            .embed(List.of("sail boat", "anchor harbour", "senate vote"))
            .vectors();
    assertTrue(dot(vectors[0], vectors[1]) > dot(vectors[0], vectors[2]) + 0.3);
    assertTrue(dot(vectors[0], vectors[1]) > dot(vectors[1], vectors[2]) + 0.3);
  }

  @Test
  void learns_the_same_bits_from_any_partitions_and_order() {
    List<Row> rows = rows();
    TermVectors one = train(rows, 1);
    Collections.shuffle(rows, new Random(5));
    TermVectors other = train(rows, 4);
    assertEquals(one.terms(), other.terms());
    assertArrayEquals(one.vectors(), other.vectors());
  }

  @Test
  void learns_from_the_sample_of_the_smallest_keys_and_brings_no_texts_to_the_driver()
      throws TimeoutException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      // A word of its own, and characters that are no words: 100 kB.
      rows.add(RowFactory.create("d" + i, ("own" + i + " ").repeat(5) + "-".repeat(100_000)));
    }
    Dataset<Row> documents = spark().createDataFrame(rows, SCHEMA).repartition(3).cache();
    documents.count();
    List<String> expected =
        documents.selectExpr("xxhash64(id, 3L) AS key", "id").collectAsList().stream()
            .sorted(Comparator.comparingLong(row -> row.getLong(0)))
            .limit(20)
            .map(row -> row.getString(1).replace("d", "own"))
            .sorted()
            .toList();
    ResultSizes sizes = new ResultSizes();
    spark().sparkContext().addSparkListener(sizes);
    TermVectors learnt;
    try {
      learnt = TRAINER.withSampleSize(20).train(documents, 3, Progress.NONE);
      spark().sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark().sparkContext().removeSparkListener(sizes);
      documents.unpersist();
    }
    assertEquals(expected, learnt.terms());
    assertTrue(sizes.largest.get() > 0 && sizes.largest.get() < 100_000, "" + sizes.largest);
  }

  /** Bytes of the largest result that a task sent to the driver. */
  private static final class ResultSizes extends SparkListener {

    private final AtomicLong largest = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      largest.accumulateAndGet(end.taskMetrics().resultSize(), Math::max);
    }
  }

  @Test
  void says_that_no_word_is_frequent_enough() {
    List<Row> rows = List.of(RowFactory.create("a", "one two three"));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> train(rows, 1));
    assertTrue(error.getMessage().contains("occurs 5 times"), error.getMessage());
  }

  private static double dot(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }
}
