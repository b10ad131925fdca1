package org.sparkbertopic.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * Topics as a large corpus has them: words by Zipf's law, about 10,000 occurrences a topic, and for
 * each topic some words far more often than elsewhere, half of them shared with its relatives;
 * embeddings in families.
 */
final class SyntheticTopics {

  private static final int VOCABULARY = 60_000;
  private static final double OCCURRENCES = 10_000;
  private static final int OWN_WORDS = 120;
  private static final double OWN_COUNT = 20;
  private static final int RELATIVES = 20;
  private static final int DIMENSION = 384;
  private static final long SEED = 42;

  private SyntheticTopics() {}

  static FittedTopics of(int topics, Workers workers) {
    TermMatrix counts = counts(topics, workers);
    ClassTfidfModel ctfidf = ClassTfidf.create().fit(counts);
    List<Topic> list = new ArrayList<>();
    float[][] embeddings = new float[topics][DIMENSION];
    for (int topic = 0; topic < topics; topic++) {
      list.add(
          new Topic(
              topic,
              10L * (topics - topic),
              Integer.toString(topic),
              ctfidf.topTerms(topic, 10),
              List.of()));
      for (int d = 0; d < DIMENSION; d++) {
        embeddings[topic][d] =
            (float)
                (CounterRandom.unit(CounterRandom.bits(SEED, topic / RELATIVES, d))
                    - 0.5
                    + 0.6 * (CounterRandom.unit(CounterRandom.bits(SEED + 1, topic, d)) - 0.5));
      }
    }
    return new FittedTopics(list, embeddings, ctfidf).withCounts(counts);
  }

  private static TermMatrix counts(int topics, Workers workers) {
    double harmonic = Math.log(VOCABULARY) + 0.5772;
    int[][] columns = new int[topics][];
    double[][] values = new double[topics][];
    workers.forEachRange(
        topics,
        1,
        (from, to) -> {
          for (int topic = from; topic < to; topic++) {
            double[] row = new double[VOCABULARY];
            for (int word = 0; word < OWN_WORDS; word++) {
              int owner = word % 2 == 0 ? topic : -1 - topic / RELATIVES;
              double place = CounterRandom.unit(CounterRandom.bits(SEED + 2, owner, word));
              row[(int) Math.pow(VOCABULARY, 0.4 + 0.6 * place) - 1] += OWN_COUNT;
            }
            for (int term = 0; term < VOCABULARY; term++) {
              double expected = OCCURRENCES / ((term + 1) * harmonic);
              row[term] +=
                  Math.floor(
                      expected + CounterRandom.unit(CounterRandom.bits(SEED + 3, topic, term)));
            }
            int[] used = IntStream.range(0, VOCABULARY).filter(t -> row[t] > 0).toArray();
            columns[topic] = used;
            values[topic] = Arrays.stream(used).mapToDouble(t -> row[t]).toArray();
          }
        });
    int[] ids = new int[topics];
    int[] pointers = new int[topics + 1];
    for (int topic = 0; topic < topics; topic++) {
      ids[topic] = topic;
      pointers[topic + 1] = pointers[topic] + columns[topic].length;
    }
    List<String> terms = new ArrayList<>();
    for (int term = 0; term < VOCABULARY; term++) {
      terms.add(String.format(Locale.ROOT, "w%05d", term));
    }
    return new TermMatrix(
        ids,
        terms,
        pointers,
        Arrays.stream(columns).flatMapToInt(Arrays::stream).toArray(),
        Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
  }
}
