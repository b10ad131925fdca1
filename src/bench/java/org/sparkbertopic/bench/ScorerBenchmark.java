package org.sparkbertopic.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.persistence.ModelLoading;
import org.sparkbertopic.scorer.TopicScorer;

/**
 * Latency of {@code TopicScorer} in a JVM without Spark: a text at a time, and an embedding at a
 * time, by one thread and by one for each processor. A first half of the calls warms up.
 *
 * <p>Arguments: the model directory, the corpus, the number of texts.
 */
public final class ScorerBenchmark {

  private static final int EMBEDDINGS_PER_TEXT = 20;

  private ScorerBenchmark() {}

  public static void main(String[] args) throws Exception {
    try {
      Class.forName("org.apache.spark.SparkContext");
      throw new IllegalStateException("the class path must have no Spark");
    } catch (ClassNotFoundException e) {
      // as it is to be
    }
    Path directory = Path.of(args[0]);
    long start = System.nanoTime();
    TopicScorer scorer = TopicScorer.load(directory);
    double loaded = (System.nanoTime() - start) / 1e9;
    scorer.warmUp();
    double ready = (System.nanoTime() - start) / 1e9;
    List<String> texts = texts(Path.of(args[1]), Integer.parseInt(args[2]));
    Embedder embedder = ModelLoading.readForAssigning(directory).embedder().orElseThrow();
    float[][] vectors = embedder.embed(texts).vectors();
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        Locale.ROOT,
        "%d topics, embedder %s, %d texts of the corpus; %d threads; Java %s%n",
        scorer.topics().size(),
        embedder.name(),
        texts.size(),
        cores,
        Runtime.version());
    System.out.println(Series.line("scorer-load", loaded, Double.NaN));
    System.out.println(Series.line("scorer-ready", ready, Double.NaN));
    for (int threads : IntStream.of(1, cores).distinct().toArray()) {
      String suffix = threads == 1 ? "" : "-" + threads + "-threads";
      print("scorer-text" + suffix, threads, texts.size(), i -> scorer.score(texts.get(i)));
      print(
          "scorer-embedding" + suffix,
          threads,
          vectors.length * EMBEDDINGS_PER_TEXT,
          i -> scorer.score(texts.get(i % vectors.length), moved(vectors[i % vectors.length], i)));
    }
  }

  /** Near the vector, and none of the sample, whose documents are known by their bits. */
  private static float[] moved(float[] vector, int call) {
    float[] other = vector.clone();
    other[call % other.length] += 1e-3f;
    return other;
  }

  private static void print(String name, int threads, int calls, IntConsumer call)
      throws InterruptedException {
    double[][] micros = new double[threads][];
    Thread[] all = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int thread = t;
      all[t] = new Thread(() -> micros[thread] = timed(thread, threads, calls, call), "score-" + t);
      all[t].start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    double[] sorted = Arrays.stream(micros).flatMapToDouble(Arrays::stream).sorted().toArray();
    for (int percent : new int[] {50, 99}) {
      double value =
          sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)];
      System.out.println(Series.line(name + "-p" + percent, value, Double.NaN));
    }
  }

  private static double[] timed(int thread, int threads, int calls, IntConsumer call) {
    List<Double> micros = new ArrayList<>();
    for (int i = thread; i < calls; i += threads) {
      long start = System.nanoTime();
      call.accept(i);
      if (i >= calls / 2) {
        micros.add((System.nanoTime() - start) / 1e3);
      }
    }
    return micros.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<String> texts(Path corpus, int most) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> texts = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(corpus)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine();
          line != null && texts.size() < most;
          line = lines.readLine()) {
        texts.add(json.readTree(line).path("text").asText());
      }
    }
    return texts;
  }
}
