package org.sparkbertopic.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.BenchNeighbors;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.reduction.umap.UmapModel;

/** UMAP against umap-learn: fit, its neighbour search, transform; time and quality. */
final class UmapBenchmark {

  private static final int NEIGHBORS = Umap.DEFAULT_N_NEIGHBORS;
  private static final int NEW_POINTS = 4_000;
  private static final int WARM_UP_ROWS = 6_000;
  private static final int ROWS_PER_CALL = 250;

  private final Path folder;
  private final Path input;
  private final float[][] rows;
  private final int rounds;
  private final Workers workers;
  private final Peer peer;
  private final StringBuilder results = new StringBuilder();

  UmapBenchmark(Path folder, Path input, float[][] rows, int rounds, Workers workers, Peer peer) {
    this.folder = folder;
    this.input = input;
    this.rows = rows;
    this.rounds = rounds;
    this.workers = workers;
    this.peer = peer;
  }

  /** Runs all and gives the result lines. */
  String run() throws IOException {
    warmUp();
    neighbors();
    fit();
    transform();
    return results.toString();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private UmapModel fit(float[][] points, long seed) {
    return Umap.bertopic().fit(points, FitContext.of(seed, workers));
  }

  private void warmUp() throws IOException {
    float[][] some = Arrays.copyOf(rows, Math.min(rows.length, WARM_UP_ROWS));
    NpyFile.write(file("some.npy"), some);
    UmapModel model = fit(some, 0);
    float[][] few = Arrays.copyOf(some, Math.min(500, some.length));
    NpyFile.write(file("few.npy"), few);
    model.transform(few);
    peer.seconds("umap-fit", file("some.npy"), 0, file("some-out.npy"));
    peer.seconds("umap-fit", file("some.npy"), "-", file("some-out.npy"));
    peer.seconds("umap-transform", file("few.npy"), file("some-out.npy"));
    peer.seconds("umap-neighbors", file("some.npy"), file("some-out.npy"));
    if (some.length < rows.length) {
      // The layout and the search want a while at full size until they are compiled well.
      fit(rows, 0);
    }
  }

  private void neighbors() throws IOException {
    float[][] distinct = BenchNeighbors.distinct(rows);
    NpyFile.write(file("distinct.npy"), distinct);
    Series ours = new Series();
    Series theirs = new Series();
    int[][] found = null;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      found = BenchNeighbors.find(distinct, NEIGHBORS, round, workers);
      ours.add((System.nanoTime() - start) / 1e9);
      theirs.add(peer.seconds("umap-neighbors", file("distinct.npy"), file("lists.npy")));
    }
    report("umap-neighbors", ours, theirs);
    boolean compared = !Double.isNaN(theirs.median());
    int[][][] tables =
        compared
            ? new int[][][] {found, NpyFile.readInts(file("lists.npy"))}
            : new int[][][] {found};
    double[] recall = new LayoutFigures(distinct, workers).recall(distinct, tables, NEIGHBORS - 1);
    result("umap-recall15", recall[0], compared ? recall[1] : Double.NaN);
  }

  private void fit() throws IOException {
    Series ours = new Series();
    Series unseeded = new Series();
    Series seeded = new Series();
    Series ourCpu = new Series();
    Series unseededCpu = new Series();
    float[][] layout = null;
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 1) {
        unseeded.add(peer.seconds("umap-fit", input, "-", file("unseeded.npy")));
        unseededCpu.add(peer.cpuSeconds());
      }
      Clock clock = new Clock();
      layout = fit(rows, round).embedding();
      ours.add(clock.seconds());
      ourCpu.add(clock.cpuSeconds());
      if (round % 2 == 0) {
        unseeded.add(peer.seconds("umap-fit", input, "-", file("unseeded.npy")));
        unseededCpu.add(peer.cpuSeconds());
      }
      if (round < (rounds + 1) / 2) {
        // Slow and steady: half the rounds are enough.
        seeded.add(peer.seconds("umap-fit", input, round, file("seeded.npy")));
      }
    }
    report("umap-fit", ours, unseeded);
    report("umap-fit-cpu", ourCpu, unseededCpu);
    report("umap-fit-seeded", ours, seeded);
    boolean compared = !Double.isNaN(unseeded.median());
    LayoutFigures.Kept[] kept =
        new LayoutFigures(rows, workers)
            .ofLayouts(rows, both(layout, compared, "unseeded.npy"), NEIGHBORS);
    result(
        "umap-trustworthiness",
        kept[0].trustworthiness(),
        compared ? kept[1].trustworthiness() : Double.NaN);
    result("umap-knn-recall", kept[0].neighbors(), compared ? kept[1].neighbors() : Double.NaN);
    NpyFile.write(file("layout.npy"), layout);
  }

  private void transform() throws IOException {
    int count = Math.min(NEW_POINTS, rows.length / 4);
    float[][] shuffled = shuffled();
    float[][] points = Arrays.copyOf(shuffled, count);
    float[][] training = Arrays.copyOfRange(shuffled, count, rows.length);
    NpyFile.write(file("points.npy"), points);
    NpyFile.write(file("training.npy"), training);
    UmapModel model = fit(training, 0);
    peer.seconds("umap-fit", file("training.npy"), "-", file("training-layout.npy"));
    float[][] places = new float[count][];
    transform(model, points, places);
    Series ours = new Series();
    Series theirs = new Series();
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      transform(model, points, places);
      ours.add(count / ((System.nanoTime() - start) / 1e9));
      theirs.add(count / peer.seconds("umap-transform", file("points.npy"), file("places.npy")));
    }
    report("umap-transform", ours, theirs);
    boolean compared = !Double.isNaN(theirs.median());
    double[] overlap =
        new LayoutFigures(training, workers)
            .overlap(
                points,
                both(model.embedding(), compared, "training-layout.npy"),
                both(places, compared, "places.npy"),
                NEIGHBORS);
    result("umap-transform-overlap", overlap[0], compared ? overlap[1] : Double.NaN);
  }

  /** A batch on every core, as the partitions of a job are. */
  private void transform(UmapModel model, float[][] points, float[][] places) {
    workers.forEachRange(
        points.length,
        ROWS_PER_CALL,
        (from, to) -> {
          float[][] part = model.transform(Arrays.copyOfRange(points, from, to));
          System.arraycopy(part, 0, places, from, part.length);
        });
  }

  private float[][][] both(float[][] ours, boolean compared, String theirs) throws IOException {
    return compared
        ? new float[][][] {ours, NpyFile.readFloats(file(theirs))}
        : new float[][][] {ours};
  }

  private float[][] shuffled() {
    float[][] shuffled = rows.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = CounterRandom.bounded(CounterRandom.bits(1, i), i + 1);
      float[] row = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = row;
    }
    return shuffled;
  }

  private void report(String name, Series ours, Series theirs) {
    System.out.println(name + ": ours " + ours + "; peer " + theirs);
    result(name, ours.median(), theirs.median());
  }

  private void result(String name, double ours, double theirs) {
    String line = Series.line(name, ours, theirs);
    System.out.println(line);
    results.append(line).append(System.lineSeparator());
  }
}
