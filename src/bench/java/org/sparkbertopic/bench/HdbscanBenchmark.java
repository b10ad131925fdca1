package org.sparkbertopic.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.Umap;

/**
 * HDBSCAN against fast_hdbscan and hdbscan, on the layout of the embeddings: as it is, and grown to
 * 100,000 points by copies with a little noise.
 */
final class HdbscanBenchmark {

  private static final int MANY_POINTS = 100_000;
  private static final int NEW_POINTS = 10_000;
  private static final int ROWS_PER_RANGE = 100;

  /** Repeats per round of what takes a fraction of a second. */
  private static final int SHORT = 3;

  private final Path folder;
  private final float[][] rows;
  private final int rounds;
  private final Workers workers;
  private final Peer peer;
  private final StringBuilder results = new StringBuilder();

  HdbscanBenchmark(Path folder, float[][] rows, int rounds, Workers workers, Peer peer) {
    this.folder = folder;
    this.rows = rows;
    this.rounds = rounds;
    this.workers = workers;
    this.peer = peer;
  }

  /** Runs all and gives the result lines. */
  String run() throws IOException {
    float[][] layout =
        Files.exists(file("layout.npy"))
            ? NpyFile.readFloats(file("layout.npy"))
            : Umap.bertopic().fit(rows, FitContext.of(0, workers)).embedding();
    double[][] points = grow(layout, layout.length, 0);
    double[][] many = grow(layout, MANY_POINTS, 1);
    fit("18k", points, SHORT * rounds);
    fit("100k", many, rounds);
    predict(points, grow(layout, NEW_POINTS, 2));
    return results.toString();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Points of a layout in turn, with noise of a fiftieth of each axis' spread on what is not the
   * layout itself.
   */
  static double[][] grow(float[][] layout, int count, long seed) {
    int dimension = layout[0].length;
    double[] noise = new double[dimension];
    for (int axis = 0; axis < dimension; axis++) {
      double sum = 0;
      double squares = 0;
      for (float[] row : layout) {
        sum += row[axis];
        squares += (double) row[axis] * row[axis];
      }
      double mean = sum / layout.length;
      noise[axis] = Math.sqrt(Math.max(0, squares / layout.length - mean * mean)) / 50;
    }
    double[][] points = new double[count][dimension];
    for (int i = 0; i < count; i++) {
      for (int axis = 0; axis < dimension; axis++) {
        double lot = CounterRandom.unit(CounterRandom.bits(seed, i, axis)) - 0.5;
        points[i][axis] = layout[i % layout.length][axis] + (seed == 0 ? 0 : lot * noise[axis]);
      }
    }
    return points;
  }

  private void fit(String size, double[][] points, int repeats) throws IOException {
    Path input = file("points-" + size + ".npy");
    NpyFile.write(input, points);
    Series ours = new Series();
    Series fast = new Series();
    Series original = new Series();
    Series ourCpu = new Series();
    Series fastCpu = new Series();
    HdbscanModel model = null;
    for (int i = -SHORT; i < 0; i++) {
      model = Hdbscan.create().fit(points, FitContext.of(1, workers));
    }
    peer.seconds("fast-hdbscan-fit", input, file("labels.npy"));
    peer.seconds("hdbscan-fit", input, file("labels.npy"));
    for (int i = 0; i < repeats; i++) {
      if (i % 2 == 1) {
        fast.add(peer.seconds("fast-hdbscan-fit", input, file("fast-" + size + ".npy")));
        fastCpu.add(peer.cpuSeconds());
      }
      Clock clock = new Clock();
      model = Hdbscan.create().fit(points, FitContext.of(1, workers));
      ours.add(clock.seconds());
      ourCpu.add(clock.cpuSeconds());
      if (i % 2 == 0) {
        fast.add(peer.seconds("fast-hdbscan-fit", input, file("fast-" + size + ".npy")));
        fastCpu.add(peer.cpuSeconds());
      }
      if (i % (repeats / rounds) == 0) {
        original.add(peer.seconds("hdbscan-fit", input, file("hdbscan-" + size + ".npy")));
      }
    }
    describe("ours", model.labels());
    describe("fast_hdbscan", file("fast-" + size + ".npy"));
    describe("hdbscan", file("hdbscan-" + size + ".npy"));
    report("hdbscan-fit-" + size + "-vs-fast", ours, fast);
    report("hdbscan-fit-" + size + "-vs-fast-cpu", ourCpu, fastCpu);
    report("hdbscan-fit-" + size + "-vs-hdbscan", ours, original);
  }

  private static void describe(String name, Path labels) throws IOException {
    if (Files.exists(labels)) {
      int[][] column = NpyFile.readInts(labels);
      int[] values = new int[column.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = column[i][0];
      }
      describe(name, values);
    }
  }

  private static void describe(String name, int[] labels) {
    int clusters = 0;
    int noise = 0;
    for (int label : labels) {
      clusters = Math.max(clusters, label + 1);
      noise += label == ClusterModel.NOISE ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %,d points, %d clusters, %.2f %% noise%n",
        name,
        labels.length,
        clusters,
        100.0 * noise / labels.length);
  }

  private void predict(double[][] training, double[][] points) throws IOException {
    NpyFile.write(file("new.npy"), points);
    HdbscanModel model = Hdbscan.create().fit(training, FitContext.of(1, workers));
    peer.seconds("hdbscan-prepare", file("points-18k.npy"));
    Series ours = new Series();
    Series oneThread = new Series();
    Series theirs = new Series();
    int[] labels = new int[points.length];
    for (int i = -SHORT; i < SHORT * rounds; i++) {
      long start = System.nanoTime();
      workers.forEachRange(
          points.length, ROWS_PER_RANGE, (from, to) -> predict(model, points, labels, from, to));
      double all = points.length / ((System.nanoTime() - start) / 1e9);
      start = System.nanoTime();
      predict(model, points, labels, 0, points.length);
      double one = points.length / ((System.nanoTime() - start) / 1e9);
      if (i >= 0) {
        ours.add(all);
        oneThread.add(one);
      }
      if (i >= 0 && i % SHORT == 0) {
        theirs.add(
            points.length / peer.seconds("hdbscan-predict", file("new.npy"), file("labels.npy")));
      }
    }
    describe("ours", labels);
    describe("hdbscan", file("labels.npy"));
    report("hdbscan-predict", ours, theirs);
    report("hdbscan-predict-one-thread", oneThread, theirs);
  }

  private static void predict(
      HdbscanModel model, double[][] points, int[] labels, int from, int to) {
    for (int i = from; i < to; i++) {
      labels[i] = model.predict(points[i]).label();
    }
  }

  private void report(String name, Series ours, Series theirs) {
    System.out.println(name + ": ours " + ours + "; peer " + theirs);
    String line = Series.line(name, ours.median(), theirs.median());
    System.out.println(line);
    results.append(line).append(System.lineSeparator());
  }
}
