package org.sparkbertopic.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.Umap;

/**
 * How the time of a fit grows with the points: UMAP on embeddings, HDBSCAN on their layout, from
 * 12,500 to 100,000 points, and the exponent of the power law through the four.
 *
 * <p>Arguments: folder for the rows of the largest fit (left as {@code growth.npy}), embeddings
 * ({@code .npy} of at least 100,000 rows, or {@code -} for synthetic ones), rounds of HDBSCAN.
 */
public final class GrowthBenchmark {

  private static final int[] SIZES = {12_500, 25_000, 50_000, 100_000};

  private GrowthBenchmark() {}

  public static void main(String[] args) throws IOException {
    int rounds = Integer.parseInt(args[2]);
    try (Workers workers = Workers.ofAllCores()) {
      int largest = SIZES[SIZES.length - 1];
      float[][] rows =
          "-".equals(args[1])
              ? SyntheticEmbeddings.rows(largest, workers)
              : NpyFile.readFloats(Path.of(args[1]), largest);
      if (rows.length < largest) {
        throw new IOException(
            "embeddings must have at least "
                + largest
                + " rows for the growth table, got "
                + rows.length
                + "; leave them out to use synthetic ones");
      }
      NpyFile.write(Path.of(args[0]).resolve("growth.npy"), rows);
      fit(Arrays.copyOf(rows, SIZES[0]), workers);
      double[] umap = new double[SIZES.length];
      double[] hdbscan = new double[SIZES.length];
      float[][] layout = null;
      for (int i = 0; i < SIZES.length; i++) {
        float[][] part = Arrays.copyOf(rows, SIZES[i]);
        long start = System.nanoTime();
        layout = fit(part, workers);
        umap[i] = (System.nanoTime() - start) / 1e9;
      }
      // One layout for all sizes, every row as likely: the density differs, the shape does not.
      for (int i = SIZES.length - 1; i >= 0; i--) {
        hdbscan[i] = hdbscanSeconds(HdbscanBenchmark.grow(layout, SIZES[i], 1), rounds, workers);
      }
      report("umap", umap);
      report("hdbscan", hdbscan);
    }
  }

  private static float[][] fit(float[][] rows, Workers workers) {
    return Umap.bertopic().fit(rows, FitContext.of(1, workers)).embedding();
  }

  private static double hdbscanSeconds(double[][] points, int rounds, Workers workers) {
    Series series = new Series();
    for (int round = -1; round < rounds; round++) {
      long start = System.nanoTime();
      Hdbscan.create().fit(points, FitContext.of(1, workers));
      if (round >= 0) {
        series.add((System.nanoTime() - start) / 1e9);
      }
    }
    return series.median();
  }

  private static void report(String kernel, double[] seconds) {
    for (int i = 0; i < SIZES.length; i++) {
      System.out.println(Series.line("growth-" + kernel + "-" + SIZES[i], seconds[i], Double.NaN));
    }
    System.out.println(
        Series.line("growth-" + kernel + "-exponent", exponent(seconds), Double.NaN));
  }

  /** Slope of the line through (log points, log seconds) with the least squares. */
  private static double exponent(double[] seconds) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < SIZES.length; i++) {
      meanX += Math.log(SIZES[i]) / SIZES.length;
      meanY += Math.log(seconds[i]) / SIZES.length;
    }
    double products = 0;
    double squares = 0;
    for (int i = 0; i < SIZES.length; i++) {
      double x = Math.log(SIZES[i]) - meanX;
      products += x * (Math.log(seconds[i]) - meanY);
      squares += x * x;
    }
    return products / squares;
  }
}
