package org.sparkbertopic.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.sparkbertopic.compute.Workers;

/**
 * UMAP and HDBSCAN against their Python originals: same arrays, same cores, one run. After a
 * warm-up the two alternate; seconds and points a second are medians over the rounds. The layouts
 * of both are judged by the same code, outside the timed sections.
 *
 * <p>Arguments: what to run ({@code all}, {@code umap}, {@code hdbscan}), folder for the exchange
 * of arrays, embeddings ({@code .npy}, or {@code -} for synthetic ones), rounds, Python (or {@code
 * -} for none), the script of the peers.
 */
public final class KernelBenchmark {

  private static final int SYNTHETIC_ROWS = 18_565;

  private KernelBenchmark() {}

  public static void main(String[] args) throws IOException {
    String only = args[0];
    Path folder = Path.of(args[1]);
    int rounds = Integer.parseInt(args[3]);
    StringBuilder results = new StringBuilder();
    try (Workers workers = Workers.ofAllCores();
        Peer peer = Peer.start(args[4], Path.of(args[5]))) {
      Path input = input(args[2], folder, workers);
      float[][] rows = NpyFile.readFloats(input);
      System.out.printf(
          Locale.ROOT,
          "%,d x %d from %s; %d threads, %d rounds; Java %s; %s%n",
          rows.length,
          rows[0].length,
          "-".equals(args[2]) ? "the generator" : input,
          Runtime.getRuntime().availableProcessors(),
          rounds,
          Runtime.version(),
          peer.versions());
      if (!"hdbscan".equals(only)) {
        results.append(new UmapBenchmark(folder, input, rows, rounds, workers, peer).run());
      }
      if (!"umap".equals(only)) {
        results.append(new HdbscanBenchmark(folder, rows, rounds, workers, peer).run());
      }
    }
    System.out.println();
    System.out.print(results);
  }

  private static Path input(String given, Path folder, Workers workers) throws IOException {
    if (!"-".equals(given)) {
      return Path.of(given);
    }
    Path file = folder.resolve("synthetic.npy");
    if (!Files.exists(file)) {
      NpyFile.write(file, SyntheticEmbeddings.rows(SYNTHETIC_ROWS, workers));
    }
    return file;
  }
}
