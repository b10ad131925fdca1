package org.sparkbertopic.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.operations.merging.TopicChange;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import org.sparkbertopic.operations.merging.TopicReduction;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.TopicMapping;

/**
 * Seconds for the hierarchy of many topics (distances of c-TF-IDF, Ward's linkage, a name for each
 * merge) against scikit-learn and SciPy doing the same, and for the reduction to a tenth of them
 * (distances of embeddings, average linkage) against scikit-learn. Rounds alternate after a
 * warm-up; the figures are medians.
 *
 * <p>Arguments: topics, rounds, folder for the exchange of arrays, Python (or {@code -} for none),
 * the script of the peers.
 */
public final class TopicsBenchmark {

  private TopicsBenchmark() {}

  public static void main(String[] args) throws IOException {
    int topics = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Path folder = Path.of(args[2]);
    try (Workers workers = Workers.ofAllCores();
        Peer peer = Peer.start(args[3], Path.of(args[4]))) {
      FittedTopics fitted = SyntheticTopics.of(topics, workers);
      write(fitted, folder);
      System.out.printf(
          Locale.ROOT,
          "%,d topics, %,d counts; %d threads, %d rounds; Java %s; %s%n",
          topics,
          fitted.counts().orElseThrow().values().length,
          Runtime.getRuntime().availableProcessors(),
          rounds,
          Runtime.version(),
          peer.versions());
      Series[] figures = {new Series(), new Series(), new Series(), new Series(), new Series()};
      for (int round = -1; round < rounds; round++) {
        double hierarchy = seconds(() -> TopicHierarchy.of(fitted, TopicSpace.CTFIDF, workers));
        double peerHierarchy = peer.seconds("hierarchy", folder);
        TopicMapping[] mapping = new TopicMapping[1];
        double reduction =
            seconds(
                () -> mapping[0] = TopicReduction.create().toNumber(fitted, topics / 10, workers));
        double peerReduction = peer.seconds("reduce", folder, topics / 10);
        TopicChange change = new TopicChange(drafts -> Map.of(), model -> (text, id) -> 0, 0);
        double applied = seconds(() -> change.apply(fitted, mapping[0]));
        if (round >= 0) {
          double[] all = {hierarchy, peerHierarchy, reduction, peerReduction, applied};
          for (int i = 0; i < all.length; i++) {
            figures[i].add(all[i]);
          }
        }
      }
      System.out.println("hierarchy: " + figures[0] + "; peer: " + figures[1]);
      System.out.println("reduce: " + figures[2] + "; peer: " + figures[3]);
      System.out.println("counts and weights of the reduced topics: " + figures[4]);
      System.out.println();
      System.out.println(Series.line("hierarchy", figures[0].median(), figures[1].median()));
      System.out.println(Series.line("reduce", figures[2].median(), figures[3].median()));
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Compressed rows of the counts and the embeddings, as NumPy reads them from plain files. */
  private static void write(FittedTopics fitted, Path folder) throws IOException {
    TermMatrix counts = fitted.counts().orElseThrow();
    write(folder.resolve("indptr.bin"), counts.rowPointers());
    write(folder.resolve("indices.bin"), counts.columns());
    write(folder.resolve("counts.bin"), counts.values());
    write(folder.resolve("idf.bin"), fitted.ctfidf().idf());
    NpyFile.write(folder.resolve("embeddings.npy"), fitted.embeddings());
  }

  private static void write(Path file, int[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    Files.write(file, bytes.array());
  }

  private static void write(Path file, double[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    Files.write(file, bytes.array());
  }
}
